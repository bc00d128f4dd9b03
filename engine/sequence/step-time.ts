/** What a step's time is worked out from: the message before it, or a date that the enrolling item brought along. */
import { DateTime } from 'luxon';
import { valueAt } from './conditions/compare';
import type { DateAnchor, SequenceDefinition, Step } from './definition';
import type { Enrollment } from './enrollment';
import { dueAt, startOfDay, timeOfDayBefore, dueBefore, type StepTime } from './schedule';

export type TimedRun = Pick<Enrollment, 'id' | 'lastSentAt' | 'enrolledAt' | 'context'>;

export interface TimedBy {
	definition: SequenceDefinition;
	/** The contact's time zone. */
	zone: string;
}

const AT_ONCE = { amount: 0, unit: 'minutes' } as const;

/** When a step is due for this run; null when its date is not known, or when the sending hours lead beyond the date. */
export function dueOf(run: TimedRun, step: Step, by: TimedBy): number | null {
	const time = timeOf(run, step, by);
	if (time === null) return null;
	const due = dueAt(time);
	return countsBack(step) && due > dateOf(run, step.countsFrom, by.zone)! ? null : due;
}

/** The arguments of the schedule; null when the step counts from a date that the run does not have. */
export function timeOf(run: TimedRun, step: Step, { definition, zone }: TimedBy): StepTime | null {
	const time = { timing: definition, zone, enrollmentId: run.id };
	if (!step.countsFrom) return { ...time, step, anchor: punctual(run, step, { definition, zone }) };
	const date = dateOf(run, step.countsFrom, zone);
	if (date === null) return null;
	if (step.countsFrom.side === 'after') return { ...time, step, anchor: date };
	const begin = dueBefore(date, step.delay, zone);
	// With a time of day it is that of the whole day, also where the date itself is earlier in the day.
	return { ...time, step: { ...step, delay: AT_ONCE }, anchor: step.at === undefined ? begin : startOfDay(begin, zone) };
}

/** What the delay of a step counts from that counts from no date. */
export function anchorOf({ lastSentAt, enrolledAt }: Pick<Enrollment, 'lastSentAt' | 'enrolledAt'>): number {
	return lastSentAt ?? enrolledAt;
}

/** A message that left so little after its time of day counts as sent at it; one that left later counts as it left. */
const PUNCTUAL_MS = 15 * 60_000;

/**
 * A message never leaves at its very millisecond, so that "1 day, at 10:00" behind a message of 10:00 would come two
 * days later.
 */
function punctual(run: TimedRun, step: Step, { definition, zone }: TimedBy): number {
	const anchor = anchorOf(run);
	const before = definition.steps.slice(0, definition.steps.findIndex(({ name }) => name === step.name)).findLast(({ enabled }) => enabled);
	if (run.lastSentAt === null || before?.at === undefined || step.at === undefined || step.delay.unit !== 'days') return anchor;
	const time = timeOfDayBefore(anchor, before.at, zone);
	return time !== null && anchor - time <= PUNCTUAL_MS ? time : anchor;
}

export function countsBack({ countsFrom }: Step): boolean {
	return countsFrom?.side === 'before';
}

/** The date that a step counts from; one without a zone is on the contact's clock. Null for what is none. */
export function dateOf({ context }: Pick<Enrollment, 'context'>, anchor: DateAnchor | undefined, zone: string): number | null {
	const written = anchor && valueAt(context, anchor.field);
	if (typeof written !== 'string') return null;
	const date = DateTime.fromISO(written.trim().replace(' ', 'T'), { zone });
	return date.isValid ? date.toMillis() : null;
}

/** The first date field of the sequence that these fields do not fill; null when there is none. */
export function missingDate(definition: SequenceDefinition, context: Record<string, unknown>, zone: string): string | null {
	const lacks = definition.steps.find(({ enabled, countsFrom }) => enabled && countsFrom && dateOf({ context }, countsFrom, zone) === null);
	return lacks?.countsFrom?.field ?? null;
}
