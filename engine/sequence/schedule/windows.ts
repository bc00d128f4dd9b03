/**
 * Windows: the hours in which a sequence sends, on the contact's clock. A message leaves when the clock shows a time
 * inside: at `from` and later, before `to`. Where autumn has an hour twice it is open both times; what spring leaves
 * out is just not there. A window that ends before it begins goes on after midnight and belongs to the day it began.
 */
import type { SendWindow } from '../definition';
import { changeBetween, DAY_MINUTES, DAY_MS, dayOf, localTimeOf, minutesOf, MINUTE_MS, offsetAt, weekdayOf } from './clock';
import { longestSearch, sendingDays, type SendingHours } from './sending-days';

/** From `start` up to, but without, `end`. */
export interface Opening {
	start: number;
	end: number;
}

/** Whether the sequence says anything about hours or days. */
export function isAlwaysOpen({ windows, businessDays, holidays }: SendingHours): boolean {
	return !windows?.length && !businessDays && !holidays?.length;
}

/** The first opening that ends after `from`, cut to begin no earlier; null when none ever does. */
export function openingFrom(from: number, hours: SendingHours, zone: string): Opening | null {
	const sends = sendingDays(hours);
	const first = dayOf(localTimeOf(from, zone));
	// From the day before, and two days at a time: in the night of a change the clock may show yesterday once more.
	for (let day = first - 1; day <= first + longestSearch(hours); day++) {
		const openings = [day, day + 1].filter(sends).flatMap((one) => openingsOn(one, hours.windows, zone));
		const open = joined(openings).find(({ end }) => end > from);
		if (open) return { start: Math.max(open.start, from), end: open.end };
	}
	return null;
}

export function isOpenAt(instant: number, hours: SendingHours, zone: string): boolean {
	if (isAlwaysOpen(hours)) return true;
	const local = localTimeOf(instant, zone);
	const day = dayOf(local);
	const time = local - day * DAY_MS;
	return sendingDays(hours)(day) && spansOn(day, hours.windows).some(({ start, end }) => start <= time && time < end);
}

function openingsOn(day: number, windows: SendWindow[] | undefined, zone: string): Opening[] {
	return spansOn(day, windows).flatMap(({ start, end }) => instantsOf({ start: day * DAY_MS + start, end: day * DAY_MS + end }, zone));
}

/** The spans of one day in milliseconds of its clock, each within the day. */
function spansOn(day: number, windows: SendWindow[] | undefined): Opening[] {
	if (!windows?.length) return [{ start: 0, end: DAY_MS }];
	return windows.flatMap((window): Opening[] => {
		const from = (minutesOf(window.from) ?? 0) * MINUTE_MS;
		const to = (minutesOf(window.to) ?? DAY_MINUTES) * MINUTE_MS;
		const beginsOn = (other: number): boolean => window.days.includes(weekdayOf(other));
		if (to > from) return beginsOn(day) ? [{ start: from, end: to }] : [];
		return [
			...(beginsOn(day - 1) && to > 0 ? [{ start: 0, end: to }] : []),
			...(beginsOn(day) ? [{ start: from, end: DAY_MS }] : []),
		];
	});
}

/** The instants at which the clock shows a time of this span: one stretch, or two where an hour occurs twice. */
function instantsOf(span: Opening, zone: string): Opening[] {
	const offsets = new Set([offsetAt(span.start - DAY_MS, zone), offsetAt(span.end + DAY_MS, zone)]);
	return [...offsets].flatMap((offset) => stretchUnder(offset, { start: span.start - offset, end: span.end - offset }, zone));
}

/** The part of the stretch in which this offset is in force; a change of the clock may cut it once. */
function stretchUnder(offset: number, { start, end }: Opening, zone: string): Opening[] {
	const atStart = offsetAt(start, zone) === offset;
	const atEnd = offsetAt(end - 1, zone) === offset;
	if (atStart && atEnd) return [{ start, end }];
	if (atStart) return [{ start, end: changeBetween(start, end - 1, zone) }];
	if (atEnd) return [{ start: changeBetween(start, end - 1, zone), end }];
	return [];
}

/** In order, and those that touch or overlap as one. */
function joined(openings: Opening[]): Opening[] {
	const result: Opening[] = [];
	for (const opening of openings.sort((a, b) => a.start - b.start)) {
		const last = result[result.length - 1];
		if (last && opening.start <= last.end) last.end = Math.max(last.end, opening.end);
		else result.push({ ...opening });
	}
	return result;
}
