/** What a new version of a sequence means for those who wait in an older one, pure. Steps are known by their names. */
import { findStep, nextEnabledStep, type SequenceDefinition, type Step } from './definition';
import type { Enrollment } from './enrollment';
import { end, expiryFrom, progressOf, successorOf, type Progress } from './lifecycle';
import { withoutReview } from './review';
import { dueOf } from './step-time';

export type StepMove =
	| { kind: 'same' }
	| { kind: 'renamed'; to: string }
	/** The step is gone; `to` is the one behind it, null when nothing is left. */
	| { kind: 'gone'; to: string | null };

/** Where people go on who wait for `step`. */
export function moveOf(step: string, before: SequenceDefinition, after: SequenceDefinition): StepMove {
	if (findStep(after, step)) return { kind: 'same' };
	const to = renameOf(step, before, after);
	return to === null ? { kind: 'gone', to: successorOf(step, before, after) } : { kind: 'renamed', to };
}

/**
 * The new name of a step that is gone: one step that is new stands at its very place, between the same neighbours.
 * Two steps renamed side by side cannot be told from two others, so they count as gone.
 */
export function renameOf(step: string, before: SequenceDefinition, after: SequenceDefinition): string | null {
	const from = neighbours(before.steps, step);
	if (!from) return null;
	const stays = (name: string | null): boolean => name === null || findStep(after, name) !== undefined;
	if (!stays(from.previous) || !stays(from.next)) return null;
	const heir = after.steps.find(({ name }) => {
		const place = neighbours(after.steps, name);
		return !findStep(before, name) && place?.previous === from.previous && place.next === from.next;
	});
	return heir?.name ?? null;
}

/** All steps that only got another name. */
export function renamesBetween(before: SequenceDefinition, after: SequenceDefinition): Array<{ from: string; to: string }> {
	return before.steps.flatMap(({ name }) => {
		const move = moveOf(name, before, after);
		return move.kind === 'renamed' ? [{ from: name, to: move.to }] : [];
	});
}

/** Names of the steps before and behind; null at either end. */
function neighbours(steps: readonly Step[], name: string): { previous: string | null; next: string | null } | null {
	const at = steps.findIndex((step) => step.name === name);
	return at < 0 ? null : { previous: steps[at - 1]?.name ?? null, next: steps[at + 1]?.name ?? null };
}

/** Fields of a sequence that say nothing about when its steps are due. Any other one that changes re-times people. */
const UNTIMED: ReadonlySet<string> = new Set([
	'name', 'description', 'steps', 'stopOnReply', 'unconfirmed', 'maxAttempts', 'expireAfter', 'liveEdit', 'offerNewSteps',
	'stopOn', 'next', 'tags', 'attribution', 'reentry', 'coolDown', 'catchUp', 'frequencyCap', 'holdOut', 'conditions',
]);
/** Likewise for a step. */
const UNTIMED_OF_STEP: ReadonlySet<string> = new Set(['name', 'enabled', 'message', 'variants']);

/** True when people who wait for this step have to be given another time. */
export function isRetimed(step: string, before: SequenceDefinition, to: string, after: SequenceDefinition): boolean {
	return timingOf(before, step) !== timingOf(after, to);
}

function timingOf(definition: SequenceDefinition, name: string): string {
	const step = findStep(definition, name);
	return JSON.stringify([fieldsBut(UNTIMED, definition), step ? fieldsBut(UNTIMED_OF_STEP, step) : null]);
}

function fieldsBut(left: ReadonlySet<string>, value: object): Array<[string, unknown]> {
	return Object.entries(value)
		.filter(([field]) => !left.has(field))
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The first enabled one of the steps that were added behind all former steps; null when none was. */
export function addedAtEnd(before: SequenceDefinition, after: SequenceDefinition): Step | null {
	const known = (step: Step): boolean => findStep(before, step.name) !== undefined;
	const lastKnown = after.steps.findLastIndex((step) => known(step));
	if (lastKnown < 0) return null;
	const renamedLast = renameOf(before.steps.at(-1)!.name, before, after);
	return after.steps.slice(lastKnown + 1).find((step) => step.enabled && step.name !== renamedLast) ?? null;
}

/** The instants and the zone that a run is timed by. */
export interface Timing {
	zone: string;
	/** The contact's last message, or null. */
	lastInboundAt: number | null;
	now: number;
	/** An execution has taken the next step, also one that is no more: the step was due, and keeps its time. */
	isTaken: boolean;
}

export interface CarriedOver {
	progress: Progress;
	/** True when whoever holds the next step must not send it any more: it has another name, or is gone. */
	leavesStep: boolean;
}

/**
 * A live run, taken from the first of these versions to the last. Whoever waits for a step whose delay has changed
 * gets a new time from the same anchor, unless somebody or something else had set the time.
 */
export function carryOver(run: Enrollment, versions: readonly SequenceDefinition[], timing: Timing): CarriedOver {
	const before = versions[0]!;
	const after = versions.at(-1)!;
	const cancelledSteps = run.cancelledSteps.flatMap((name) => walkThrough(name, versions, 'drop').step ?? []);
	const walk = beyondCancelled(walkThrough(run.step, versions), after, cancelledSteps);
	const expiresAt = expiryOver(run, before, after, timing);
	const base = { ...progressOf(run), cancelledSteps, expiresAt };
	if (walk.step === null) {
		const progress = run.step === null ? base : { ...base, ...end({ ...run, cancelledSteps }, 'completed', 'completed', timing.now) };
		return { progress, leavesStep: run.step !== null };
	}
	const target = findStep(after, walk.step)!;
	if (walk.moved) {
		const reason = run.state === 'paused' ? 'paused' : null;
		const dueAt = run.dueAt ?? dueOf(run, target, { definition: after, zone: timing.zone }) ?? timing.now;
		return { progress: { ...withoutReview(base), step: target.name, attempts: 0, reason, dueAt }, leavesStep: true };
	}
	const leavesStep = target.name !== run.step;
	const isTimed = run.dueAt !== null && (run.reason === null || run.reason === 'paused') && (leavesStep || !timing.isTaken);
	const retimed = isTimed && isRetimed(run.step!, before, target.name, after);
	const kept = leavesStep ? withoutReview(base) : base;
	const dueAt = (retimed ? dueOf(run, target, { definition: after, zone: timing.zone }) : null) ?? run.dueAt;
	return { progress: { ...kept, step: target.name, dueAt }, leavesStep };
}

interface Walk {
	step: string | null;
	/** It led over a step that is gone, to the one behind. */
	moved: boolean;
}

/** Follows a step through the versions; one that is gone leads to the one behind it, or is dropped. */
function walkThrough(step: string | null, versions: readonly SequenceDefinition[], gone: 'follow' | 'drop' = 'follow'): Walk {
	let walk: Walk = { step, moved: false };
	for (let i = 1; i < versions.length && walk.step !== null; i++) {
		const move = moveOf(walk.step, versions[i - 1]!, versions[i]!);
		if (move.kind === 'renamed') walk = { ...walk, step: move.to };
		else if (move.kind === 'gone') walk = { step: gone === 'drop' ? null : move.to, moved: true };
	}
	return walk;
}

/** A step that is gone may lead to one that this run leaves out. */
function beyondCancelled(walk: Walk, after: SequenceDefinition, cancelled: readonly string[]): Walk {
	if (!walk.moved || walk.step === null || !cancelled.includes(walk.step)) return walk;
	return { ...walk, step: nextEnabledStep(after, walk.step, cancelled)?.name ?? null };
}

function expiryOver(run: Enrollment, before: SequenceDefinition, after: SequenceDefinition, timing: Timing): number | null {
	if (JSON.stringify(before.expireAfter) === JSON.stringify(after.expireAfter)) return run.expiresAt;
	return expiryFrom(Math.max(run.enrolledAt, timing.lastInboundAt ?? 0), after, timing.zone);
}

/** What a new version does to the people who wait at one step: where they go, and whether they get another time. */
export function outlookOf(step: string, versions: readonly SequenceDefinition[]): { to: string | null; why: 'renamed' | 'removed' | null; retimed: boolean } {
	const walk = walkThrough(step, versions);
	if (walk.moved) return { to: walk.step, why: 'removed', retimed: false };
	const retimed = isRetimed(step, versions[0]!, walk.step!, versions.at(-1)!);
	return { to: walk.step, why: walk.step === step ? null : 'renamed', retimed };
}
