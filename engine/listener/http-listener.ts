/**
 * A small HTTP server for webhooks: one per port of the process, shared by everybody who listens there and told
 * apart by path. It is for addresses behind a reverse proxy, which brings the certificate.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Where to listen. */
export interface ListenAddress {
	/** e.g. 127.0.0.1, or 0.0.0.0 for all networks of the machine. */
	host: string;
	/** 0 takes any free port. */
	port: number;
	/** Begins with a slash, e.g. /whatsapp/shop */
	path: string;
}

/** Answers one request; it must end the response, and never reject. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => Promise<void>;

export interface OpenListener {
	/** The port that is listened on. */
	readonly port: number;
	/** Stops answering on this path. The last one closes the port, after the requests under way have been answered. */
	close(): Promise<void>;
}

/** The address cannot be listened on; the message is a sentence for the user. */
export class ListenRefusal extends Error {
	override readonly name = 'ListenRefusal';
}

/** Meta sends a webhook in one go, so whoever is slower than this holds a connection open on purpose. */
const HEADERS_MS = 5_000;
const REQUEST_MS = 15_000;
/** Longer than a proxy's usual 60 seconds: it is the proxy that gives up an idle connection, never we in the middle of its request. */
const KEEP_ALIVE_MS = 65_000;
const MOST_CONNECTIONS = 2_000;
/** How long requests under way may take once the port is to be closed. */
const CLOSING_MS = 5_000;

interface SharedServer {
	host: string;
	server: Server;
	port: number;
	handlers: Map<string, RequestHandler>;
}

/** By the port that was asked for. */
const servers = new Map<number, Promise<SharedServer>>();

/** Starts to answer requests for a path. Throws ListenRefusal when the port or the path is not free. */
export async function openListener({ host, port, path }: ListenAddress, handler: RequestHandler): Promise<OpenListener> {
	const shared = await sharedServer(host, port);
	if (shared.handlers.has(path)) {
		throw new ListenRefusal(`Another trigger listens on port ${port} under ${path} already. Give this one another path.`);
	}
	shared.handlers.set(path, handler);
	return {
		port: shared.port,
		close: async () => {
			if (!shared.handlers.delete(path) || shared.handlers.size > 0) return;
			servers.delete(port);
			await closeServer(shared.server);
		},
	};
}

async function sharedServer(host: string, port: number): Promise<SharedServer> {
	const known = port === 0 ? undefined : servers.get(port);
	if (known) {
		const shared = await known;
		if (shared.host === host) return shared;
		throw new ListenRefusal(`Another trigger listens on port ${port} of ${shared.host}. Choose the same network address, or another port.`);
	}
	const opening = startServer(host, port);
	servers.set(port, opening);
	opening.catch(() => servers.delete(port));
	return await opening;
}

function startServer(host: string, port: number): Promise<SharedServer> {
	const handlers = new Map<string, RequestHandler>();
	const server = createServer((request, response) => void answer(handlers, request, response));
	server.headersTimeout = HEADERS_MS;
	server.requestTimeout = REQUEST_MS;
	server.keepAliveTimeout = KEEP_ALIVE_MS;
	server.maxConnections = MOST_CONNECTIONS;
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenRefusal(sentence(error, host, port))));
		server.listen(port, host, () => {
			const address = server.address();
			resolve({ host, server, handlers, port: typeof address === 'object' && address ? address.port : port });
		});
	});
}

async function answer(handlers: Map<string, RequestHandler>, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://listener');
	const handler = handlers.get(pathname);
	if (handler) await handler(request, response, searchParams);
	else reply(response, 404, 'Nothing listens at this address.');
}

/** Ends a response with a plain text. After a refusal that left a body unread, the connection is closed. */
export function reply(response: ServerResponse, status: number, text: string): void {
	if (response.writableEnded || response.destroyed) return;
	// What came from outside may be echoed: no browser may take it for a page.
	response.writeHead(status, {
		'Content-Type': 'text/plain; charset=utf-8',
		'X-Content-Type-Options': 'nosniff',
		'Content-Length': Buffer.byteLength(text),
		...(response.req.complete ? {} : { Connection: 'close' }),
	});
	response.end(text);
}

function closeServer(server: Server): Promise<void> {
	return new Promise((resolve) => {
		const force = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
		force.unref();
		server.close(() => {
			clearTimeout(force);
			resolve();
		});
		server.closeIdleConnections();
	});
}

function sentence({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
	switch (code) {
		case 'EADDRINUSE':
			return `Port ${port} is taken by another program, perhaps by n8n itself. Choose another port for the dedicated listener.`;
		case 'EACCES':
			return `n8n may not open port ${port}. Choose one above 1023 for the dedicated listener.`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `This machine has no network address ${host}. Choose 127.0.0.1 or 0.0.0.0 for the dedicated listener.`;
		default:
			return `The dedicated listener cannot open port ${port}: ${message}.`;
	}
}
