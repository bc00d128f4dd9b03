import type { Clock } from '../clock';
import type { Send } from '../sends';
import { statusChanges, type StatusUpdate } from './payloads';
import type { WebhookSender } from './sender';

/** Most updates in one POST. Source: D/webhooks/overview */
export const MAX_UPDATES_PER_POST = 1_000;

export interface StatusOptions {
	statusDelayMs: number;
	statusBatchMs: number;
	readReceipts: boolean;
}

/**
 * Takes each send from accepted to sent, delivered and read (or to failed), and posts what happened. Updates of one
 * span travel together. The operator can hold them back, turn their order round and delay them.
 */
export class StatusTrack {
	private queue: StatusUpdate[] = [];
	private flushTimer?: () => void;
	private readonly timers = new Set<() => void>();
	private holding = false;
	private reversed = false;
	private extraDelayMs = 0;

	constructor(
		private readonly sender: WebhookSender,
		private readonly clock: Clock,
		private readonly options: StatusOptions,
		/** Called whenever a send's status has moved, before anyone is told. */
		private readonly moved: (send: Send) => void,
	) {}

	/** Starts the life of a send that has just been accepted. */
	begin(send: Send): void {
		if (send.failure) return this.steps(send, ['failed']);
		const read = this.options.readReceipts && !send.contact.noReadReceipts && send.type !== 'reaction';
		// Of a reaction only `sent` is reported. Source: D/messages/reaction-messages
		if (send.type === 'reaction') return this.steps(send, ['sent']);
		this.steps(send, read ? ['sent', 'delivered', 'read'] : ['sent', 'delivered']);
	}

	get held(): number {
		return this.queue.length;
	}

	hold(): void {
		this.holding = true;
	}

	/** Ends the hold and posts what has gathered. */
	async release(): Promise<void> {
		this.holding = false;
		await this.flush();
	}

	/** Whether statuses go out last first, each in a POST of its own. */
	reverse(on: boolean): void {
		this.reversed = on;
	}

	/** Milliseconds every POST of statuses waits on top. */
	delay(ms: number): void {
		this.extraDelayMs = ms;
	}

	get isHolding(): boolean {
		return this.holding;
	}

	get isReversed(): boolean {
		return this.reversed;
	}

	reset(): void {
		for (const cancel of this.timers) cancel();
		this.timers.clear();
		this.flushTimer?.();
		this.flushTimer = undefined;
		this.queue = [];
		this.holding = false;
		this.reversed = false;
		this.extraDelayMs = 0;
	}

	private steps(send: Send, statuses: Array<StatusUpdate['status']>): void {
		const [status, ...rest] = statuses;
		if (status === undefined) return;
		this.later(this.options.statusDelayMs, () => {
			send.status = status;
			this.moved(send);
			this.add({ send, status, at: this.clock.now() });
			this.steps(send, rest);
		});
	}

	private add(update: StatusUpdate): void {
		this.queue.push(update);
		if (this.holding || this.flushTimer) return;
		// Turned round, a span must be long enough to hold a whole life, or there is nothing to turn.
		const span = this.options.statusBatchMs + (this.reversed ? 3 * this.options.statusDelayMs : 0);
		this.flushTimer = this.clock.after(span, () => {
			this.flushTimer = undefined;
			if (!this.holding) void this.flush();
		});
	}

	private async flush(): Promise<void> {
		const updates = this.queue;
		this.queue = [];
		if (updates.length === 0) return;
		if (this.extraDelayMs > 0) {
			this.later(this.extraDelayMs, () => void this.post(updates));
			return;
		}
		await this.post(updates);
	}

	private async post(updates: StatusUpdate[]): Promise<void> {
		if (this.reversed) {
			for (const update of [...updates].reverse()) await this.postTogether([update]);
			return;
		}
		const chunks: StatusUpdate[][] = [];
		for (let start = 0; start < updates.length; start += MAX_UPDATES_PER_POST) {
			chunks.push(updates.slice(start, start + MAX_UPDATES_PER_POST));
		}
		await Promise.all(chunks.map((chunk) => this.postTogether(chunk)));
	}

	/** One POST for each number that sent. */
	private async postTogether(updates: StatusUpdate[]): Promise<void> {
		for (const from of new Set(updates.map(({ send }) => send.from))) {
			await this.sender.deliver('statuses', 'messages', statusChanges(from, updates.filter(({ send }) => send.from === from)));
		}
	}

	private later(ms: number, task: () => void): void {
		const cancel = this.clock.after(ms, () => {
			this.timers.delete(cancel);
			task();
		});
		this.timers.add(cancel);
	}
}
