/**
 * What becomes of steps whose time passed while nothing could be sent: n8n was down, the sequence or the enrollment
 * was paused, or the workflow was not published. A queue that is merely long is no such time (`caughtUpAt`).
 */
import { findStep, nextEnabledStep, type SequenceDefinition, type Step } from '../definition';
import type { Enrollment } from '../enrollment';
import { stableFraction } from '../stable-hash';
import { durationOf } from './delay';
import { countsBack, dateOf, dueOf } from '../step-time';

/** So late a step counts as missed when it is claimed. Less is a restart, a deployment, a busy minute. */
export const MISSED_AFTER_MS = 15 * 60_000;

/** Over so much time the backlog is spread when the sequence has no spread of its own, or a shorter one. */
export const LEAST_SPREAD_MS = 60 * 60_000;

export interface PlannedStep {
	step: string;
	/** When it is, or would have been, due. */
	at: number;
}

export type CatchUp =
	/** Goes on at `next` in place of the missed steps; null when nothing is left of the sequence. */
	| { kind: 'missed'; missed: PlannedStep[]; next: PlannedStep | null }
	| { kind: 'deferred'; reason: 'catching_up'; at: number };

/**
 * Whether this step came due while nothing could be sent.
 *
 * @param caughtUpAt the last instant at which nothing in the sequence was left to claim, or at which claiming began
 * again after a break: what came due later only waits for its turn
 */
export function isMissed(due: number, caughtUpAt: number | null, now: number): boolean {
	return now - due > MISSED_AFTER_MS && caughtUpAt !== null && due <= caughtUpAt;
}

/** What the sequence's policy makes of a missed step; null when it is sent now. */
export function catchUp(definition: SequenceDefinition, enrollment: Enrollment, zone: string, now: number): CatchUp | null {
	if (isPointless(definition, enrollment, zone, now)) return { kind: 'missed', ...planUntil(definition, enrollment, zone, now) };
	switch (definition.catchUp ?? 'send_all') {
		case 'send_all':
			return null;
		case 'spread':
			// Once only: n8n may be down again when the new time has come.
			if (enrollment.reason === 'catching_up') return null;
			return { kind: 'deferred', reason: 'catching_up', at: now + placeInSpread(definition, enrollment) };
		case 'latest_only': {
			const { missed } = planUntil(definition, enrollment, zone, now);
			const latest = missed.pop();
			return missed.length > 0 && latest ? { kind: 'missed', missed, next: latest } : null;
		}
		case 'skip':
			return { kind: 'missed', ...planUntil(definition, enrollment, zone, now) };
	}
}

/** It counts back from a date that is over: nobody wants to be reminded then, whatever the policy is. */
function isPointless(definition: SequenceDefinition, enrollment: Enrollment, zone: string, now: number): boolean {
	const step = findStep(definition, enrollment.step ?? '');
	return step !== undefined && countsBack(step) && (dateOf(enrollment, step.countsFrom, zone) ?? now) <= now;
}

/** At least a millisecond: a step must not be put off to the very instant at which it is looked at. */
function placeInSpread({ spread }: SequenceDefinition, { id, step }: Enrollment): number {
	const longest = Math.max(LEAST_SPREAD_MS, spread ? durationOf(spread) : 0);
	return 1 + Math.floor(stableFraction('catch-up', id, step ?? '') * longest);
}

/** The steps that would have come due by `now` had each been sent at its time, and the one after them. */
function planUntil(
	definition: SequenceDefinition,
	enrollment: Enrollment,
	zone: string,
	now: number,
): { missed: PlannedStep[]; next: PlannedStep | null } {
	const missed: PlannedStep[] = [];
	let planned: PlannedStep | null = enrollment.step === null || enrollment.dueAt === null ? null : { step: enrollment.step, at: enrollment.dueAt };
	while (planned !== null && planned.at <= now) {
		missed.push(planned);
		planned = followingOf(definition, { ...enrollment, lastSentAt: planned.at }, planned.step, zone);
	}
	return { missed, next: planned };
}

function followingOf(definition: SequenceDefinition, run: Enrollment, after: string, zone: string): PlannedStep | null {
	for (let step: Step | undefined = nextEnabledStep(definition, after, run.cancelledSteps); step; step = nextEnabledStep(definition, step.name, run.cancelledSteps)) {
		const at = dueOf(run, step, { definition, zone });
		if (at !== null) return { step: step.name, at };
	}
	return null;
}
