/** Every due step ends in exactly one reason, and what was told stays told. */
import type { EnrollmentRow } from '../../../engine/store/sql/rows';
import type { Action } from '../actions';
import type { Event, Snapshot } from '../snapshot';
import { must } from './broken';
import { isTakenBack, live } from './runs';

export function checkReasons(before: Snapshot, now: Snapshot, action: Action): void {
	for (const [id, event] of before.events) must(JSON.stringify(now.events.get(id)) === JSON.stringify(event), `the timeline forgot or changed ${JSON.stringify(event)}`);
	const told = new Map<string, Event[]>();
	for (const [id, event] of now.events) {
		if (before.events.has(id) || event.enrollment_id === null) continue;
		told.set(event.enrollment_id, [...(told.get(event.enrollment_id) ?? []), event]);
	}
	for (const run of now.runs.values()) {
		const was = before.runs.get(run.id);
		if (!was || !isTakenBack(before, now, was)) checkRun(was, run, told.get(run.id) ?? [], action);
		else checkTakenBack(was, run, told.get(run.id) ?? []);
	}
}

function checkRun(was: EnrollmentRow | undefined, is: EnrollmentRow, told: Event[], action: Action): void {
	const said = (): string => JSON.stringify(told.map(({ kind, step, reason }) => `${kind} ${step} ${reason}`));
	const ends = told.filter(({ kind }) => kind === 'ended').length;
	if (!live(is) && (!was || live(was))) must(ends === 1, `the run ended as ${is.reason} by "${action.do}" and the timeline tells ${ends} ends: ${said()}`);
	if (!was) must(told.filter(({ kind }) => kind === 'enrolled').length === 1, `a run began and the timeline says ${said()}`);
	if (!was || !live(was)) return;
	const closings = told.filter(({ kind, step }) => (kind === 'step' || kind === 'ended') && step === was.step).length;
	const stays = live(is) && is.step === was.step;
	// A jump to where the run stands begins the step anew; an edit moves people without anything having been due.
	if (stays) must(closings === 0 || action.do === 'steer', `step ${was.step} goes on, and the timeline ended it: ${said()}`);
	else if (action.do === 'publish' || isMoved(told)) must(closings <= 1, `step ${was.step} ended twice: ${said()}`);
	else must(closings === 1 || (was.version !== is.version && closings === 0), `step ${was.step} ended by "${action.do}" with ${closings} reasons: ${said()}`);
}

/** The step had its reason when its message was taken; that it stands there once more, or ended there, is told beside it. */
function checkTakenBack(was: EnrollmentRow, is: EnrollmentRow, told: Event[]): void {
	if (was.step === is.step && was.state === is.state) return;
	const kinds = live(is) ? ['retry', 'step'] : ['ended'];
	must(told.some(({ kind }) => kinds.includes(kind)), `run ${is.id} went from ${was.state} at ${was.step} to ${is.state} at ${is.step}, and the timeline tells ${JSON.stringify(told)}`);
}

const isMoved = (told: Event[]): boolean => told.some(({ kind }) => kind === 'moved');
