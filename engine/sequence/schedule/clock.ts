/**
 * The clock on a contact's wall. A local time is counted like a UTC instant (milliseconds since 1970, as if there were
 * no offset), a day is a number (0 is 1970-01-01), a time of day is minutes. Works for every IANA zone, also where a
 * change of the clock leaves local times out (spring) or has them twice (autumn).
 */
import { IANAZone } from 'luxon';
import { Remembered } from '../../contact/remembered';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
export const DAY_MINUTES = 24 * 60;

/** Local time minus UTC, in milliseconds. A zone that does not exist counts as UTC: better than never. */
export function offsetAt(instant: number, zone: string): number {
	const day = dayOf(instant);
	return steadyDays.get(`${zone} ${day}`, () => steadyOffset(day, zone)) ?? readOffset(instant, zone);
}

/**
 * The offset of each zone and UTC day; null for a day in which it changes. No zone changes twice in a day. A schedule
 * needs up to 30 of these from Intl: for 10,000 people with windows that took ten seconds, and with this two.
 */
const steadyDays = new Remembered<number | null>(20_000);

function steadyOffset(day: number, zone: string): number | null {
	const begin = readOffset(day * DAY_MS, zone);
	return begin === readOffset((day + 1) * DAY_MS, zone) ? begin : null;
}

function readOffset(instant: number, zone: string): number {
	const offset = IANAZone.create(zone).offset(instant);
	return Number.isNaN(offset) ? 0 : Math.round(offset * MINUTE_MS);
}

/** What the clock shows at this instant. */
export function localTimeOf(instant: number, zone: string): number {
	return instant + offsetAt(instant, zone);
}

export function dayOf(localTime: number): number {
	return Math.floor(localTime / DAY_MS);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: number): number {
	// 1970-01-01 was a Thursday.
	return ((((day + 3) % 7) + 7) % 7) + 1;
}

/**
 * The first instant at which the clock shows this local time; of a local time that is left out, the instant at which
 * the clock is put forward. Never earlier for a later local time.
 */
export function firstInstantOf(localTime: number, zone: string): number {
	// No zone is a full day away from UTC, so these lie on either side of any change near this local time.
	const before = offsetAt(localTime - DAY_MS, zone);
	const after = offsetAt(localTime + DAY_MS, zone);
	const early = localTime - Math.max(before, after);
	if (localTimeOf(early, zone) === localTime) return early;
	const late = localTime - Math.min(before, after);
	if (localTimeOf(late, zone) === localTime) return late;
	return changeBetween(early, late, zone);
}

/** The first instant in (low, high] with the offset that holds at `high`; there is one change between them. */
export function changeBetween(low: number, high: number, zone: string): number {
	const after = offsetAt(high, zone);
	let [before, since] = [low, high];
	while (since - before > 1) {
		const middle = Math.floor((before + since) / 2);
		if (offsetAt(middle, zone) === after) since = middle;
		else before = middle;
	}
	return since;
}

/** Minutes of "HH:MM" from 00:00 to 23:59, and 24:00 for the end of a day; null for anything else. */
export function minutesOf(time: string): number | null {
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time.trim()) ?? [];
	if (hours === undefined || minutes === undefined) return null;
	const total = Number(hours) * 60 + Number(minutes);
	return Number(minutes) < 60 && total <= DAY_MINUTES ? total : null;
}

/** The day of "YYYY-MM-DD"; null when there is no such date. */
export function dayOfDate(date: string): number | null {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(date.trim())) return null;
	const instant = Date.parse(`${date.trim()}T00:00:00Z`);
	if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== date.trim()) return null;
	return instant / DAY_MS;
}
