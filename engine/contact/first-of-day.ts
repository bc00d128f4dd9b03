/** Whether a message is the first that somebody writes on a day of theirs. */
import { DateTime } from 'luxon';

/**
 * @param times UTC milliseconds of the message and of the latest one before it
 * @param zone IANA name of the zone by which the days are counted
 */
export function isFirstOfDay({ before, at }: { before: number; at: number }, zone: string): boolean {
	return before < DateTime.fromMillis(at, { zone }).startOf('day').toMillis();
}
