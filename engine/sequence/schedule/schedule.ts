/**
 * When a step is due: its delay, then its time of day, then the sequence's hours and days, then the spread. Pure: the
 * same arguments give the same instant. Never before the end of the delay, never outside the hours, never earlier for
 * a later anchor. All instants are UTC milliseconds.
 */
import type { SequenceDefinition, Step } from '../definition';
import { stableFraction } from '../stable-hash';
import { minutesOf } from './clock';
import { dueAfter, durationOf } from './delay';
import { dailyFrom } from './exact-time';
import { longestSearch, type SendingHours } from './sending-days';
import { isAlwaysOpen, isOpenAt, openingFrom } from './windows';

/** What a sequence says about when to send. */
export type Timing = SendingHours & Pick<SequenceDefinition, 'spread'>;

export interface StepTime {
	timing: Timing;
	step: Pick<Step, 'name' | 'delay' | 'at'>;
	/** What the delay counts from: the last message sent, else the enrollment. */
	anchor: number;
	/** The contact's time zone. */
	zone: string;
	/** Chooses the place within the spread. */
	enrollmentId: string;
}

export function dueAt({ timing, step, anchor, zone, enrollmentId }: StepTime): number {
	const waited = dueAfter(anchor, step.delay, zone);
	const open = sendingTime(waited, step.at, timing, zone);
	return spreadOut(open, timing, stableFraction('spread', enrollmentId, step.name), zone);
}

/** The instant itself when the sequence sends then, else the next at which it does. */
export function nextOpening(instant: number, hours: SendingHours, zone: string): number {
	if (isAlwaysOpen(hours)) return instant;
	return openingFrom(instant, hours, zone)?.start ?? instant;
}

/** Hours that never open are refused when a sequence is published; if there are any, better now than never. */
function sendingTime(from: number, at: string | undefined, hours: SendingHours, zone: string): number {
	const minutes = at === undefined ? null : minutesOf(at);
	if (minutes === null) return nextOpening(from, hours, zone);
	let days = 0;
	for (const instant of dailyFrom(from, minutes, zone)) {
		if (isOpenAt(instant, hours, zone)) return instant;
		if (days++ > longestSearch(hours)) break;
	}
	return nextOpening(from, hours, zone);
}

/** Later by a part of the spread, which is shortened to what is left of the opening. */
function spreadOut(instant: number, timing: Timing, fraction: number, zone: string): number {
	if (!timing.spread) return instant;
	const longest = durationOf(timing.spread);
	if (isAlwaysOpen(timing)) return instant + Math.floor(fraction * longest);
	const end = openingFrom(instant, timing, zone)?.end ?? Infinity;
	return instant + Math.floor(fraction * Math.min(longest, end - instant));
}
