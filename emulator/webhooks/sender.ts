import type { Clock } from '../clock';
import { asObject, asText, metaJson, type Json, type JsonObject } from '../json';
import { signatureOf } from './signature';
import type { CallbackRegistry } from './registry';
import type { Transport } from './transport';

/** One change of one field; several may share a POST. */
export interface Change {
	field: string;
	value: JsonObject;
}

/** What a POST is about; `redeliver` chooses by it. */
export type WebhookKind = 'statuses' | 'messages' | 'other';

/** How the first attempt went: an HTTP status, 0 without an answer, and why when nothing was posted. */
export interface Delivery {
	status: number;
	/** False when there was nowhere to post to. */
	posted: boolean;
	reason?: string;
}

interface Posted {
	kind: WebhookKind;
	field: string;
	/** Whose changes they are; empty for those of the whole account. */
	phoneNumberId: string;
	body: Buffer;
}

/** How many POSTs are kept to be sent again by the control path. */
const HISTORY = 5_000;

export interface SenderOptions {
	businessAccountId: string;
	appSecret: string;
	redeliveryStartMs: number;
	redeliveryCapMs: number;
}

/**
 * Posts signed webhooks to the callback in force. What is not answered 200 is posted again, later and
 * later, until it is; each body waits on its own, so one that fails does not hold up the next.
 * Source: D/webhooks/overview (Meta gives up after 7 days; the emulator does not live that long).
 */
export class WebhookSender {
	private history: Posted[] = [];
	private readonly waiting = new Map<Posted, () => void>();
	private posts = 0;
	private redeliveries = 0;
	private answers = new Map<number, number>();
	/** Moves on with every reset, so that attempts under way then are not tried again. */
	private generation = 0;

	constructor(
		private readonly transport: Transport,
		private readonly registry: CallbackRegistry,
		private readonly clock: Clock,
		private readonly options: SenderOptions,
	) {}

	/** Posts the changes of one field of one number as one body; answers once the first attempt has been answered. */
	async deliver(kind: WebhookKind, field: string, changes: Change[], times = 1, parallel = false): Promise<Delivery[]> {
		const phoneNumberId = asText(asObject(changes[0]?.value.metadata).phone_number_id) ?? '';
		const target = this.registry.target(field, phoneNumberId);
		if (target.url === undefined) return Array.from({ length: times }, () => ({ status: 0, posted: false, reason: target.reason }));
		const posted: Posted = { kind, field, phoneNumberId, body: this.bodyOf(field, changes) };
		this.history.push(posted);
		if (this.history.length > HISTORY) this.history.splice(0, this.history.length - HISTORY);
		return this.repeat(posted, times, parallel);
	}

	/** Posts old bodies again, byte for byte; answers how many and with what result. */
	async redeliver(kind: WebhookKind | 'all', reversed: boolean): Promise<Delivery[]> {
		const chosen = this.history.filter((posted) => kind === 'all' || posted.kind === kind);
		if (reversed) chosen.reverse();
		const results: Delivery[] = [];
		for (const posted of chosen) results.push(await this.firstAttempt(posted));
		return results;
	}

	get pending(): number {
		return this.waiting.size;
	}

	/** What receivers answered. 401 and 403 are what a failed signature check looks like from here. */
	stats(): JsonObject {
		return {
			posts: this.posts,
			redeliveries: this.redeliveries,
			answers: Object.fromEntries([...this.answers].map(([status, times]) => [status === 0 ? 'unreachable' : String(status), times])),
			signatureFailures: (this.answers.get(401) ?? 0) + (this.answers.get(403) ?? 0),
			pending: this.pending,
		};
	}

	/** Forgets what was posted and what still waits. */
	reset(): void {
		this.generation += 1;
		for (const cancel of this.waiting.values()) cancel();
		this.waiting.clear();
		this.history = [];
		this.posts = 0;
		this.redeliveries = 0;
		this.answers = new Map();
	}

	private bodyOf(field: string, changes: Change[]): Buffer {
		const entry: JsonObject = {
			id: this.options.businessAccountId,
			// Meta leaves `time` out for messages and sends it, in seconds, with most other fields.
			...(field === 'messages' ? {} : { time: Math.floor(this.clock.now() / 1_000) }),
			changes: changes.map((change) => ({ value: change.value, field: change.field })) as Json[],
		};
		return Buffer.from(metaJson({ object: 'whatsapp_business_account', entry: [entry] }), 'ascii');
	}

	private async repeat(posted: Posted, times: number, parallel: boolean): Promise<Delivery[]> {
		if (parallel) return Promise.all(Array.from({ length: times }, () => this.firstAttempt(posted)));
		const results: Delivery[] = [];
		for (let copy = 0; copy < times; copy += 1) results.push(await this.firstAttempt(posted));
		return results;
	}

	private async firstAttempt(posted: Posted): Promise<Delivery> {
		const generation = this.generation;
		const delivery = await this.attempt(posted);
		if (delivery.status !== 200 && generation === this.generation) this.tryLater({ ...posted }, 0);
		return delivery;
	}

	private tryLater(posted: Posted, attempt: number): void {
		const { redeliveryStartMs, redeliveryCapMs } = this.options;
		const wait = Math.min(redeliveryStartMs * 2 ** attempt, redeliveryCapMs);
		const generation = this.generation;
		const cancel = this.clock.after(wait, () => {
			void this.attempt(posted).then((delivery) => {
				if (generation !== this.generation) return;
				if (delivery.posted) this.redeliveries += 1;
				this.waiting.delete(posted);
				if (delivery.status !== 200) this.tryLater(posted, attempt + 1);
			});
		});
		this.waiting.set(posted, cancel);
	}

	private async attempt(posted: Posted): Promise<Delivery> {
		// The callback may have changed since the first attempt: a retry goes to the one in force now.
		const target = this.registry.target(posted.field, posted.phoneNumberId);
		if (target.url === undefined) return { status: 0, posted: false, reason: target.reason };
		const generation = this.generation;
		this.posts += 1;
		const status = await this.transport.post(target.url, posted.body, {
			'Content-Type': 'application/json',
			'User-Agent': 'facebookexternalua',
			'X-Hub-Signature-256': signatureOf(posted.body, this.options.appSecret),
		});
		if (generation === this.generation) this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
		return { status, posted: true, ...(status === 0 ? { reason: 'The callback did not answer.' } : {}) };
	}
}
