/**
 * Tells where a long batch stands while it is on its way: to the store, for whoever looks at it, and to the execution.
 * It counts what passes through the store, so it knows what is on disk and nothing else.
 */
import type { AccountStore, BatchProgress } from '../store/contract';
import { progressOf } from '../store/operations/sending/batch-progress';
import type { Timers } from './timers';

/** Shorter batches are over before anybody looks. */
const TELL_EVERY_MS = 2_000;

export type ReportStore = Pick<AccountStore, 'beginSends' | 'settleSends' | 'noteBatch' | 'batchEnded'>;

export interface ReportedBatch {
	id: string;
	sequenceId: string | null;
	node: string;
	of: number;
}

export class BatchReport {
	private done = 0;
	private sent = 0;
	private told = false;
	private cancel: () => void = () => undefined;
	private telling: Promise<void> = Promise.resolve();
	private readonly beganAt: number;

	constructor(
		private readonly batch: ReportedBatch,
		private readonly store: ReportStore,
		private readonly timers: Timers,
		private readonly show: (progress: BatchProgress) => void,
	) {
		this.beganAt = timers.now();
		this.later();
	}

	/** The store as the batch is to use it. */
	get counting(): Pick<AccountStore, 'beginSends' | 'settleSends'> {
		const { store } = this;
		return {
			beginSends: async (requests, now) => {
				const permits = await store.beginSends(requests, now);
				this.done += permits.filter(({ allowed }) => !allowed).length;
				return permits;
			},
			settleSends: async (settlements, now) => {
				const settled = await store.settleSends(settlements, now);
				this.done += settled.length;
				this.sent += settled.filter(({ reason }) => reason === 'sent').length;
				return settled;
			},
		};
	}

	/** The batch is over; what it took stays with the caller. */
	async end(): Promise<BatchProgress> {
		this.cancel();
		await this.telling;
		// A store that fails has made itself heard by the messages.
		if (this.told) await this.store.batchEnded(this.batch.id, this.timers.now()).catch(() => undefined);
		return this.progress();
	}

	private later(): void {
		this.cancel = this.timers.after(TELL_EVERY_MS, () => {
			this.telling = this.tell();
			this.later();
		});
	}

	private async tell(): Promise<void> {
		const progress = this.progress();
		this.show(progress);
		this.told = true;
		const { id, sequenceId, node, of, done, sent, beganAt, seenAt } = progress;
		await this.store.noteBatch({ id, sequenceId, node, of, done, sent, beganAt, seenAt }).catch(() => undefined);
	}

	private progress(): BatchProgress {
		return progressOf({ ...this.batch, done: this.done, sent: this.sent, beganAt: this.beganAt, seenAt: this.timers.now() });
	}
}
