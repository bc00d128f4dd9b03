/**
 * The speed at which messages leave, for all executions of the process together: Meta takes so many a second from
 * one number (80 unless upgraded, Meta: throughput) and answers 130429 to the rest.
 */
import { DEFAULT_PER_SECOND, intervalOf, ONE_REFUSAL_MS, recovered, slowed } from '../whatsapp/throughput';
import { systemTimers, type Timers } from './timers';

/** How far departures may lag behind their schedule and still be made up for: timers are late by some milliseconds. */
export const CATCH_UP_MS = 15;

/** What a batch needs of a pace. */
export interface Departing {
	/** The number's limit. */
	readonly perSecond: number;
	/** Resolves with true when one message may leave, first come first served; with false once the signal aborts. */
	take(signal?: AbortSignal): Promise<boolean>;
	/** Meta refused a message for its throughput (130429). */
	slowDown(): void;
}

/**
 * Departures on a schedule of one per interval, without bursts: in W milliseconds no more than
 * 1 + (W + CATCH_UP_MS) / interval leave. So in no second more than the limit arrive as long as the ways to Meta
 * differ by less than the spare time (whatsapp/throughput) - CATCH_UP_MS. What an idle or blocked process missed is gone.
 */
export class Pace implements Departing {
	/** Messages a second at present: the limit, or less after Meta has refused some. */
	private rate: number;
	private ratedAt: number;
	private nextAt: number;
	private slowedAt = Number.NEGATIVE_INFINITY;
	private waiting: Array<(mayLeave: boolean) => void> = [];
	private alarmSet = false;

	constructor(
		readonly perSecond: number = DEFAULT_PER_SECOND,
		private readonly timers: Timers = systemTimers,
	) {
		this.rate = perSecond;
		this.ratedAt = timers.now();
		this.nextAt = timers.now();
	}

	/**
	 * Meta refused a message for its throughput (130429): the number may less than was thought (20 a second where
	 * the phone app is in use too), or others send from it. A third is taken off, once for all refusals of a second.
	 */
	slowDown(): void {
		const now = this.timers.now();
		this.recover(now);
		if (now - this.slowedAt < ONE_REFUSAL_MS) return;
		this.slowedAt = now;
		this.rate = slowed(this.rate);
	}

	private recover(now: number): void {
		this.rate = recovered(this.rate, this.perSecond, now - this.ratedAt);
		this.ratedAt = now;
	}

	private get intervalMs(): number {
		return intervalOf(this.rate);
	}

	/** Resolves with true when one message may leave, first come first served; with false once the signal aborts. */
	async take(signal?: AbortSignal): Promise<boolean> {
		if (signal?.aborted) return false;
		if (this.waiting.length === 0 && this.dueInMs() <= 0) {
			this.depart();
			return true;
		}
		return await new Promise<boolean>((resolve) => {
			const giveUp = () => {
				this.waiting = this.waiting.filter((one) => one !== done);
				resolve(false);
			};
			const done = (mayLeave: boolean) => {
				signal?.removeEventListener('abort', giveUp);
				resolve(mayLeave);
			};
			signal?.addEventListener('abort', giveUp, { once: true });
			this.waiting.push(done);
			this.setAlarm();
		});
	}

	private setAlarm(): void {
		if (this.alarmSet || this.waiting.length === 0) return;
		this.alarmSet = true;
		this.timers.after(Math.max(1, Math.ceil(this.dueInMs())), () => {
			this.alarmSet = false;
			while (this.waiting.length > 0 && this.dueInMs() <= 0) {
				this.depart();
				this.waiting.shift()?.(true);
			}
			this.setAlarm();
		});
	}

	private dueInMs(): number {
		const now = this.timers.now();
		this.recover(now);
		// The machine's clock may be set back.
		this.nextAt = Math.min(this.nextAt, now + this.intervalMs);
		return this.nextAt - now;
	}

	private depart(): void {
		this.nextAt = Math.max(this.nextAt, this.timers.now() - CATCH_UP_MS) + this.intervalMs;
	}
}

const shared = new Map<string, Pace>();

/**
 * The pace of a business number in this process; `key` names the number. Without `perSecond` it stays as it is,
 * 80 a second at first.
 */
export function sharedPace(key: string, perSecond?: number): Pace {
	const known = shared.get(key);
	if (known && (perSecond === undefined || known.perSecond === perSecond)) return known;
	const pace = new Pace(perSecond);
	shared.set(key, pace);
	return pace;
}
