/** One live run at most, each in a shape that its state allows, and ended is ended. */
import type { EnrollmentRow } from '../../../engine/store/sql/rows';
import { isLive, type EnrollmentState } from '../../../engine/sequence/enrollment';
import { LONGEST_CHAIN, LOOP_WINDOW_MS } from '../../../engine/sequence/chain';
import type { Action } from '../actions';
import type { Snapshot } from '../snapshot';
import type { World } from '../world';
import { must } from './broken';

export const live = (run: EnrollmentRow): boolean => isLive(run.state as EnrollmentState);

const named = (run: EnrollmentRow): string => `run ${run.id} (${run.state} ${run.reason}, step ${run.step}, version ${run.version})`;

export function checkRuns(world: World, now: Snapshot): void {
	const seen = new Set<string>();
	for (const run of now.runs.values()) {
		if (!live(run)) {
			checkEnded(run);
			continue;
		}
		const pair = `${run.sequence_id} ${run.contact_id}`;
		must(!seen.has(pair), `two live runs of one contact in one sequence, one of them ${named(run)}`);
		seen.add(pair);
		checkLive(world, now, run);
	}
	checkChains(now);
}

function checkEnded(run: EnrollmentRow): void {
	must(run.ended_at !== null && run.reason !== null, `${named(run)} ended without a time or a reason`);
	const left = [run.due_at, run.available_at, run.lease, run.paused_at, run.expires_at];
	must(left.every((value) => value === null), `${named(run)} has ended and keeps a time or a lease: ${JSON.stringify(left)}`);
	must((run.state === 'completed') === (run.step === null), `${named(run)} has ended at the wrong step`);
}

function checkLive(world: World, now: Snapshot, run: EnrollmentRow): void {
	const definition = world.planOf(run.sequence_id).versions[run.version - 1];
	must(definition !== undefined, `${named(run)} has a version that nobody published`);
	must(definition!.steps.some(({ name }) => name === run.step), `${named(run)} waits for a step that its version does not have`);
	must(run.ended_at === null, `${named(run)} lives and has an end`);
	must((run.state === 'paused') === (run.paused_at !== null), `${named(run)} is paused without a time, or the other way round`);
	must(run.lease === null || run.state === 'active', `${named(run)} is held by an execution`);
	must(run.attempts <= definition!.maxAttempts, `${named(run)} was tried ${run.attempts} times`);
	if (run.due_at === null) {
		const adrift = [...now.sends.values()].some((send) => send.enrollment_id === run.id && send.step === run.step && send.state === 'unconfirmed');
		must(adrift && run.reason === 'unconfirmed', `${named(run)} is never due, and no send of its step is unconfirmed`);
	}
	if (run.lease === null) {
		const times = [run.due_at, run.expires_at].filter((at) => at !== null);
		const expected = run.state === 'active' && times.length > 0 ? Math.min(...times) : null;
		must(run.available_at === expected, `${named(run)} is looked at ${run.available_at}, due ${run.due_at}, expires ${run.expires_at}`);
	}
}

/** Runs that start one another end somewhere, and come round to the same sequence a day later at the earliest. */
function checkChains(now: Snapshot): void {
	const entered = new Map<string, number[]>();
	for (const run of now.runs.values()) {
		must(run.chain_depth <= LONGEST_CHAIN, `${named(run)} is number ${run.chain_depth} of its chain`);
		if (run.chain_root === null) continue;
		const key = `${run.chain_root} ${run.sequence_id} ${run.contact_id}`;
		entered.set(key, [...(entered.get(key) ?? []), run.enrolled_at]);
	}
	for (const times of entered.values()) {
		const sorted = times.sort((a, b) => a - b);
		must(sorted.every((at, i) => i === 0 || at - sorted[i - 1]! >= LOOP_WINDOW_MS), `a chain came round within a day: ${sorted.join(', ')}`);
	}
}

/**
 * What may bring an ended run back to life: a decision of somebody's, and never a claim or a crash. A webhook does so in
 * one case only, see isTakenBack.
 */
const REVIVING: ReadonlySet<Action['do']> = new Set(['enroll', 'steer', 'publish']);

export function checkEnds(before: Snapshot, now: Snapshot, action: Action): void {
	for (const run of before.runs.values()) {
		const after = now.runs.get(run.id);
		must(after !== undefined, `${named(run)} is gone`);
		if (live(run) || (mayBeTakenBack(run) && isTakenBack(before, now, run))) continue;
		if (live(after!)) {
			const allowed = REVIVING.has(action.do) && revivable(run, action.do);
			must(allowed, `${named(run)} came back to life by "${action.do}"`);
			continue;
		}
		const changed = (['state', 'reason', 'step', 'ended_at', 'last_sent_at'] as const).filter((column) => run[column] !== after![column]);
		// A run that is taken up at its end may have nothing left to do, and completes.
		if (REVIVING.has(action.do) && revivable(run, action.do)) continue;
		must(changed.length === 0, `${named(run)} had ended and changed: ${changed.join(', ')}, now ${named(after!)}`);
	}
}

/**
 * Meta takes its word back about the last message of a run: it failed after all, or was delivered after all. Then the
 * run stands at that step once more, or has ended otherwise.
 */
export function isTakenBack(before: Snapshot, now: Snapshot, run: EnrollmentRow): boolean {
	return [...now.sends.values()].some((send) => {
		const was = before.sends.get(send.id);
		if (send.enrollment_id !== run.id || was === undefined) return false;
		const fails = send.state === 'failed' && was.state !== 'failed' && was.state !== 'sending';
		const arrives = was.state === 'failed' && was.wamid !== null && send.state !== 'failed';
		return fails || arrives;
	});
}

const mayBeTakenBack = ({ state }: EnrollmentRow): boolean => state === 'completed' || state === 'failed';

/** Failed runs are taken up, a reply that was the keyword is taken back, a new last step is offered. */
function revivable(run: EnrollmentRow, by: Action['do']): boolean {
	if (by === 'steer') return run.state === 'failed';
	if (by === 'enroll') return run.reason === 'replied';
	return by === 'publish' && run.state === 'completed';
}
