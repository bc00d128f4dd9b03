/**
 * The pace of a number from which several processes send. Departures are reserved in the store, a quarter of a second's
 * worth at most and no more than is wanted, and the next ones while the last are still leaving.
 */
import type { AccountStore, Departures } from '../store/contract';
import { intervalOf } from '../whatsapp/throughput';
import { CATCH_UP_MS, type Departing } from './pace';
import { systemTimers, type Timers } from './timers';

/** Part of a second that is reserved at once: what a process reserves and does not use is lost to the others. */
const RESERVED_PART = 4;

export type PaceStore = Pick<AccountStore, 'reserveDepartures' | 'slowPace'>;

/** One batch's access to the pace; `done` gives back what it had announced and not used. */
export interface BatchPace extends Departing {
	done(): void;
}

export class SharedPace {
	private departures: number[] = [];
	private reserving: Promise<void> | null = null;
	private queue: Promise<unknown> = Promise.resolve();
	/** Messages that running batches still want to send. */
	private wanted = 0;
	private lastAt = 0;

	constructor(
		private readonly store: PaceStore,
		readonly perSecond: number,
		private readonly timers: Timers = systemTimers,
		private readonly report: (error: unknown) => void = () => undefined,
	) {}

	/** @param messages that this batch is going to send */
	forBatch(messages: number): BatchPace {
		let left = messages;
		this.wanted += left;
		return {
			perSecond: this.perSecond,
			take: async (signal) => {
				const mayLeave = await this.take(signal);
				if (mayLeave && left > 0) {
					left -= 1;
					this.wanted -= 1;
				}
				return mayLeave;
			},
			slowDown: () => void this.store.slowPace(this.perSecond, this.timers.now()).catch(this.report),
			done: () => {
				this.wanted -= left;
				left = 0;
			},
		};
	}

	private async take(signal: AbortSignal | undefined): Promise<boolean> {
		const turn = this.queue.then(() => this.next(signal));
		this.queue = turn;
		return await turn;
	}

	private async next(signal: AbortSignal | undefined): Promise<boolean> {
		while (!signal?.aborted) {
			const at = await this.departure();
			const inMs = at - this.timers.now();
			// As in a pace of one's own, what an idle or blocked process has missed is gone.
			if (inMs < -CATCH_UP_MS) continue;
			if (inMs <= 0 || (await this.wait(inMs, signal))) return true;
			this.departures.unshift(at);
		}
		return false;
	}

	private async departure(): Promise<number> {
		const most = Math.max(1, Math.ceil(this.perSecond / RESERVED_PART));
		if (this.departures.length <= most / 2 && this.departures.length < this.wanted) this.reserve(most);
		while (this.departures.length === 0) {
			this.reserve(most);
			await this.reserving;
		}
		return this.departures.shift()!;
	}

	private reserve(most: number): void {
		const count = Math.max(1, Math.min(most, this.wanted - this.departures.length));
		this.reserving ??= this.ask(count).finally(() => (this.reserving = null));
	}

	private async ask(count: number): Promise<void> {
		const { firstAt, everyMs } = await this.reserved(count);
		for (let n = 0; n < count; n++) this.departures.push(firstAt + n * everyMs);
		this.lastAt = firstAt + count * everyMs;
	}

	/** A store that does not answer is found out by the messages themselves; the pace goes on by its own clock. */
	private async reserved(count: number): Promise<Departures> {
		const now = this.timers.now();
		try {
			return await this.store.reserveDepartures({ perSecond: this.perSecond, count }, now);
		} catch (error) {
			this.report(error);
			return { firstAt: Math.max(now, this.lastAt), everyMs: intervalOf(this.perSecond), count };
		}
	}

	/** False once the signal aborts. */
	private wait(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
		return new Promise((resolve) => {
			const end = (waited: boolean): void => {
				signal?.removeEventListener('abort', giveUp);
				resolve(waited);
			};
			const cancel = this.timers.after(Math.max(1, Math.ceil(ms)), () => end(true));
			const giveUp = (): void => {
				cancel();
				end(false);
			};
			signal?.addEventListener('abort', giveUp, { once: true });
		});
	}
}

const shared = new Map<string, { pace: SharedPace; store: PaceStore }>();

/** The shared pace of a number in this process; `key` names the number and its store. */
export function sharedPaceIn(store: PaceStore, key: string, perSecond: number): SharedPace {
	const known = shared.get(key);
	if (known && known.store === store && known.pace.perSecond === perSecond) return known.pace;
	const pace = new SharedPace(store, perSecond);
	shared.set(key, { pace, store });
	return pace;
}
