/** Instants as the contact's clock shows them, in English whatever the machine speaks. */
import { DateTime } from 'luxon';

const at = (instant: number, zone: string): DateTime => DateTime.fromMillis(instant, { zone, locale: 'en-US' });

/** "Mon 5 Jan, 09:00" */
export function shortTime(instant: number, zone: string): string {
	return at(instant, zone).toFormat('ccc d LLL, HH:mm');
}

/** "Mon 5 Jan 2026, 09:00" */
export function timeWithYear(instant: number, zone: string): string {
	return at(instant, zone).toFormat('ccc d LLL yyyy, HH:mm');
}
