/** Reads what came back from Meta, or why nothing came back, into a GraphAnswer. Pure: the nodes do the calling. */
import { isRecord, record, text } from './json-shape';
import { NO_GRAPH_CODE } from './meta-errors';
import type { GraphAnswer, GraphError } from './transport';

/** Meta's answer, or that of a proxy in between. Never throws. */
export function readAnswer(status: number, body: unknown): GraphAnswer {
	const error = readGraphError(body);
	if (error) return { kind: 'refused', status, error };
	if (status >= 200 && status < 300) {
		if (isRecord(body)) return { kind: 'ok', body };
		// It was carried out, and what came of it cannot be read.
		return { kind: 'lost', detail: `The answer (HTTP ${status}) could not be read.` };
	}
	// 502 and 504 come from something in front of Meta that may have passed the request on before it gave up.
	if (status >= 500) return { kind: 'lost', detail: `The answer was HTTP ${status} without an explanation of Meta.` };
	return { kind: 'refused', status, error: foreignError(status) };
}

/** Meta's error object: {error: {message, code, error_data: {details}, fbtrace_id, is_transient}} (Meta: support/error-codes). */
function readGraphError(body: unknown): GraphError | null {
	if (!isRecord(body) || !isRecord(body.error) || typeof body.error.code !== 'number') return null;
	const { error } = body;
	return {
		code: error.code as number,
		message: text(error.message),
		details: text(record(error.error_data).details) || text(error.error_user_msg),
		transient: error.is_transient === true,
		traceId: text(error.fbtrace_id),
	};
}

/** An answer that Meta's Graph API did not give: a wrong base URL, a proxy, a redirect. */
function foreignError(status: number): GraphError {
	return {
		code: NO_GRAPH_CODE,
		message: `HTTP ${status} from the address that should be Meta's Graph API.`,
		details: 'Check the Graph base URL in the credential, and any proxy in between.',
		transient: false,
		traceId: '',
	};
}

/** Handshake and name look-up: nothing of the request was on the wire yet. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

const NEVER_CONNECTED = new Set([
	'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN',
	'EADDRNOTAVAIL', 'ERR_INVALID_URL', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_HANDSHAKE_TIMEOUT',
]);

/** Handshakes that fail with a code shared with later failures (ECONNRESET, EPROTO). */
const HANDSHAKE = /before secure TLS connection was established|wrong version number|handshake failure|unsupported protocol/i;

/** Refused by n8n itself before it connects: its protection against calls into the own network. */
const BLOCKED = /ssrf/i;

/**
 * A call that ended with an exception. It is `unreachable` only when the request certainly never left; in any
 * doubt it is `lost`, since a message that is posted again might arrive twice. The text names no address but the
 * host and never holds headers.
 */
export function readFailure(error: unknown, host: string): GraphAnswer {
	const chain = causes(error);
	const code = chain.map((link) => text(link.code)).find((value) => value !== '') ?? '';
	const inBrackets = code === '' ? '' : ` (${code})`;
	if (neverLeft(chain)) return { kind: 'unreachable', detail: `No connection to ${host}${inBrackets}.` };
	if (chain.some((link) => link.code === 'ECONNABORTED' || link.code === 'ETIMEDOUT')) {
		return { kind: 'lost', detail: `${host} did not answer in time${inBrackets}.` };
	}
	return { kind: 'lost', detail: `The connection to ${host} broke before an answer came${inBrackets}.` };
}

function neverLeft(chain: Array<Record<string, unknown>>): boolean {
	if (chain.some((link) => BEFORE_SENDING.has(text(link.syscall)) || HANDSHAKE.test(text(link.message)))) return true;
	// Reading or writing: the connection stood. axios repeats the code without the syscall, so the chain counts as one.
	if (chain.some((link) => text(link.syscall) !== '')) return false;
	return chain.some((link) => NEVER_CONNECTED.has(text(link.code)) || BLOCKED.test(text(link.name)));
}

/**
 * The error with its causes, innermost first. n8n wraps axios' error into its own, axios wraps Node's, and Node
 * one per address tried, in `errors`. The innermost is the one that tells (`syscall`).
 */
function causes(error: unknown): Array<Record<string, unknown>> {
	const found: Array<Record<string, unknown>> = [];
	let level: unknown[] = [error];
	for (let depth = 0; depth < 8 && level.length > 0; depth++) {
		const links = level.filter(isRecord);
		found.unshift(...links);
		level = links.flatMap((link) => [link.cause, ...(Array.isArray(link.errors) ? link.errors : [])]);
	}
	return found;
}
