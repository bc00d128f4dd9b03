/** Asks the store for permits, a chunk ahead of the posting. */
import { StoreRefusal, StoreUnavailable, type AccountStore, type SendPermit } from '../store/contract';
import type { BatchResult, PreparedSend } from './prepared-send';

export type AllowedPermit = Extract<SendPermit, { allowed: true }>;

/** A send whose `sending` row is on disk: it must be posted or settled. */
export interface Permitted {
	index: number;
	send: PreparedSend;
	permit: AllowedPermit;
}

/**
 * Hands out permitted sends in the order of the batch. Only a small chunk is marked as `sending` ahead of its
 * POST, because each of them is left unconfirmed when the process is killed.
 */
export class PermitFeed {
	private readonly ready: Permitted[] = [];
	private position = 0;
	private loading: Promise<void> | null = null;
	/** Set when the store failed; the rest of the batch is not begun any more. */
	private broken: { error: unknown } | null = null;

	constructor(
		private readonly store: Pick<AccountStore, 'beginSends'>,
		private readonly sends: readonly PreparedSend[],
		private readonly results: BatchResult[],
		private readonly chunk: number,
		private readonly now: () => number,
	) {}

	/** The next send that may leave, or null when there is none left. */
	async next(): Promise<Permitted | null> {
		for (;;) {
			if (!this.loading && this.position < this.sends.length && this.ready.length <= this.chunk / 2) {
				this.loading = this.load().finally(() => (this.loading = null));
			}
			const one = this.ready.shift();
			if (one) return one;
			if (!this.loading) return null;
			await this.loading;
		}
	}

	/** Begins nothing more: the rest of the batch fails with this error. */
	abandon(error: unknown): void {
		this.broken ??= { error };
	}

	private async load(): Promise<void> {
		const from = this.position;
		const chunk = this.sends.slice(from, from + this.chunk);
		this.position += chunk.length;
		if (this.broken) return this.fail(from, chunk.length, this.broken.error);
		try {
			this.takeOver(from, await this.begin(chunk));
		} catch (error) {
			if (error instanceof StoreRefusal && !(error instanceof StoreUnavailable)) return await this.oneByOne(from, chunk);
			this.abandon(error);
			this.fail(from, chunk.length, error);
		}
	}

	/** The store refuses a batch as a whole; one contact it does not know must not keep the others back. */
	private async oneByOne(from: number, chunk: readonly PreparedSend[]): Promise<void> {
		for (const [offset, send] of chunk.entries()) {
			try {
				this.takeOver(from + offset, await this.begin([send]));
			} catch (error) {
				this.fail(from + offset, 1, error);
			}
		}
	}

	private begin(chunk: readonly PreparedSend[]): Promise<SendPermit[]> {
		return this.store.beginSends(chunk.map(({ request }) => request), this.now());
	}

	private takeOver(from: number, permits: SendPermit[]): void {
		permits.forEach((permit, offset) => {
			const index = from + offset;
			if (permit.allowed) this.ready.push({ index, send: this.sends[index], permit });
			else this.results[index] = { kind: 'denied', permit };
		});
	}

	private fail(from: number, count: number, error: unknown): void {
		for (let index = from; index < from + count; index++) this.results[index] = { kind: 'failed', error };
	}
}
