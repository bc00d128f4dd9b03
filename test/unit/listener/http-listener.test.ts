import { request } from 'node:http';
import { connect } from 'node:net';
import { ListenRefusal, openListener, reply, type OpenListener, type RequestHandler } from '../../../engine/listener/http-listener';
import { readBody } from '../../../engine/listener/read-body';

const HOST = '127.0.0.1';
const open: OpenListener[] = [];
const listen = async (path: string, handler: RequestHandler, port = 0): Promise<OpenListener> => {
	const listener = await openListener({ host: HOST, port, path }, handler);
	open.push(listener);
	return listener;
};
afterEach(async () => {
	await Promise.all(open.splice(0).map((listener) => listener.close()));
});

const say = (text: string): RequestHandler => async (_request, response) => reply(response, 200, text);
const get = (port: number, path: string): Promise<{ status: number; text: string }> => send(port, path, 'GET');

function send(port: number, path: string, method: string, body?: Buffer): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const call = request({ host: HOST, port, path, method, agent: false }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
		});
		call.on('error', reject);
		call.end(body);
	});
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
	const probe = await openListener({ host: HOST, port: 0, path: '/' }, say(''));
	await probe.close();
	return probe.port;
}

test('triggers on one port are told apart by path', async () => {
	const port = await freePort();
	await listen('/a', say('first'), port);
	await listen('/b', say('second'), port);
	expect(await get(port, '/a?x=1')).toEqual({ status: 200, text: 'first' });
	expect(await get(port, '/b')).toEqual({ status: 200, text: 'second' });
	expect((await get(port, '/c')).status).toBe(404);
});

test('the port stays open until the last trigger on it closes', async () => {
	const port = await freePort();
	const first = await listen('/a', say('first'), port);
	const second = await listen('/b', say('second'), port);
	await first.close();
	expect((await get(port, '/a')).status).toBe(404);
	expect((await get(port, '/b')).status).toBe(200);
	await second.close();
	await expect(get(port, '/b')).rejects.toThrow(/ECONNREFUSED/);
});

test('a path that is taken is refused with a sentence', async () => {
	const port = await freePort();
	await listen('/a', say(''), port);
	await expect(openListener({ host: HOST, port, path: '/a' }, say(''))).rejects.toThrow('Give this one another path');
});

test('a port that is taken is refused with a sentence, and may be tried again', async () => {
	const blocker = await listen('/x', say(''));
	const taken = openListener({ host: HOST, port: blocker.port, path: '/a' }, say(''));
	await expect(taken).rejects.toThrow(ListenRefusal);
	await expect(taken).rejects.toThrow(`Port ${blocker.port} is taken by another program`);
	await blocker.close();
	await listen('/a', say('now'), blocker.port);
	expect((await get(blocker.port, '/a')).text).toBe('now');
});

test('an address that is not of this machine is refused with a sentence', async () => {
	await expect(openListener({ host: '203.0.113.7', port: 0, path: '/a' }, say(''))).rejects.toThrow('no network address 203.0.113.7');
});

describe('a body', () => {
	const largest = 1_000;
	const echo: RequestHandler = async (incoming, response) => {
		const body = await readBody(incoming, largest);
		if (body === 'too large') reply(response, 413, 'too large');
		else reply(response, 200, String(body.length));
	};

	test('is read to the end', async () => {
		const { port } = await listen('/a', echo);
		expect(await send(port, '/a', 'POST', Buffer.alloc(largest))).toEqual({ status: 200, text: '1000' });
	});

	test('that is too large is refused, whether or not it says so beforehand', async () => {
		const { port } = await listen('/a', echo);
		expect((await send(port, '/a', 'POST', Buffer.alloc(largest + 1))).status).toBe(413);
		const chunked = await raw(port, `POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5dc\r\n${'x'.repeat(1500)}\r\n`);
		expect(chunked).toMatch(/^HTTP\/1\.1 413/);
		expect(chunked).toMatch(/Connection: close/);
	});
});

/** Sends text as it is and reads until the server closes the connection. */
function raw(port: number, text: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let heard = '';
		const socket = connect(port, HOST, () => socket.write(text));
		socket.on('data', (chunk) => (heard += chunk.toString()));
		socket.on('end', () => resolve(heard));
		socket.on('error', reject);
	});
}

test('closing waits for the request under way', async () => {
	let finish = (): void => undefined;
	let arrived = (): void => undefined;
	const underWay = new Promise<void>((resolve) => (arrived = resolve));
	const listener = await listen('/a', async (_request, response) => {
		arrived();
		await new Promise<void>((resolve) => (finish = resolve));
		reply(response, 200, 'late but there');
	});
	const answer = get(listener.port, '/a');
	await underWay;
	const closing = listener.close();
	finish();
	expect((await answer).text).toBe('late but there');
	await closing;
});
