/**
 * Requests for one path of an HTTP server that belongs to somebody else in this process, taken before its owner sees
 * them; everything else goes to the owner as ever. Socket.IO takes its own requests off a server in the same way.
 *
 * Nobody hands that server over. Node tells of every request before the server hears of it
 * (https://nodejs.org/api/diagnostics_channel.html#http), and the first one for a guest's path names the server. On servers
 * that never get such a request nothing changes.
 */
import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { RequestHandler } from './http-listener';

export interface GuestAddress {
	/** Such as POST. Other methods of the path stay with the owner. */
	method: string;
	/** As it stands in the request, without query, e.g. /webhook/1234/webhook */
	path: string;
}

export interface Guest {
	/** Leaves the path to the owner again. Requests under way are answered. */
	leave(): void;
}

interface StartedRequest {
	request: IncomingMessage;
	server: Server;
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

const CHANNEL = 'http.server.request.start';

/** By method and path. */
const guests = new Map<string, RequestHandler>();
/** Servers whose requests pass by the guests first, with what puts them back as they were. */
const hosts = new Map<Server, () => void>();

/** Takes the requests of an address from now on. Who comes later for the same address replaces the guest before. */
export function stayAt({ method, path }: GuestAddress, handler: RequestHandler): Guest {
	const key = keyOf(method, path);
	if (guests.size === 0) diagnostics.subscribe(CHANNEL, moveIn);
	guests.set(key, handler);
	return {
		leave: () => {
			if (guests.get(key) !== handler) return;
			guests.delete(key);
			if (guests.size > 0) return;
			diagnostics.unsubscribe(CHANNEL, moveIn);
			for (const moveOut of hosts.values()) moveOut();
		},
	};
}

function moveIn(message: unknown): void {
	const { request, server } = message as StartedRequest;
	if (hosts.has(server) || guestFor(request) === undefined) return;
	const owners = server.listeners('request') as RequestListener[];
	const passBy: RequestListener = (incoming, response) => {
		const guest = guestFor(incoming);
		if (guest) void guest(incoming, response, new URLSearchParams(queryOf(incoming)));
		else for (const owner of owners) owner.call(server, incoming, response);
	};
	const moveOut = (): void => {
		hosts.delete(server);
		// Somebody who has wrapped us in turn still calls us, and we the owners.
		if (!server.listeners('request').includes(passBy)) return;
		server.removeListener('request', passBy);
		for (const owner of owners) server.on('request', owner);
	};
	server.removeAllListeners('request');
	server.on('request', passBy);
	server.once('close', () => hosts.delete(server));
	hosts.set(server, moveOut);
}

function guestFor({ method = '', url = '' }: IncomingMessage): RequestHandler | undefined {
	const query = url.indexOf('?');
	return guests.get(keyOf(method, query < 0 ? url : url.slice(0, query)));
}

function queryOf({ url = '' }: IncomingMessage): string {
	const query = url.indexOf('?');
	return query < 0 ? '' : url.slice(query + 1);
}

const keyOf = (method: string, path: string): string => `${method} ${path}`;
