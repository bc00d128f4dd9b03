/** What a person or a workflow can do to a single run, pure. The stores check leases and write down the answer. */
import { findStep, type SequenceDefinition } from './definition';
import { isLive, type Enrollment } from './enrollment';
import { expiryFrom, proceed, progressOf, reopen, type Progress } from './lifecycle';
import type { Reason } from './reason';
import { isInReview, withoutReview } from './review';
import { dueOf } from './step-time';

export type Command =
	| { kind: 'pause' }
	/** Also takes up a failed run at the step that failed. */
	| { kind: 'resume' }
	/** Passes over the next step. */
	| { kind: 'skip' }
	/** Goes on at this step, which may lie behind: at once, or after its delay as usual. */
	| { kind: 'jump'; step: string; when: 'at_once' | 'after_delay' }
	/** Sets the time of the next step, in UTC milliseconds; one that has passed means at once. */
	| { kind: 'reschedule'; at: number }
	/** Leaves this step out, whether it comes next or later. */
	| { kind: 'cancel'; step: string };

export type Steered =
	| { applied: true; progress: Progress; /** Why the step that came next ends without a send. */ stepEnds: Reason | null }
	| { applied: false; reason: Reason };

const refuse = (reason: Reason): Steered => ({ applied: false, reason });
const applied = (progress: Progress, stepEnds: Reason | null = null): Steered => ({ applied: true, progress, stepEnds });

/** Nobody knows whether its message left; only a status or a decision may move it. */
export function isHeld(run: Pick<Enrollment, 'state' | 'dueAt'>): boolean {
	return isLive(run.state) && run.dueAt === null;
}

/** Where the run stands after the command, or why it cannot be obeyed. Steps named in commands exist. */
export function steer(run: Enrollment, definition: SequenceDefinition, command: Command, zone: string, now: number): Steered {
	if (!isLive(run.state) && run.state !== 'failed') return refuse('not_running');
	switch (command.kind) {
		case 'pause':
			return pause(run, now);
		case 'resume':
			return resume(run, definition, zone, now);
		case 'skip':
			return applied(proceed(revived(run, definition, zone, now), definition, run.step ?? undefined, zone, now), 'step_skipped');
		case 'jump':
			return jump(run, definition, command, zone, now);
		case 'reschedule':
			if (run.state === 'failed') return refuse('not_running');
			// The decision makes it due, whenever that is.
			if (isInReview(run)) return refuse('in_review');
			return isHeld(run) ? refuse('unconfirmed') : applied({ ...progressOf(run), dueAt: command.at, reason: reasonAtRest(run, 'rescheduled') });
		case 'cancel':
			return cancel(run, definition, command.step, zone, now);
	}
}

/** A paused run says so whatever else is changed. */
function reasonAtRest(run: Enrollment, reason: Reason | null): Reason | null {
	return run.state === 'paused' ? 'paused' : reason;
}

function pause(run: Enrollment, now: number): Steered {
	if (run.state === 'failed') return refuse('not_running');
	if (run.state === 'paused') return refuse('paused');
	// One that is held or in review stays so: its reason tells what it goes back to.
	return applied({ ...progressOf(run), state: 'paused', reason: isHeld(run) || isInReview(run) ? run.reason : 'paused', pausedAt: now });
}

/** The silence after which a run expires counts anew: nobody could answer what was not sent. */
function resume(run: Enrollment, definition: SequenceDefinition, zone: string, now: number): Steered {
	if (run.state === 'failed') {
		const again = reopen(run, definition, zone, now);
		return applied({ ...again, dueAt: again.dueAt === null ? null : now });
	}
	if (run.state === 'in_review') return refuse('in_review');
	if (run.state !== 'paused') return refuse(isHeld(run) ? 'unconfirmed' : 'not_paused');
	if (isInReview(run)) return applied({ ...progressOf(run), state: 'in_review', pausedAt: null });
	const expiresAt = expiryFrom(now, definition, zone);
	return applied({ ...progressOf(run), state: 'active', reason: isHeld(run) ? 'unconfirmed' : null, pausedAt: null, expiresAt });
}

/** A failed run that goes on. */
function revived(run: Enrollment, definition: SequenceDefinition, zone: string, now: number): Enrollment {
	if (run.state !== 'failed') return run;
	return { ...run, state: 'active', endedAt: null, expiresAt: expiryFrom(now, definition, zone) };
}

function jump(
	run: Enrollment,
	definition: SequenceDefinition,
	{ step, when }: Extract<Command, { kind: 'jump' }>,
	zone: string,
	now: number,
): Steered {
	const target = findStep(definition, step);
	if (!target?.enabled) return refuse('step_disabled');
	const alive = withoutReview(revived(run, definition, zone, now));
	const dueAt = when === 'at_once' ? now : dueOf(alive, target, { definition, zone });
	if (dueAt === null) return refuse('no_date');
	const cancelledSteps = alive.cancelledSteps.filter((name) => name !== step);
	return applied({ ...progressOf(alive), step, dueAt, attempts: 0, cancelledSteps, reason: reasonAtRest(alive, when === 'at_once' ? 'rescheduled' : null) });
}

function cancel(run: Enrollment, definition: SequenceDefinition, step: string, zone: string, now: number): Steered {
	if (run.state === 'failed') return refuse('not_running');
	const position = (name: string | null): number => definition.steps.findIndex((one) => one.name === name);
	if (position(step) < position(run.step)) return refuse('step_passed');
	const cancelledSteps = [...new Set([...run.cancelledSteps, step])];
	if (run.step !== step) return applied({ ...progressOf(run), cancelledSteps });
	return applied(proceed({ ...run, cancelledSteps }, definition, step, zone, now), 'step_cancelled');
}
