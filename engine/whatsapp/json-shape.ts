/** Reading JSON of unknown shape: each answers what is there, or nothing, and never throws. */

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is something else. */
export function record(value: unknown): JsonRecord {
	return isRecord(value) ? value : {};
}

/** The objects of a list; whatever else stands between them is passed over. */
export function records(value: unknown): JsonRecord[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Text, or a number written out (Meta's ids come as both); empty when it is neither. */
export function text(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** First of the values that has text. */
export function firstText(...values: unknown[]): string {
	for (const value of values) {
		const found = text(value);
		if (found !== '') return found;
	}
	return '';
}

/** The last instant that every date formatter takes: the end of the year 9999. */
const LAST_INSTANT = 253_402_300_799_999;
/** Meta counts in seconds; a number this large can only be milliseconds (as seconds it is the year 5138). */
const SMALLEST_MILLISECONDS = 100_000_000_000;

/** Meta's timestamps, seconds as text or number, as an instant in milliseconds; null when it is none. */
export function instant(value: unknown): number | null {
	const seconds = typeof value === 'string' && /^\s*\d{1,16}(\.\d+)?\s*$/.test(value) ? Number(value) : value;
	if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return null;
	const at = Math.floor(seconds < SMALLEST_MILLISECONDS ? seconds * 1000 : seconds);
	return at <= LAST_INSTANT ? at : null;
}
