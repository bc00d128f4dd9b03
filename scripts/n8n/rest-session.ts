import { randomUUID } from 'node:crypto';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';

/** n8n refused a request. `message` starts with n8n's own sentence. */
export class N8nRestError extends Error {
	override readonly name = 'N8nRestError';

	constructor(
		/** n8n's sentence, as its editor would show it. */
		readonly reason: string,
		readonly httpStatus: number,
		request: string,
	) {
		super(`${reason} (n8n answered ${httpStatus} to ${request})`);
	}
}

/** n8n could not be reached, or ended while it had a request. */
export class N8nUnreachable extends Error {
	override readonly name = 'N8nUnreachable';
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A signed-in browser's view of n8n's internal REST API: keeps the session cookie and the browser's id. */
export class RestSession {
	private readonly http: AxiosInstance;
	private readonly browserId = randomUUID();
	private cookie: string | undefined;

	/** @param baseUrl Without a slash at the end. */
	constructor(readonly baseUrl: string) {
		this.http = axios.create({
			baseURL: baseUrl,
			// A proxy set for the machine must not get between us and loopback.
			proxy: false,
			timeout: 60_000,
			maxBodyLength: Infinity,
			validateStatus: () => true,
		});
	}

	/**
	 * Sends one request.
	 *
	 * @returns What n8n put under `data`, or the whole body where it wraps nothing.
	 * @throws N8nRestError when n8n refuses, N8nUnreachable when it does not answer.
	 */
	async send<Result>(method: Method, path: string, body?: unknown): Promise<Result> {
		const response = await this.request(method, path, body);
		if (response.status >= 400) {
			throw new N8nRestError(reasonIn(response.data), response.status, `${method} ${path}`);
		}
		return unwrapped(response.data) as Result;
	}

	private async request(method: Method, path: string, body: unknown): Promise<AxiosResponse<unknown>> {
		try {
			const response = await this.http.request<unknown>({
				method,
				url: path,
				data: body,
				headers: { 'browser-id': this.browserId, ...(this.cookie === undefined ? {} : { cookie: this.cookie }) },
			});
			this.keepCookie(response);
			return response;
		} catch (error) {
			const reason = error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
			throw new N8nUnreachable(`n8n at ${this.baseUrl} did not answer ${method} ${path}: ${reason}. Is it running?`);
		}
	}

	private keepCookie(response: AxiosResponse<unknown>): void {
		const set = response.headers['set-cookie']?.find((line) => line.startsWith('n8n-auth='));
		if (set !== undefined) this.cookie = set.split(';')[0];
	}
}

/** n8n wraps answers as `{data}`, but sends lists that come with a count as `{count, data}` and files bare. */
function unwrapped(body: unknown): unknown {
	const onlyData = isRecord(body) && 'data' in body && Object.keys(body).length === 1;
	return onlyData ? body.data : body;
}

function reasonIn(body: unknown): string {
	if (isRecord(body) && typeof body.message === 'string') return body.message;
	return typeof body === 'string' && body !== '' ? body.slice(0, 500) : 'n8n gave no reason.';
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
