/** When a limited-time offer ends, as people write it. */
import { DateTime } from 'luxon';

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const SPAN = /^(\d+(?:\.\d+)?)\s*(minute|hour|day)s?$/i;
/** Numbers from here on are instants in UNIX milliseconds (1973); smaller ones are a mistake. */
const FIRST_INSTANT = 100_000_000_000;

/**
 * An instant in UTC milliseconds, or null for a text that tells none. Taken are a span from now ("48 hours"), UNIX
 * milliseconds, and ISO 8601; without a zone it is read as UTC.
 */
export function offerEnd(text: string, now: number): number | null {
	const span = SPAN.exec(text);
	if (span) return Math.round(now + Number(span[1]) * UNIT_MS[span[2].toLowerCase()]);
	if (/^\d+$/.test(text)) return Number(text) >= FIRST_INSTANT ? Number(text) : null;
	const time = DateTime.fromISO(text, { zone: 'utc' });
	return time.isValid ? time.toMillis() : null;
}
