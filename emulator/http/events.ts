import type { ServerResponse } from 'node:http';
import type { Conversations } from '../conversation';

/** Changes within this many milliseconds are told together: a bulk send must not flood the page. */
const GATHER_MS = 120;
/** A comment this often keeps the connection alive, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events: each carries the phone numbers of the conversations that have changed. */
export function streamEvents(conversations: Conversations, response: ServerResponse): void {
	response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
	response.write(': connected\n\n');
	const changed = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	const stop = conversations.listen((phone) => {
		changed.add(phone);
		timer ??= setTimeout(() => {
			timer = undefined;
			response.write(`data: ${JSON.stringify([...changed])}\n\n`);
			changed.clear();
		}, GATHER_MS);
	});
	const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
	// The request's own 'close' comes when it has been read, and not when the page goes away.
	response.on('close', () => {
		stop();
		clearTimeout(timer);
		clearInterval(heartbeat);
	});
}
