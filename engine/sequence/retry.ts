/** How long to wait before a step is tried again. */

const FIRST_MS = 30_000;
const LONGEST_MS = 60 * 60_000;

/** Meta's per-user cap on marketing, error 131049: at least 24 hours (Meta: templates/marketing-templates/per-user-limits). */
export const NEXT_DAY_MS = 24 * 60 * 60_000;

/** Token, permission, payment: nothing goes through until somebody mends it, so ask again at ease. */
export const ACCOUNT_PAUSE_MS = 10 * 60_000;

/**
 * Doubles with every attempt, from half a minute to an hour. Up to a quarter is taken off by a hash of the
 * enrollment's id: a thousand failing together do not come back in the same second, and still the same
 * arguments give the same answer.
 */
export function retryPauseMs(attempt: number, enrollmentId: string): number {
	const full = Math.min(FIRST_MS * 2 ** Math.max(0, attempt - 1), LONGEST_MS);
	return Math.round(full * (1 - fraction(enrollmentId) / 4));
}

/** A stable number from 0 to 1 for a text (FNV-1a). */
function fraction(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return (hash >>> 0) / 0xffffffff;
}
