/** One second, the span throughput is measured over. */
const SECOND_MS = 1_000;

/**
 * How many sends one phone number gets through per second. Source: D/throughput.
 * The span slides, so the limit holds in any one second, not only in those that start on the clock.
 */
export class ThroughputLimit {
	private accepted: number[] = [];
	private first = 0;
	private peak = 0;

	constructor(
		private readonly perSecond: number,
		private readonly now: () => number,
	) {}

	/** Counts one send, or answers false when it is one too many. Refused sends do not count. */
	take(): boolean {
		const now = this.now();
		while (this.first < this.accepted.length && this.accepted[this.first] <= now - SECOND_MS) this.first += 1;
		const inSpan = this.accepted.length - this.first;
		if (inSpan >= this.perSecond) return false;
		if (this.first > 4_096) {
			this.accepted = this.accepted.slice(this.first);
			this.first = 0;
		}
		this.accepted.push(now);
		this.peak = Math.max(this.peak, inSpan + 1);
		return true;
	}

	/** The most sends seen within one second. */
	get peakPerSecond(): number {
		return this.peak;
	}

	reset(): void {
		this.accepted = [];
		this.first = 0;
		this.peak = 0;
	}
}

interface PairState {
	/** When everything sent so far would have been sent at one per interval. */
	paidUntil: number;
	burstStart: number;
	burstCount: number;
}

/**
 * One message per interval from the business number to one contact. A burst borrows: up to `burst` sends
 * within one interval are taken at once, and then nothing is until the borrowed time has passed.
 * Source: D/throughput (pair rate limits): 1 per 6 s, bursts of up to 45.
 */
export class PairLimit {
	private readonly pairs = new Map<string, PairState>();

	constructor(
		private readonly intervalMs: number,
		private readonly burst: number,
		private readonly now: () => number,
	) {}

	/** Counts one send to the contact, or answers false when the contact has had too many. */
	take(contact: string): boolean {
		if (this.intervalMs <= 0) return true;
		const now = this.now();
		const pair = this.pairs.get(contact);
		if (!pair || now >= pair.paidUntil) {
			this.pairs.set(contact, { paidUntil: now + this.intervalMs, burstStart: now, burstCount: 1 });
			return true;
		}
		const inBurst = now - pair.burstStart < this.intervalMs && pair.burstCount < this.burst;
		if (!inBurst) return false;
		pair.burstCount += 1;
		pair.paidUntil += this.intervalMs;
		return true;
	}

	reset(): void {
		this.pairs.clear();
	}
}
