/** Writes results to the store in groups, while other messages are still under way. */
import type { AccountStore, SendOutcome } from '../store/contract';
import type { Permitted } from './permit-feed';
import type { BatchResult } from './prepared-send';
import { sleep, type Timers } from './timers';

/** A group is written when it has so many results, or when its first one has waited so long (milliseconds). */
const GROUP = 50;
const LONGEST_WAIT_MS = 200;
/** A busy database gets three more chances: a result that is not written leaves its message unconfirmed. */
const RETRY_PAUSES_MS = [250, 1_000, 4_000];

interface Result {
	permitted: Permitted;
	outcome: SendOutcome;
}

export class ResultWriter {
	private pending: Result[] = [];
	private cancelAlarm: (() => void) | null = null;
	private writing: Promise<void> | null = null;
	private broken: { error: unknown } | null = null;

	constructor(
		private readonly store: Pick<AccountStore, 'settleSends'>,
		private readonly results: BatchResult[],
		private readonly timers: Timers,
	) {}

	/** Set once a group could not be written: nothing more should be posted. */
	get failure(): { error: unknown } | null {
		return this.broken;
	}

	add(permitted: Permitted, outcome: SendOutcome): void {
		this.pending.push({ permitted, outcome });
		if (this.pending.length >= GROUP) this.start();
		else this.cancelAlarm ??= this.timers.after(LONGEST_WAIT_MS, () => this.start());
	}

	/** Resolves when everything added so far has been written or given up. */
	async drain(): Promise<void> {
		this.start();
		while (this.writing) await this.writing;
	}

	private start(): void {
		this.cancelAlarm?.();
		this.cancelAlarm = null;
		// One group at a time: what comes meanwhile makes the next one, which so grows with the load.
		this.writing ??= this.writeAll().finally(() => (this.writing = null));
	}

	private async writeAll(): Promise<void> {
		while (this.pending.length > 0) {
			const group = this.pending;
			this.pending = [];
			await this.write(group);
		}
	}

	private async write(group: Result[]): Promise<void> {
		const settlements = group.map(({ permitted, outcome }) => ({ sendId: permitted.permit.sendId, outcome }));
		const pauses = this.broken ? [] : RETRY_PAUSES_MS;
		for (let attempt = 0; ; attempt++) {
			try {
				const settled = await this.store.settleSends(settlements, this.timers.now());
				group.forEach(({ permitted: { index, permit }, outcome }, position) => {
					this.results[index] = { kind: 'settled', permit, outcome, settled: settled[position] };
				});
				return;
			} catch (error) {
				if (attempt >= pauses.length) return this.giveUp(group, error);
			}
			await sleep(this.timers, pauses[attempt]);
		}
	}

	private giveUp(group: Result[], error: unknown): void {
		this.broken ??= { error };
		for (const { permitted, outcome } of group) {
			this.results[permitted.index] = { kind: 'unrecorded', permit: permitted.permit, outcome, error };
		}
	}
}
