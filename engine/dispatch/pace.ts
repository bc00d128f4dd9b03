/**
 * The speed at which messages leave, for all executions of the process together: Meta takes so many a second from
 * one number (80 unless upgraded, Meta: throughput) and answers 130429 to the rest.
 */
import { systemTimers, type Timers } from './timers';

export const DEFAULT_PER_SECOND = 80;

/**
 * A token bucket, held under the limit in every second and not only on average: what it may hand out at once and
 * what flows in during a second add up to 99.5 % of the limit (2.5 % and 97 %). Tokens that an idle or blocked
 * process missed are gone.
 */
export class Pace {
	private readonly perMs: number;
	private readonly capacity: number;
	private tokens: number;
	private filledAt: number;
	private waiting: Array<(mayLeave: boolean) => void> = [];
	private alarmSet = false;

	constructor(
		readonly perSecond: number = DEFAULT_PER_SECOND,
		private readonly timers: Timers = systemTimers,
	) {
		this.perMs = (perSecond * 0.97) / 1000;
		this.capacity = Math.max(1, perSecond * 0.025);
		this.tokens = this.capacity;
		this.filledAt = timers.now();
	}

	/** Resolves with true when one message may leave, first come first served; with false once the signal aborts. */
	async take(signal?: AbortSignal): Promise<boolean> {
		if (signal?.aborted) return false;
		this.fill();
		if (this.waiting.length === 0 && this.tokens >= 1) {
			this.tokens -= 1;
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
		const ms = Math.max(1, Math.ceil((1 - this.tokens) / this.perMs));
		this.timers.after(ms, () => {
			this.alarmSet = false;
			this.fill();
			while (this.tokens >= 1 && this.waiting.length > 0) {
				this.tokens -= 1;
				this.waiting.shift()?.(true);
			}
			this.setAlarm();
		});
	}

	private fill(): void {
		const now = this.timers.now();
		// The machine's clock may be set back.
		const elapsed = Math.max(0, now - this.filledAt);
		this.tokens = Math.min(this.capacity, this.tokens + elapsed * this.perMs);
		this.filledAt = now;
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
