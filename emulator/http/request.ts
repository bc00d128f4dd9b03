import type { IncomingMessage } from 'node:http';
import { parseObject, type Json, type JsonObject } from '../json';

/** A request that has been read to its end. */
export interface Call {
	method: string;
	/** Path without the Graph version in front and without a slash at the end. */
	path: string;
	segments: string[];
	query: URLSearchParams;
	headers: IncomingMessage['headers'];
	/** The body as it came. */
	raw: Buffer;
	/** Query and body (JSON or form) in one: Graph takes parameters from either. */
	params: JsonObject;
}

/** What a handler answers; a Buffer goes out as it is. */
export interface Answer {
	status: number;
	body: Json | Buffer;
	headers?: Record<string, string>;
}

export function ok(body: Json): Answer {
	return { status: 200, body };
}

/** Largest body taken. Meta takes documents of 100 MB; a stand-in on one machine need not. */
const MAX_BODY_BYTES = 32 * 1_024 * 1_024;

export class BodyTooLarge extends Error {}

export async function readCall(request: IncomingMessage): Promise<Call> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) throw new BodyTooLarge();
		chunks.push(chunk);
	}
	const raw = Buffer.concat(chunks);
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	const path = url.pathname.replace(/^\/v\d+\.\d+(?=\/|$)/, '').replace(/\/+$/, '') || '/';
	return {
		method: request.method ?? 'GET',
		path,
		segments: path.split('/').filter(Boolean).map(decode),
		query: url.searchParams,
		headers: request.headers,
		raw,
		params: { ...Object.fromEntries(url.searchParams), ...bodyParams(request.headers['content-type'] ?? '', raw) },
	};
}

function bodyParams(contentType: string, raw: Buffer): JsonObject {
	if (raw.length === 0 || contentType.startsWith('multipart/')) return {};
	const text = raw.toString('utf8');
	if (contentType.startsWith('application/x-www-form-urlencoded')) {
		// Graph reads objects and lists from form fields when they are written as JSON.
		const params = new URLSearchParams(text);
		return Object.fromEntries([...params].map(([key, value]) => [key, /^[[{]/.test(value) ? jsonOr(value) : value]));
	}
	return parseObject(text) ?? {};
}

function jsonOr(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}

/** A path segment that is not valid percent-encoding stays as it is written. */
function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
