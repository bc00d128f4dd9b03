/**
 * What follows when Meta had taken a message and tells later that it failed. It means the same as the same code in the
 * answer to the POST (docs/messages.md); only that the run has moved on meanwhile. So where the message still matters the
 * run is taken back to its step, unless the next one has left already.
 */
import { isLive, type EnrollmentState } from '../../../sequence/enrollment';
import { afterStep, reopen, type Progress, type StepOutcome } from '../../../sequence/lifecycle';
import { findStep, stopRulesOf, type SequenceDefinition } from '../../../sequence/definition';
import { LONGEST_CAPPED_MS } from '../../../sequence/retry';
import type { Disposition } from '../../../whatsapp/disposition';
import { adviceOf, dispositionOf, findMetaError } from '../../../whatsapp/meta-errors';
import { zoneOfRow } from '../../contact-zone';
import { madeAt } from '../../ids';
import { contactsById } from '../../sql/contacts';
import { enrollmentsById, liveEnrollments, pairKey } from '../../sql/enrollments';
import { writeProgress, type ProgressWrite } from '../../sql/write-enrollments';
import { toEnrollment, type EnrollmentRow, type SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sendsOfSteps, setAside } from '../../sql/sends';
import type { Sequence } from '../../sql/sequences';
import { addTimeline, type NewTimelineEvent } from '../../sql/timeline';
import { endEnrollments } from '../runs/end-enrollments';
import { sequencesOf } from '../sequences/follow';
import { holdAccount } from './hold-account';
import { reasonOfRefusal, refusalOutcome } from './meta-refusal';
import { pauseForTemplates } from '../sequences/pause-for-template';
import { optOut } from '../people/write-consent';

/** What a failure means; null for one without a code of Meta's, which means no more than that it failed. */
export function meaningOf(code: number | null | undefined): Disposition | null {
	return code == null || !findMetaError(code) ? null : dispositionOf({ code });
}

/** The step is tried again, or its failure shown, where nothing else of the run has left since. */
const TAKEN_BACK: ReadonlySet<Disposition> = new Set<Disposition>(['retry', 'retry_next_day', 'pause_sequence', 'account', 'message']);

/** @param failed sends of which this has not been told before, locked together with their runs and contacts */
export async function followFailures(scope: Scope, failed: SendRow[]): Promise<void> {
	if (failed.length === 0) return;
	const meaning = (...wanted: Disposition[]): SendRow[] => failed.filter(({ error_code }) => wanted.includes(meaningOf(error_code)!));
	await endUnreachable(scope, meaning('undeliverable'));
	await takeBack(scope, failed.filter(({ error_code }) => TAKEN_BACK.has(meaningOf(error_code)!)));
	await optOut(scope, meaning('opt_out').map(({ contact_id, failed_at }) => ({ contactId: contact_id, at: failed_at ?? scope.now })), 'meta_error');
	await pauseForTemplates(
		scope,
		meaning('pause_sequence').flatMap(({ sequence_id, label, error_code }) =>
			sequence_id === null ? [] : [{ sequenceId: sequence_id, label, detail: `${adviceOf({ code: error_code! })} (code ${error_code})` }],
		),
	);
	const [fault] = meaning('account');
	if (fault) await holdAccount(scope, { reason: reasonOf(fault), detail: detailOf(fault) });
}

const reasonOf = (send: SendRow) => reasonOfRefusal({ error: errorOf(send), disposition: meaningOf(send.error_code)! });
const errorOf = ({ error_code, error }: SendRow) => ({ code: error_code ?? 0, text: error ?? '' });
const detailOf = ({ error_code, error }: SendRow): string => `${error_code}: ${error ?? ''}`;

/** A number that cannot be reached ends the run that sent to it, where the sequence says so. */
async function endUnreachable(scope: Scope, sends: SendRow[]): Promise<void> {
	const ids = sends.flatMap(({ enrollment_id }) => enrollment_id ?? []);
	if (ids.length === 0) return;
	const live = [...(await enrollmentsById(scope, ids)).values()].filter((row) => row.ended_at === null);
	const sequenceOf = await sequencesOf(scope, live);
	const stopping = live.filter((row) => stopRulesOf(sequenceOf(row).definition).undeliverable);
	await endEnrollments(scope, stopping.map((enrollment) => ({ enrollment, reason: 'undeliverable' })));
}

async function takeBack(scope: Scope, sends: SendRow[]): Promise<void> {
	const ids = sends.flatMap(({ enrollment_id }) => enrollment_id ?? []);
	if (ids.length === 0) return;
	const rows = await enrollmentsById(scope, ids);
	const waiting = new Map<string, SendRow>();
	for (const send of sends) {
		const row = rows.get(send.enrollment_id ?? '');
		if (row && !waiting.has(row.id) && standsBehind(row, send, scope.now)) waiting.set(row.id, send);
	}
	const runs = await withoutOthers(scope, [...waiting.keys()].map((id) => rows.get(id)!));
	const sequenceOf = await sequencesOf(scope, runs);
	const contacts = await contactsById(scope, runs.map((row) => row.contact_id));
	const posts = await sendsOfSteps(scope, runs.map((row) => ({ enrollment_id: row.id, step: waiting.get(row.id)!.step! })));
	const writes: ProgressWrite[] = [];
	const timeline: NewTimelineEvent[] = [];
	for (const row of runs) {
		const send = waiting.get(row.id)!;
		const sequence = sequenceOf(row);
		const taken = placeAgain(row, historyOf(send, posts.get(row.id) ?? []), sequence, zoneOfRow(contacts.get(row.contact_id), sequence));
		if (!taken) continue;
		writes.push({ enrollment: row, progress: taken, version: sequence.version });
		const kind = isLive(taken.state) ? 'retry' : 'ended';
		timeline.push({ contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id, kind, step: send.step, reason: reasonOf(send), detail: detailOf(send) });
		// An execution that had finished the step must not send for it once more under its old lease.
		row.last_lease = null;
		scope.woken.add(row.sequence_id);
	}
	await setAside(scope, writes.map(({ enrollment }) => ({ enrollment_id: enrollment.id, step: waiting.get(enrollment.id)!.step! })));
	await writeProgress(scope, writes);
	await addTimeline(scope, timeline);
}

/** The step was the last one sent, and nobody works on the next one. */
function standsBehind(row: EnrollmentRow, send: SendRow, now: number): boolean {
	const going = row.state === 'active' || row.state === 'paused' || row.state === 'completed';
	const isHeld = row.lease !== null && (row.available_at ?? 0) > now;
	return going && !isHeld && send.step !== null && row.last_step === send.step && row.step !== send.step;
}

/** Somebody who completed may be in the sequence anew. */
async function withoutOthers(scope: Scope, rows: EnrollmentRow[]): Promise<EnrollmentRow[]> {
	const ended = rows.filter((row) => row.ended_at !== null);
	if (ended.length === 0) return rows;
	const live = new Set((await liveEnrollments(scope, ended.map(({ sequence_id, contact_id }) => ({ sequence_id, contact_id })))).map(pairKey));
	return rows.filter((row) => row.ended_at === null || !live.has(pairKey(row)));
}

/** A failure, and what there was of its step before. */
interface Failure {
	send: SendRow;
	/** When it failed: statuses that come late or in another order lead to the same time. */
	at: number;
	/** The first send of this step: how long it has been tried. */
	first: Pick<SendRow, 'id'>;
	posts: number;
}

function historyOf(send: SendRow, all: SendRow[]): Failure {
	const ids = [send, ...all].map(({ id }) => id).sort();
	return { send, at: send.failed_at ?? send.sending_at, first: { id: ids[0]! }, posts: all.reduce((sum, { posts }) => sum + posts, 0) };
}

/** Where the run stands at the step once more; null where it had better go on. */
function placeAgain(row: EnrollmentRow, failure: Failure, { definition }: Sequence, zone: string): Progress | null {
	const step = failure.send.step!;
	if (!findStep(definition, step)?.enabled) return null;
	const { at, posts: attempts } = failure;
	const run = toEnrollment({ ...row, attempts, step, due_at: at });
	const back = row.ended_at === null ? run : { ...run, ...reopen(run, definition, zone, at), step, attempts, dueAt: at };
	const outcome = outcomeOf(failure, { ...row, attempts, due_at: at }, definition);
	const progress = outcome && afterStep(back, definition, outcome, zone, at);
	if (!progress) return null;
	return isLive(progress.state) ? { ...progress, attempts: outcome.kind === 'retry' ? attempts : 0, ...stillPaused(row, progress) } : progress;
}

/** A paused run stays so, at the step before the one at which it was paused. */
function stillPaused({ state }: EnrollmentRow, progress: Progress): Partial<Progress> {
	return (state as EnrollmentState) === 'paused' ? { state: 'paused', reason: 'paused' } : { state: 'active', reason: progress.reason };
}

function outcomeOf({ send, at, first }: Failure, enrollment: EnrollmentRow, definition: SequenceDefinition): StepOutcome | null {
	const disposition = meaningOf(send.error_code)!;
	if (disposition === 'retry_next_day' && at - madeAt(first.id) >= LONGEST_CAPPED_MS) return null;
	const outcome = refusalOutcome({ error: errorOf(send), disposition }, { enrollment, send: first, definition, spread: 0 }, at);
	// It was sent so often: the run goes on without it.
	if (outcome.kind === 'retry' && enrollment.attempts >= definition.maxAttempts) return null;
	return outcome;
}
