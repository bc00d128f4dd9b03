/**
 * Posts many small bodies, so many at once, over connections that stay open, as Meta does. Node's own client takes as much
 * CPU for a request as our listener for answering it, and both share the machine; so this writes the few bytes by itself.
 */
import { connect, type Socket } from 'node:net';

export interface Post {
	body: Buffer;
	signature: string;
}

export interface Posted {
	seconds: number;
	/** Milliseconds from the request to its answer, one each. */
	answers: number[];
	/** Not answered with 200. */
	refused: number;
}

/** Posts them all; rejects when the server closes a connection in the middle. */
export async function postAll(address: string, posts: Post[], atOnce: number): Promise<Posted> {
	const url = new URL(address);
	// Made before the clock starts.
	const requests = posts.map((post) => requestOf(url, post));
	const posted: Posted = { seconds: 0, answers: [], refused: 0 };
	const sockets = await Promise.all(Array.from({ length: Math.min(atOnce, requests.length) }, () => open(url)));
	const started = performance.now();
	await Promise.all(sockets.map((socket) => work(socket, requests, posted)));
	posted.seconds = (performance.now() - started) / 1000;
	for (const socket of sockets) socket.destroy();
	return posted;
}

function requestOf({ host, pathname }: URL, { body, signature }: Post): Buffer {
	const head = `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nX-Hub-Signature-256: ${signature}\r\nContent-Length: ${body.length}\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), body]);
}

function open({ hostname, port }: URL): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ host: hostname, port: Number(port), noDelay: true });
		socket.once('connect', () => resolve(socket));
		socket.once('error', reject);
	});
}

/** One after the other, until none is left. */
function work(socket: Socket, requests: Buffer[], posted: Posted): Promise<void> {
	return new Promise((resolve, reject) => {
		let at = 0;
		let received = '';
		const next = (): void => {
			const request = requests.pop();
			if (!request) return resolve();
			received = '';
			at = performance.now();
			socket.write(request);
		};
		socket.on('data', (chunk: Buffer) => {
			received += chunk.toString('latin1');
			if (!isWhole(received)) return;
			posted.answers.push(performance.now() - at);
			if (!received.startsWith('HTTP/1.1 200')) posted.refused++;
			next();
		});
		socket.on('error', reject);
		socket.on('close', () => reject(new Error('The server closed a connection before it had answered.')));
		next();
	});
}

/** Answers tell their length, or come in one chunk that ends with an empty one. */
function isWhole(answer: string): boolean {
	const end = answer.indexOf('\r\n\r\n');
	if (end < 0) return false;
	const length = /^content-length: (\d+)/im.exec(answer.slice(0, end));
	return length === null ? answer.endsWith('0\r\n\r\n') : answer.length >= end + 4 + Number(length[1]);
}
