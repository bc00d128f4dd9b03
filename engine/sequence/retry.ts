/** How long to wait before a step is tried again. */
import type { Reason } from './reason';

const FIRST_MS = 6_000;
const LONGEST_MS = 15 * 60_000;

/** Meta's per-user cap on marketing, error 131049: at least 24 hours (Meta: templates/marketing-templates/per-user-limits). */
export const NEXT_DAY_MS = 24 * 60 * 60_000;

/** Token, permission, payment: nothing goes through until somebody mends it, so ask again at ease. */
export const ACCOUNT_PAUSE_MS = 10 * 60_000;

/** A step that Meta's cap on marketing holds back is tried once a day for so long, and then given up. */
export const LONGEST_CAPPED_MS = 7 * NEXT_DAY_MS;

/** So long an outage of Meta's uses up no attempts; a step that still finds none after it has a fault of its own. */
export const LONGEST_OUTAGE_MS = NEXT_DAY_MS;

const HOUR_MS = 60 * 60_000;
const OUTAGE_FIRST_MS = 30_000;

/**
 * When an account of which nothing went through is tried again: after as long as it has lasted, within bounds. An outage
 * passes by itself; a token, a payment or a restriction has to be mended by a person.
 *
 * @param lastedMs since when nothing goes through, in milliseconds
 */
export function holdPauseMs(reason: Reason, lastedMs: number): number {
	const [least, most] = reason === 'meta_unavailable' ? [OUTAGE_FIRST_MS, LONGEST_MS] : [ACCOUNT_PAUSE_MS, HOUR_MS];
	return Math.min(most, Math.max(least, lastedMs));
}

/**
 * When a step is tried again for which Meta was out of order: likewise after as long as that has lasted.
 *
 * @param spread from 0 to 1, as in retryPauseMs
 */
export function outagePauseMs(lastedMs: number, spread: number): number {
	return Math.round(Math.min(LONGEST_MS, Math.max(FIRST_MS, lastedMs)) * (1 + spread / 2));
}

/**
 * A step that waits for a value of the contact, or for its template (Meta's pauses last three hours or more): often
 * enough for a text of the same day, and no load for a thousand.
 */
export const HOLD_MS = 60 * 60_000;

/**
 * Milliseconds until the next attempt, after the attempt with this number (from 1) failed: 6 s, 24 s, 96 s, 6.4
 * minutes, then 15 minutes, and up to half as much again, so that a thousand failing together do not come back
 * together. Six seconds and the factor of four are what Meta asks for between messages to one person (code 131056).
 *
 * @param spread from 0 to 1: by chance, or a stable fraction of an enrollment's id where the answer has to be the same each time
 */
export function retryPauseMs(attempt: number, spread: number): number {
	const full = Math.min(FIRST_MS * 4 ** Math.max(0, attempt - 1), LONGEST_MS);
	return Math.round(full * (1 + spread / 2));
}
