import { DEFAULT_OPTIONS, type EmulatorOptions } from '../../../emulator/options';
import { control } from '../../../emulator/control/router';
import { GraphError } from '../../../emulator/errors';
import { graph } from '../../../emulator/graph/router';
import type { Answer, Call } from '../../../emulator/http/request';
import type { Clock } from '../../../emulator/clock';
import { asObject, type JsonObject } from '../../../emulator/json';
import type { Transport } from '../../../emulator/webhooks/transport';
import { createWorld, type World } from '../../../emulator/world';

/** Lets everything that waits for a promise, and nothing that waits for a clock, run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
	private time = 1_750_000_000_000;
	private tasks: Array<{ at: number; task: () => void }> = [];

	now(): number {
		return this.time;
	}

	after(ms: number, task: () => void): () => void {
		const entry = { at: this.time + ms, task };
		this.tasks.push(entry);
		return () => {
			this.tasks = this.tasks.filter((other) => other !== entry);
		};
	}

	/** Moves on and runs, in order, what falls due on the way. */
	async advance(ms: number): Promise<void> {
		const end = this.time + ms;
		for (;;) {
			const next = this.tasks.filter((entry) => entry.at <= end).sort((one, other) => one.at - other.at)[0];
			if (!next) break;
			this.tasks = this.tasks.filter((entry) => entry !== next);
			this.time = Math.max(this.time, next.at);
			next.task();
			await settle();
		}
		this.time = end;
		await settle();
	}
}

export interface PostedWebhook {
	url: string;
	raw: string;
	body: JsonObject;
	signature: string;
	at: number;
}

/** The business's server: echoes challenges and answers webhooks as told. */
export class FakeReceiver implements Transport {
	posts: PostedWebhook[] = [];
	handshakes: Array<{ url: string; query: Record<string, string> }> = [];
	/** Answers to come, then 200 for ever. */
	answers: number[] = [];
	/** Chooses an answer by what is posted; before `answers`. */
	answerTo?: (post: PostedWebhook) => number | undefined;
	/** Another answer to handshakes than the challenge. */
	handshakeAnswer?: { status: number; body: string };

	constructor(private readonly clock: Clock) {}

	async post(url: string, body: Buffer, headers: Record<string, string>): Promise<number> {
		const raw = body.toString('utf8');
		const post = { url, raw, body: JSON.parse(raw) as JsonObject, signature: headers['X-Hub-Signature-256'], at: this.clock.now() };
		this.posts.push(post);
		return this.answerTo?.(post) ?? this.answers.shift() ?? 200;
	}

	async get(url: string, query: Record<string, string>): Promise<{ status: number; body: string }> {
		this.handshakes.push({ url, query });
		return this.handshakeAnswer ?? { status: 200, body: query['hub.challenge'] };
	}

	close(): void {}

	/** Every change that has been posted, in order. */
	changes(field = 'messages'): JsonObject[] {
		return this.posts.flatMap((post) => changesOf(post.body).filter((change) => change.field === field).map((change) => asObject(change.value)));
	}

	/** `[wamid, status]` of every status that has been posted, in order. */
	statuses(): Array<[string, string]> {
		return this.changes().flatMap((value) => (Array.isArray(value.statuses) ? value.statuses : []).map((status) => {
			const { id, status: name } = asObject(status);
			return [String(id), String(name)] as [string, string];
		}));
	}
}

export function changesOf(body: JsonObject): JsonObject[] {
	const entries = Array.isArray(body.entry) ? body.entry.map(asObject) : [];
	return entries.flatMap((entry) => (Array.isArray(entry.changes) ? entry.changes.map(asObject) : []));
}

export const CALLBACK = 'http://127.0.0.1:5678/webhook/whatsapp';
export const CUSTOMER = '16505551234';

export interface Bench {
	world: World;
	clock: FakeClock;
	receiver: FakeReceiver;
	/** A Graph call; refusals come back as answers. */
	call(method: string, path: string, body?: JsonObject, token?: string): Promise<Answer & { body: JsonObject }>;
	/** `POST /{PNID}/messages` with the envelope filled in; the answer's status and code (0 when accepted). */
	send(message: JsonObject): Promise<{ status: number; code: number; details: string; body: JsonObject }>;
	control(method: string, path: string, body?: JsonObject): Promise<JsonObject>;
	appToken: string;
}

/** An emulator without a socket and without time of its own; subscribed unless told not to be. */
export function startBench(options: Partial<EmulatorOptions> = {}, subscribed = true): Bench {
	const clock = new FakeClock();
	const receiver = new FakeReceiver(clock);
	const world = createWorld({ ...DEFAULT_OPTIONS, ...options }, clock, receiver);
	world.baseUrl = 'http://127.0.0.1:9080';
	const { account } = world.options;
	if (subscribed) {
		world.registry.subscribeApp({ callbackUrl: CALLBACK, fields: ['messages', 'user_preferences'], includeValues: true });
		world.registry.subscribeWaba(undefined);
	}
	const bench: Bench = {
		world,
		clock,
		receiver,
		appToken: `${account.appId}|${account.appSecret}`,
		async call(method, path, body = {}, token = account.accessToken) {
			try {
				const answer = await graph(world, callOf(method, path, body, token));
				return { ...answer, body: answer.body as JsonObject };
			} catch (error) {
				if (error instanceof GraphError) return { status: error.status, body: error.toBody() };
				throw error;
			}
		},
		async send(message) {
			const envelope = { messaging_product: 'whatsapp', to: '+' + CUSTOMER, ...message };
			const { status, body } = await bench.call('POST', `/${account.phoneNumberId}/messages`, envelope);
			const error = asObject(body.error);
			return { status, code: Number(error.code ?? 0), details: String(asObject(error.error_data).details ?? error.message ?? ''), body };
		},
		async control(method, path, body = {}) {
			const answer = await control(world, callOf(method, path, body, ''));
			return answer?.body as JsonObject;
		},
	};
	return bench;
}

function callOf(method: string, path: string, body: JsonObject, token: string): Call {
	const url = new URL(path, 'http://127.0.0.1');
	return {
		method,
		path: url.pathname,
		segments: url.pathname.split('/').filter(Boolean),
		query: url.searchParams,
		headers: token ? { authorization: `Bearer ${token}` } : {},
		raw: Buffer.from(JSON.stringify(body)),
		params: { ...Object.fromEntries(url.searchParams), ...body },
	};
}

/** A template message of the demo's `promo_welcome`. */
export function welcome(parameters: JsonObject[] = [{ type: 'text', text: 'Ada' }], more: JsonObject[] = []): JsonObject {
	return {
		type: 'template',
		template: { name: 'promo_welcome', language: { code: 'en' }, components: [{ type: 'body', parameters }, ...more] },
	};
}

export const HELLO: JsonObject = { type: 'text', text: { body: 'Hello' } };
