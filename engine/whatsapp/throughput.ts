/**
 * How fast a number may send (Meta: throughput): 80 messages a second, 1,000 once Meta has upgraded it, 20 where the
 * phone app is in use too. A refusal (130429) tells that less goes through at present; then it comes back by and by.
 */

export const DEFAULT_PER_SECOND = 80;
export const UPGRADED_PER_SECOND = 1_000;

/** What is left of the speed after a refusal. */
const SLOWER = 2 / 3;
/** Part of the full speed that comes back in a second: a minute from two thirds to all. */
const RECOVERED_PER_SECOND = 1 / 180;
/** Refusals of one second count once. */
export const ONE_REFUSAL_MS = 1_000;

/**
 * The messages of one second leave over this many milliseconds more: 76.2 a second for a limit of 80. Meta counts
 * arrivals, and a message that was held up arrives together with later ones.
 */
const SPARE_MS = 50;

/** Messages a second after `elapsedMs` without a refusal. */
export function recovered(rate: number, limit: number, elapsedMs: number): number {
	return Math.min(limit, rate + (Math.max(0, elapsedMs) / 1000) * limit * RECOVERED_PER_SECOND);
}

export function slowed(rate: number): number {
	return Math.max(1, rate * SLOWER);
}

/** Milliseconds between two departures. */
export function intervalOf(rate: number): number {
	return (1000 + SPARE_MS) / rate;
}
