import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { control } from '../control/router';
import { GraphError } from '../errors';
import type { FaultRule } from '../faults';
import { graph } from '../graph/router';
import { latencyOf } from '../latency';
import { newTraceId } from '../ids';
import { phonePage, phonePageHeaders } from '../phone/page';
import type { World } from '../world';
import { streamEvents } from './events';
import { BodyTooLarge, readCall, type Answer, type Call } from './request';

/** The emulator's one HTTP server: phone page, control paths, and Graph for everything else. */
export function createEmulatorServer(world: World): Server {
	return createServer((request, response) => {
		void handle(world, request, response).catch((error: unknown) => {
			const status = error instanceof BodyTooLarge ? 413 : 500;
			if (!response.headersSent) write(response, { status, body: { error: error instanceof Error ? error.message : String(error) } });
			else response.destroy();
		});
	});
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const call = await readCall(request);
	if (call.path === '/' || call.segments[0] === 'emulator' || call.path === '/favicon.ico') {
		// A page of another site, or a name pointed at loopback, must not steer the emulator.
		if (!isLocal(request)) return write(response, { status: 403, body: { error: 'Only this machine may use the control paths.' } });
		return handleLocal(world, call, response);
	}
	await handleGraph(world, call, request, response);
}

async function handleLocal(world: World, call: Call, response: ServerResponse): Promise<void> {
	if (call.path === '/favicon.ico') return write(response, { status: 204, body: Buffer.alloc(0) });
	if (call.path === '/') {
		const page = phonePage();
		return write(response, { status: 200, body: Buffer.from(page.html), headers: phonePageHeaders(page) });
	}
	if (call.method === 'GET' && call.path === '/emulator/events') return streamEvents(world.conversations, response);
	const answer = await control(world, call);
	write(response, answer ?? { status: 404, body: { error: `No control path ${call.method} ${call.path}.` } });
}

async function handleGraph(world: World, call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const fault = world.faults.take(call.path, call.params);
	if (fault?.action === 'drop-before-accept') return void request.socket.destroy();
	if (fault?.action === 'delay') await pause(world, fault.ms ?? 0);
	const answer = await answerGraph(world, call, fault);
	// The work is done before the wait, as at Meta: who gives up waiting has sent the message all the same.
	await pause(world, latencyOf(world.options.latencyMs, world.options.latencySpread, Math.random));
	if (fault?.action === 'drop-after-accept') return void request.socket.destroy();
	write(response, answer);
}

async function answerGraph(world: World, call: Call, fault: FaultRule | undefined): Promise<Answer> {
	try {
		if (fault?.action === 'error') {
			const refusal = new GraphError(fault.code ?? 131000, { status: fault.status, details: 'Asked for by a fault rule of the emulator.' });
			if (call.path.endsWith('/messages')) world.sends.refused(refusal.code);
			throw refusal;
		}
		return await graph(world, call, fault?.action === 'fail' ? (fault.code ?? 131026) : undefined);
	} catch (error) {
		if (error instanceof GraphError) return { status: error.status, body: error.toBody(), headers: challengeFor(error) };
		throw error;
	}
}

/** Graph names the refusal of a token in the header that HTTP has for it, too. */
function challengeFor(error: GraphError): Record<string, string> {
	return error.status === 401 ? { 'WWW-Authenticate': `OAuth "Facebook Platform" "invalid_token" "${error.message}"` } : {};
}

function write(response: ServerResponse, answer: Answer): void {
	const raw = Buffer.isBuffer(answer.body);
	response.writeHead(answer.status, {
		'Content-Type': raw ? 'application/octet-stream' : 'application/json; charset=UTF-8',
		'Cache-Control': 'no-store',
		'X-Content-Type-Options': 'nosniff',
		'X-FB-Trace-ID': newTraceId(),
		...answer.headers,
	});
	response.end(raw ? answer.body : JSON.stringify(answer.body));
}

const LOCAL_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether the request was made for this machine by name, and not on behalf of another site's page. */
export function isLocal(request: Pick<IncomingMessage, 'headers'>): boolean {
	const { host, origin } = request.headers;
	if (host === undefined || !LOCAL_NAMES.includes(host.replace(/:\d+$/, ''))) return false;
	return origin === undefined || origin === `http://${host}`;
}

async function pause(world: World, ms: number): Promise<void> {
	if (ms > 0) await new Promise<void>((resolve) => void world.clock.after(ms, resolve));
}
