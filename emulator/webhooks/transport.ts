import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';

/** How the emulator reaches the business's server. Unit tests pass one that only notes what it is given. */
export interface Transport {
	/** The HTTP status of the answer, or 0 when there was none. */
	post(url: string, body: Buffer, headers: Record<string, string>): Promise<number>;
	get(url: string, query: Record<string, string>): Promise<{ status: number; body: string }>;
	close(): void;
}

/** Longest wait for an answer to a webhook, in milliseconds. */
const ANSWER_MS = 20_000;
/** Longest wait for the handshake. Meta gives up after a few seconds. */
const HANDSHAKE_MS = 6_000;
/** Connections that may be open at once: Meta delivers concurrently. */
const CONNECTIONS = 64;

export function axiosTransport(): Transport {
	const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: CONNECTIONS });
	const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: CONNECTIONS });
	const client = axios.create({
		httpAgent,
		httpsAgent,
		// A proxy of the environment must not see, or stop, traffic on loopback.
		proxy: false,
		maxRedirects: 0,
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (data: unknown) => data,
	});
	return {
		async post(url, body, headers) {
			try {
				const answer = await client.post(url, body, { headers, timeout: ANSWER_MS, transformRequest: (data: unknown) => data });
				return answer.status;
			} catch {
				return 0;
			}
		},
		async get(url, query) {
			try {
				const answer = await client.get(url, { params: query, timeout: HANDSHAKE_MS });
				return { status: answer.status, body: String(answer.data ?? '') };
			} catch {
				return { status: 0, body: '' };
			}
		},
		close() {
			httpAgent.destroy();
			httpsAgent.destroy();
		},
	};
}
