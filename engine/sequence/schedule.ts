/** When a step is due. Pure: the same arguments give the same instant. All instants are UTC milliseconds. */
import { DateTime, IANAZone } from 'luxon';
import type { Delay } from './definition';

const UNIT_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 } as const;

/**
 * The instant `delay` after `anchor`. Seconds, minutes and hours are exact durations. Days are calendar days of
 * the contact: "2 days" after Friday 09:00 is Sunday 09:00 on the clock, also across a daylight-saving change; a
 * local time that the change leaves out moves to the first one that exists, one that occurs twice is its first. A
 * zone that does not exist counts as UTC.
 */
export function dueAfter(anchor: number, delay: Delay, zone: string): number {
	if (delay.unit !== 'days') return anchor + Math.round(delay.amount * UNIT_MS[delay.unit]);
	const wholeDays = Math.trunc(delay.amount);
	const rest = Math.round((delay.amount - wholeDays) * 24 * UNIT_MS.hours);
	return sameTimeDaysLater(anchor, wholeDays, IANAZone.create(zone).isValid ? zone : 'utc') + rest;
}

function sameTimeDaysLater(anchor: number, days: number, zone: string): number {
	// Of a local time that occurs twice, the anchor may be the second.
	if (days === 0) return anchor;
	const from = DateTime.fromMillis(anchor, { zone });
	const later = from.plus({ days });
	if (timeOfDay(later) !== timeOfDay(from)) return changeBefore(later);
	// luxon keeps the offset it started with where the local time occurs twice.
	return Math.min(...later.getPossibleOffsets().map((candidate) => candidate.toMillis()));
}

const timeOfDay = (local: DateTime): number => local.hour * 60 + local.minute;

/** The instant of the offset change shortly before `local`: the first local time that exists after the gap. */
function changeBefore(local: DateTime): number {
	let high = local.toMillis();
	let low = high - 24 * UNIT_MS.hours;
	const offsetAt = (instant: number): number => local.zone.offset(instant);
	const after = offsetAt(high);
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (offsetAt(middle) === after) high = middle;
		else low = middle;
	}
	return high;
}
