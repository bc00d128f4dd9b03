/** How long a step waits. */
import type { Delay } from '../definition';
import { changeBetween, DAY_MS, firstInstantOf, localTimeOf, offsetAt } from './clock';

const UNIT_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 } as const;

/** A delay as an exact duration in milliseconds, with days of 24 hours. */
export function durationOf({ amount, unit }: Delay): number {
	return Math.round(amount * (unit === 'days' ? DAY_MS : UNIT_MS[unit]));
}

/**
 * The instant `delay` after `anchor` (UTC milliseconds). Seconds, minutes and hours are exact durations. Days are
 * calendar days of the contact: "2 days" after Friday 09:00 is Sunday 09:00 on the clock, also across a daylight-saving
 * change; a local time that the change leaves out moves to the first one that exists, one that occurs twice is its
 * first. Never earlier for a later anchor. A zone that does not exist counts as UTC.
 */
export function dueAfter(anchor: number, delay: Delay, zone: string): number {
	if (delay.unit !== 'days') return anchor + durationOf(delay);
	const days = Math.trunc(delay.amount);
	const rest = Math.round((delay.amount - days) * DAY_MS);
	if (days === 0) return anchor + rest;
	return firstInstantOf(forwardLocalTime(anchor, zone) + days * DAY_MS, zone) + rest;
}

/** The instant `delay` before `date` (UTC milliseconds), counted as dueAfter counts: days keep the time on the clock. */
export function dueBefore(date: number, delay: Delay, zone: string): number {
	if (delay.unit !== 'days') return date - durationOf(delay);
	const days = Math.trunc(delay.amount);
	const rest = Math.round((delay.amount - days) * DAY_MS);
	if (days === 0) return date - rest;
	return firstInstantOf(localTimeOf(date, zone) - days * DAY_MS, zone) - rest;
}

/**
 * The local time of the anchor. Where the clock has been put back, the times that it shows again count as the end of
 * that hour: read as they stand, whoever is enrolled later would be due earlier.
 */
function forwardLocalTime(anchor: number, zone: string): number {
	const local = localTimeOf(anchor, zone);
	if (firstInstantOf(local, zone) === anchor) return local;
	const change = changeBetween(firstInstantOf(local, zone), anchor, zone);
	return change + offsetAt(change - 1, zone);
}
