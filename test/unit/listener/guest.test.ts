import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stayAt, type Guest } from '../../../engine/listener/guest';
import { reply } from '../../../engine/listener/http-listener';

const HOST = '127.0.0.1';
const servers: Server[] = [];
const guests: Guest[] = [];

/** A server of somebody else, whose owner answers with a word. */
async function host(word = 'owner'): Promise<{ server: Server; port: number }> {
	const server = createServer((_request, response) => response.end(word));
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
	return { server, port: (server.address() as AddressInfo).port };
}

function stay(path: string, word: string, method = 'POST'): Guest {
	const guest = stayAt({ method, path }, async (_request, response, query) => reply(response, 200, `${word}${query.get('more') ?? ''}`));
	guests.push(guest);
	return guest;
}

function ask(port: number, path: string, method = 'POST'): Promise<string> {
	return new Promise((resolve, reject) => {
		const call = request({ host: HOST, port, path, method, agent: false }, (answer) => {
			let text = '';
			answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
			answer.on('end', () => resolve(text));
		});
		call.on('error', reject);
		call.end('{');
	});
}

afterEach(async () => {
	for (const guest of guests.splice(0)) guest.leave();
	await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

test('a guest gets the requests of its method and path from the first one on, with their query', async () => {
	const { port } = await host();
	stay('/hook/1', 'guest');
	expect(await ask(port, '/hook/1')).toBe('guest');
	expect(await ask(port, '/hook/1?more=!')).toBe('guest!');
});

test('everything else stays with the owner of the server', async () => {
	const { port } = await host();
	stay('/hook/1', 'guest');
	await ask(port, '/hook/1');
	expect(await ask(port, '/hook/1', 'GET')).toBe('owner');
	expect(await ask(port, '/hook/1/more')).toBe('owner');
	expect(await ask(port, '/')).toBe('owner');
});

test('a server that gets no request for a guest is left as it is', async () => {
	const { server, port } = await host();
	const [owner] = server.listeners('request');
	stay('/hook/1', 'guest');
	expect(await ask(port, '/other')).toBe('owner');
	expect(server.listeners('request')).toEqual([owner]);
});

test('when the last guest has left, the server is as it was', async () => {
	const { server, port } = await host();
	const before = server.listeners('request');
	const first = stay('/hook/1', 'first');
	const second = stay('/hook/2', 'second');
	expect([await ask(port, '/hook/1'), await ask(port, '/hook/2')]).toEqual(['first', 'second']);
	first.leave();
	expect([await ask(port, '/hook/1'), await ask(port, '/hook/2')]).toEqual(['owner', 'second']);
	second.leave();
	expect([await ask(port, '/hook/1'), await ask(port, '/hook/2')]).toEqual(['owner', 'owner']);
	expect(server.listeners('request')).toEqual(before);
});

test('who comes later for an address takes it over, and whoever was there before cannot give it back any more', async () => {
	const { port } = await host();
	const before = stay('/hook/1', 'before');
	stay('/hook/1', 'after');
	before.leave();
	expect(await ask(port, '/hook/1')).toBe('after');
});

test('a wrapper that somebody else has put around the server meanwhile keeps working after the guest has left', async () => {
	const { server, port } = await host();
	const guest = stay('/hook/1', 'guest');
	await ask(port, '/hook/1');
	const wrapped = server.listeners('request') as Array<(...all: unknown[]) => void>;
	let seen = 0;
	server.removeAllListeners('request');
	server.on('request', (...all) => {
		seen++;
		for (const one of wrapped) one.apply(server, all);
	});
	guest.leave();
	expect(await ask(port, '/hook/1')).toBe('owner');
	expect(seen).toBe(1);
});
