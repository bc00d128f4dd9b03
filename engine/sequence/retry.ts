/** How long to wait before a step is tried again. */

const FIRST_MS = 6_000;
const LONGEST_MS = 15 * 60_000;

/** Meta's per-user cap on marketing, error 131049: at least 24 hours (Meta: templates/marketing-templates/per-user-limits). */
export const NEXT_DAY_MS = 24 * 60 * 60_000;

/** Token, permission, payment: nothing goes through until somebody mends it, so ask again at ease. */
export const ACCOUNT_PAUSE_MS = 10 * 60_000;

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
