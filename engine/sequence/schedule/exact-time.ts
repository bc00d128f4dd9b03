/** "At 09:00": the time of day at which a step is sent. */
import { DAY_MS, dayOf, firstInstantOf, localTimeOf, MINUTE_MS, minutesOf } from './clock';

/**
 * The instants at which the contact's clock shows this time of day, from `from` on, one a day. Of a time that occurs
 * twice the first one counts; one that is left out moves to the first that exists.
 *
 * @param minutes time of day in minutes
 */
export function* dailyFrom(from: number, minutes: number, zone: string): Generator<number, never> {
	// The day before: a time that the change leaves out may move past midnight.
	for (let day = dayOf(localTimeOf(from, zone)) - 1; ; day++) {
		const instant = firstInstantOf(day * DAY_MS + minutes * MINUTE_MS, zone);
		if (instant >= from) yield instant;
	}
}

/** The beginning of the day on which this instant lies, on the contact's calendar. */
export function startOfDay(instant: number, zone: string): number {
	return firstInstantOf(dayOf(localTimeOf(instant, zone)) * DAY_MS, zone);
}

/** The time of day "HH:MM" of the day on which this instant lies; null when that is still to come, or is no time of day. */
export function timeOfDayBefore(instant: number, time: string, zone: string): number | null {
	const minutes = minutesOf(time);
	if (minutes === null) return null;
	const at = firstInstantOf(dayOf(localTimeOf(instant, zone)) * DAY_MS + minutes * MINUTE_MS, zone);
	return at <= instant ? at : null;
}
