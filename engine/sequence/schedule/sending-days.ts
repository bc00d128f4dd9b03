/** Days of the contact's calendar on which a sequence sends. */
import type { SequenceDefinition } from '../definition';
import { dayOfDate, weekdayOf } from './clock';

/** The part of a definition that says when messages may leave. */
export type SendingHours = Pick<SequenceDefinition, 'windows' | 'businessDays' | 'holidays'>;

const SATURDAY = 6;

/** A test for days, with the holidays read once. */
export function sendingDays({ businessDays, holidays = [] }: SendingHours): (day: number) => boolean {
	const free = new Set(holidays.map(dayOfDate));
	return (day) => !free.has(day) && (!businessDays || weekdayOf(day) < SATURDAY);
}

/**
 * Days after which the search for an opening is given up: every week has a day that is open, unless it is a holiday;
 * two weeks more for days that the clock leaves out.
 */
export function longestSearch({ holidays = [] }: SendingHours): number {
	return 7 * (holidays.length + 3);
}
