/**
 * The state machine of an enrollment, pure: what it looks like after something happened to it. The stores only
 * write down what these functions answer, so all of them live by the same rules.
 *
 *     active -> completed | converted | exited | failed,   active <-> paused,   active <-> in_review
 */
import { nextEnabledStep, findStep, type SequenceDefinition } from './definition';
import type { Enrollment, EnrollmentState, Run } from './enrollment';
import type { Reason } from './reason';
import { dueAfter, nextOpening } from './schedule';
import type { PlannedStep } from './schedule/catch-up';
import { countsBack, dueOf, type TimedBy, type TimedRun } from './step-time';

/** How a due step ended. `at` is an instant in UTC milliseconds. */
export type StepOutcome =
	/** A message was accepted: the next delay counts from here. */
	| { kind: 'sent'; at: number }
	/** The canvas did its work without a message; counts like a sent one. */
	| { kind: 'done'; at: number }
	/** Nothing went out: the next step counts from the last message that did. */
	| { kind: 'skipped'; reason: Reason }
	/** The awaited reply came: the step needs no message, and the next delay counts from the reply. */
	| { kind: 'answered'; at: number }
	/** The contact is held out: nothing goes out, at the times at which it would. */
	| { kind: 'held_out'; at: number }
	/** Their time passed while nothing could be sent: the sequence goes on at `next`, at its own time. */
	| { kind: 'missed'; missed: PlannedStep[]; next: PlannedStep | null }
	/** Not taken yet, so no attempt was begun: looked at again at `at`. */
	| { kind: 'deferred'; reason: Reason; at: number }
	/** Once more, not before `at`; uses up one of the attempts. */
	| { kind: 'retry'; reason: Reason; at: number }
	/** Once more, not before `at`; not the step's fault, so no attempt is used up. */
	| { kind: 'postponed'; reason: Reason; at: number }
	/** Waits until a status webhook or a person settles it. */
	| { kind: 'held'; reason: Reason }
	| { kind: 'ended'; state: 'exited' | 'failed'; reason: Reason; at: number };

/** The part of an enrollment that an outcome changes. Every change also gives up the lease. */
export type Progress = Pick<
	Enrollment,
	'state' | 'reason' | 'step' | 'dueAt' | 'attempts' | 'lastSentAt' | 'endedAt' | 'pausedAt' | 'expiresAt' | 'cancelledSteps'
>;

/**
 * An enrollment on its first step; completed at once when no step is enabled.
 *
 * @param run its id tells its place within the sequence's spread, its context the dates that steps count from
 */
export function begin(definition: SequenceDefinition, zone: string, now: number, run: Partial<Pick<Enrollment, 'id' | 'context'>> = {}): Progress {
	const blank: Progress = {
		state: 'active',
		reason: null,
		step: null,
		dueAt: null,
		attempts: 0,
		lastSentAt: null,
		endedAt: null,
		pausedAt: null,
		expiresAt: expiryFrom(now, definition, zone),
		cancelledSteps: [],
	};
	return proceed({ ...blank, id: run.id ?? '', context: run.context ?? {}, enrolledAt: now }, definition, undefined, zone, now);
}

/** Where the enrollment stands after its current step ended in this way. `now` stamps an end. */
export function afterStep(
	enrollment: Enrollment,
	definition: SequenceDefinition,
	outcome: StepOutcome,
	zone: string,
	now: number,
): Progress {
	const current = enrollment.step ?? undefined;
	switch (outcome.kind) {
		case 'sent':
		case 'done':
		case 'answered':
			return proceed({ ...enrollment, lastSentAt: outcome.at }, definition, current, zone, now);
		case 'held_out':
			return heldOut(proceed({ ...enrollment, lastSentAt: outcome.at }, definition, current, zone, now));
		case 'skipped':
			return proceed(enrollment, definition, current, zone, now);
		case 'missed':
			return goOnAt(enrollment, outcome, now);
		case 'deferred':
			return { ...progressOf(enrollment), reason: outcome.reason, dueAt: nextOpening(outcome.at, definition, zone) };
		case 'retry':
			return enrollment.attempts >= definition.maxAttempts
				? end(enrollment, 'failed', outcome.reason, now)
				: { ...progressOf(enrollment), reason: outcome.reason, dueAt: nextOpening(outcome.at, definition, zone) };
		case 'postponed':
			return {
				...progressOf(enrollment),
				reason: outcome.reason,
				dueAt: nextOpening(outcome.at, definition, zone),
				attempts: Math.max(0, enrollment.attempts - 1),
			};
		case 'held':
			return { ...progressOf(enrollment), reason: outcome.reason, dueAt: null };
		case 'ended':
			return end(enrollment, outcome.state, outcome.reason, outcome.at);
	}
}

/** Ends an enrollment. One that did not complete keeps its step: it tells what was not sent, and can be reopened. */
export function end(
	enrollment: Run,
	state: Extract<EnrollmentState, 'completed' | 'converted' | 'exited' | 'failed'>,
	reason: Reason,
	at: number,
): Progress {
	return {
		...progressOf(enrollment),
		state,
		reason,
		step: state === 'completed' ? null : enrollment.step,
		dueAt: null,
		endedAt: at,
		pausedAt: null,
		expiresAt: null,
	};
}

/** When a run ends whose contact says nothing after `silentSince`; null when the sequence waits for ever. */
export function expiryFrom(silentSince: number, { expireAfter }: SequenceDefinition, zone: string): number | null {
	return expireAfter ? dueAfter(silentSince, expireAfter, zone) : null;
}

/** An ended enrollment that goes on where it stood, or at the first enabled step when that one is gone. */
export function reopen(enrollment: Enrollment, definition: SequenceDefinition, zone: string, now: number): Progress {
	const steps = definition.steps;
	const stood = steps.findIndex((step) => step.name === enrollment.step);
	const before = stood > 0 ? steps[stood - 1]?.name : undefined;
	const expiresAt = expiryFrom(now, definition, zone);
	return proceed({ ...enrollment, state: 'active', endedAt: null, expiresAt }, definition, before, zone, now);
}

/**
 * Moves on to the first enabled step after `after`, counting its delay from the last message, else from the
 * enrollment; completed when there is none. A paused run stays paused at its next step; one in review leaves it behind.
 */
export function proceed(
	enrollment: Progress & TimedRun,
	definition: SequenceDefinition,
	after: string | undefined,
	zone: string,
	now: number,
): Progress {
	const next = nextTimedStep(enrollment, after, { definition, zone }, now);
	const base = { ...progressOf(enrollment), attempts: 0 };
	if (!next) return completed(base, now);
	const state = enrollment.state === 'paused' ? 'paused' : 'active';
	return { ...base, state, reason: state === 'paused' ? 'paused' : null, step: next.step, dueAt: next.at };
}

/** Passes over steps without a time, and over those that count back from a date and whose time has passed. */
function nextTimedStep(run: TimedRun & Pick<Enrollment, 'cancelledSteps'>, after: string | undefined, by: TimedBy, now: number): PlannedStep | null {
	for (let last = after; ; ) {
		const step = nextEnabledStep(by.definition, last, run.cancelledSteps);
		if (!step) return null;
		const at = dueOf(run, step, by);
		if (at !== null && !(countsBack(step) && at < now)) return { step: step.name, at };
		last = step.name;
	}
}

function completed(progress: Progress, now: number): Progress {
	return { ...progress, state: 'completed', reason: 'completed', step: null, dueAt: null, endedAt: now, pausedAt: null, expiresAt: null };
}

/** At the step and time where it would stand had the missed ones been sent; the delays after it count from there. */
function goOnAt(enrollment: Run, { missed, next }: Extract<StepOutcome, { kind: 'missed' }>, now: number): Progress {
	const lastSentAt = missed[missed.length - 1]?.at ?? enrollment.lastSentAt;
	const base = { ...progressOf(enrollment), attempts: 0, lastSentAt };
	if (!next) return completed(base, now);
	return { ...base, reason: null, step: next.step, dueAt: next.at };
}

/** The reason stays with them to the end: it tells them from those who were written to. */
function heldOut(progress: Progress): Progress {
	return { ...progress, reason: 'held_out' };
}

/**
 * The step of the new definition at which people go on whose next step `gone` is no longer in it: the first
 * step behind it, in the old order, that still exists. null when none does, and then they have completed.
 */
export function successorOf(gone: string, before: SequenceDefinition, now: SequenceDefinition): string | null {
	const from = before.steps.findIndex((step) => step.name === gone);
	const following = before.steps.slice(from + 1).find((step) => findStep(now, step.name));
	return following?.name ?? null;
}

export function progressOf(enrollment: Progress): Progress {
	const { state, reason, step, dueAt: due, attempts, lastSentAt, endedAt, pausedAt, expiresAt, cancelledSteps } = enrollment;
	return { state, reason, step, dueAt: due, attempts, lastSentAt, endedAt, pausedAt, expiresAt, cancelledSteps };
}
