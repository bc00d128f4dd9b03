/**
 * graph.facebook.com for an n8n on this machine: a CONNECT proxy that speaks TLS in Meta's name and hands every request
 * on to the emulator. n8n's own WhatsApp node knows no other host; it gets here by n8n's settings HTTPS_PROXY and
 * NODE_EXTRA_CA_CERTS, as in a company whose proxy looks into TLS.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const HOST = 'graph.facebook.com';

export interface MetaProxy {
	/** What n8n needs in its environment. */
	env: Record<string, string>;
	close(): void;
}

/** @param folder where the certificate goes; it is good for nothing but this run */
export async function startMetaProxy(emulatorUrl: string, folder: string): Promise<MetaProxy> {
	const key = path.join(folder, 'graph.key');
	const certificate = path.join(folder, 'graph.pem');
	await certify(key, certificate);
	const agent = new Agent({ keepAlive: true });
	const meta: TlsServer = createTlsServer({ key: await readFile(key), cert: await readFile(certificate) }, (incoming, answer) => handOn(emulatorUrl, agent, incoming, answer));
	const proxy = createServer((_, answer) => answer.writeHead(405).end());
	const open = new Set<Socket>();
	proxy.on('connect', ({ url }: IncomingMessage, socket: Socket) => {
		socket.on('error', () => socket.destroy());
		if (url !== `${HOST}:443`) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		open.add(socket.once('close', () => open.delete(socket)));
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		meta.emit('connection', socket);
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const { port } = proxy.address() as AddressInfo;
	return {
		env: { HTTPS_PROXY: `http://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: certificate },
		close: () => {
			proxy.close();
			for (const socket of open) socket.destroy();
			agent.destroy();
		},
	};
}

/** A key like Meta's own (P-256) and a certificate that vouches for itself. */
async function certify(key: string, certificate: string): Promise<void> {
	const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const about = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`, '-days', '2'];
	await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...about, '-keyout', key, '-out', certificate]);
}

function handOn(emulatorUrl: string, agent: Agent, incoming: IncomingMessage, answer: ServerResponse): void {
	const { method, url, headers } = incoming;
	const onward = request(`${emulatorUrl}${url}`, { method, headers: { ...headers, host: new URL(emulatorUrl).host }, agent }, (theirs) => {
		answer.writeHead(theirs.statusCode ?? 502, theirs.headers);
		theirs.pipe(answer);
	});
	onward.on('error', () => answer.destroy());
	incoming.pipe(onward);
}
