import { readAnswer, readFailure } from '../../../engine/whatsapp/graph-answer';

const HOST = 'graph.example.com';

/** As n8n hands it over: its own error around axios' around Node's. */
function wrapped(inner: object): Error {
	const axios = Object.assign(new Error('axios'), { name: 'AxiosError', code: (inner as { code?: string }).code, cause: inner });
	return Object.assign(new Error('The service could not be reached'), { name: 'NodeApiError', cause: axios });
}

const system = (code: string, syscall?: string, message = code): Error => Object.assign(new Error(message), { code, ...(syscall ? { syscall } : {}) });

describe('readAnswer', () => {
	it('passes an object on', () => {
		expect(readAnswer(200, { messages: [] })).toEqual({ kind: 'ok', body: { messages: [] } });
	});

	it('reads Meta’s error whatever the HTTP status', () => {
		const body = {
			error: {
				message: '(#131026) Message undeliverable',
				type: 'OAuthException',
				code: 131026,
				error_data: { messaging_product: 'whatsapp', details: 'Not on WhatsApp' },
				fbtrace_id: 'A1',
				is_transient: true,
			},
		};
		const error = { code: 131026, message: '(#131026) Message undeliverable', details: 'Not on WhatsApp', transient: true, traceId: 'A1' };
		expect(readAnswer(400, body)).toEqual({ kind: 'refused', status: 400, error });
		expect(readAnswer(503, body)).toEqual({ kind: 'refused', status: 503, error });
		expect(readAnswer(200, body)).toEqual({ kind: 'refused', status: 200, error });
	});

	it('takes an answer that cannot be read for lost: the message may have left', () => {
		expect(readAnswer(200, '<html>')).toMatchObject({ kind: 'lost' });
		expect(readAnswer(200, undefined)).toMatchObject({ kind: 'lost' });
		expect(readAnswer(502, 'Bad gateway')).toMatchObject({ kind: 'lost' });
		expect(readAnswer(500, { error: 'text' })).toMatchObject({ kind: 'lost' });
	});

	it('takes other refusals for those of a wrong address', () => {
		expect(readAnswer(404, 'Not found')).toMatchObject({ kind: 'refused', status: 404, error: { code: -1 } });
		expect(readAnswer(302, '')).toMatchObject({ kind: 'refused', error: { code: -1 } });
	});
});

describe('readFailure', () => {
	it.each([
		['name look-up', system('ENOTFOUND', 'getaddrinfo')],
		['DNS that does not answer', system('EAI_AGAIN', 'getaddrinfo')],
		['nobody listens', system('ECONNREFUSED', 'connect')],
		['no route', system('EHOSTUNREACH', 'connect')],
		['connecting took too long', system('ETIMEDOUT', 'connect')],
		['reset while connecting', system('ECONNRESET', 'connect')],
		['several addresses, none answers', Object.assign(new AggregateError([system('ETIMEDOUT', 'connect'), system('ENETUNREACH', 'connect')]), { code: 'ETIMEDOUT' })],
		['wrong certificate', system('DEPTH_ZERO_SELF_SIGNED_CERT')],
		['another host’s certificate', system('ERR_TLS_CERT_ALTNAME_INVALID')],
		['handshake broken off', system('ECONNRESET', undefined, 'Client network socket disconnected before secure TLS connection was established')],
		['no TLS there', system('EPROTO', 'write', 'write EPROTO 80: error:0A00010B:SSL routines:ssl3_get_record:wrong version number')],
		['blocked by n8n', Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' })],
		['impossible address', system('ERR_INVALID_URL')],
	])('%s: it certainly did not leave', (_what, error) => {
		expect(readFailure(wrapped(error), HOST)).toMatchObject({ kind: 'unreachable' });
		expect(readFailure(error, HOST)).toMatchObject({ kind: 'unreachable' });
	});

	it.each([
		['reset while waiting', system('ECONNRESET', 'read')],
		['hung up', system('ECONNRESET', undefined, 'socket hang up')],
		['broken pipe', system('EPIPE', 'write')],
		['no route in the middle', system('EHOSTUNREACH', 'read')],
		['no answer in time', system('ECONNABORTED', undefined, 'timeout of 30000ms exceeded')],
		['timed out later', system('ETIMEDOUT', 'read')],
		['cancelled', Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' })],
		['anything else', new TypeError('x is not a function')],
		['not even an error', 'text'],
	])('%s: it may have left', (_what, error) => {
		expect(readFailure(wrapped(error as object), HOST)).toMatchObject({ kind: 'lost' });
		expect(readFailure(error, HOST)).toMatchObject({ kind: 'lost' });
	});

	it('names host and code, and nothing of the request', () => {
		const error = Object.assign(system('ECONNREFUSED', 'connect', 'connect failed for Bearer abc'), { config: { headers: { Authorization: 'Bearer abc' } } });
		const answer = readFailure(wrapped(error), HOST);
		expect(answer).toEqual({ kind: 'unreachable', detail: 'No connection to graph.example.com (ECONNREFUSED).' });
	});

	it('survives an error that is its own cause', () => {
		const error: Error & { cause?: unknown } = new Error('loop');
		error.cause = error;
		expect(readFailure(error, HOST)).toMatchObject({ kind: 'lost' });
	});
});
