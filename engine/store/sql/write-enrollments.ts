/** Beginning enrollments and writing where they stand, always a batch at a time. */
import type { Progress } from '../../sequence/lifecycle';
import { isInReview } from '../../sequence/review';
import type { Reason } from '../../sequence/reason';
import type { SequenceEventKind } from '../contract';
import { asRows } from '../driver';
import { LIVE, ONE_LIVE } from './live';
import { place, type EnrollmentRow } from './rows';
import type { Count } from './counters';
import type { EndedRun, Scope } from './scope';
import type { NewSequenceEvent } from './sequence-events';
import { updateRows } from './write-rows';

export interface NewEnrollment {
	id: string;
	sequenceId: string;
	version: number;
	contactId: string;
	/** wamid of the message that led here. */
	enrolledBy: string | null;
	reference: string | null;
	context: Record<string, unknown>;
	progress: Progress;
	/** The chain of runs that led here; see operations/runs/chain. */
	chainRoot: string | null;
	chainDepth: number;
	heldOut: boolean;
	/** What its first step counts from; now unless it is said otherwise. */
	enrolledAt?: number;
}

/**
 * When a claim has to look at a run: at its next step, or at its expiry if that comes first. Also a run that is held
 * expires; one that is paused waits for whoever resumes it.
 */
export function availableAt({ state, dueAt, expiresAt }: Pick<Progress, 'state' | 'dueAt' | 'expiresAt'>): number | null {
	if (state !== 'active') return null;
	if (dueAt === null || expiresAt === null) return dueAt ?? expiresAt;
	return Math.min(dueAt, expiresAt);
}

/**
 * Inserts what does not break "one live enrollment per sequence and contact", and answers the ids of those that
 * went in: the unique index decides, whoever else inserts at the same moment.
 */
export async function insertEnrollments({ session, account, now }: Scope, batch: NewEnrollment[]): Promise<Set<string>> {
	if (batch.length === 0) return new Set();
	const columns = {
		id: 'text',
		sequence_id: 'text',
		version: 'bigint',
		contact_id: 'text',
		state: 'text',
		reason: 'text',
		step: 'text',
		due_at: 'bigint',
		available_at: 'bigint',
		enrolled_at: 'bigint',
		enrolled_by: 'text',
		ended_at: 'bigint',
		held_out: 'bigint',
		reference: 'text',
		context: 'text',
		expires_at: 'bigint',
		chain_root: 'text',
		chain_depth: 'bigint',
	} as const;
	const inserted = await session.all<{ id: string }>(
		`INSERT INTO enrollment (id, account, sequence_id, version, contact_id, state, reason, step, due_at, available_at,
			attempts, enrolled_at, enrolled_by, ended_at, held_out, reference, context, expires_at, chain_root, chain_depth, changed_at)
		SELECT id, :account, sequence_id, version, contact_id, state, reason, step, due_at, available_at,
			0, enrolled_at, enrolled_by, ended_at, held_out, reference, context, expires_at, chain_root, chain_depth, :now
		FROM ${session.dialect.rows('batch', columns)} n WHERE 1 = 1
		ON CONFLICT (contact_id, sequence_id, ${ONE_LIVE}) DO NOTHING
		RETURNING id`,
		{
			account,
			now,
			batch: asRows(
				batch.map(({ id, sequenceId, version, contactId, enrolledBy, reference, context, progress, chainRoot, chainDepth, heldOut, enrolledAt = now }) => ({
					id,
					sequence_id: sequenceId,
					version,
					contact_id: contactId,
					state: progress.state,
					reason: progress.reason,
					step: progress.step,
					due_at: progress.dueAt,
					available_at: availableAt(progress),
					enrolled_at: enrolledAt,
					enrolled_by: enrolledBy,
					ended_at: progress.endedAt,
					held_out: heldOut ? 1 : 0,
					reference,
					context: JSON.stringify(context),
					expires_at: progress.expiresAt,
					chain_root: chainRoot,
					chain_depth: chainDepth,
				})),
			),
		},
	);
	return new Set(inserted.map((row) => row.id));
}

export interface RestartedRun {
	id: string;
	/** What its first step counts from now. */
	enrolledAt: number;
	progress: Progress;
	availableAt: number | null;
}

const RESTARTED = {
	id: 'text', enrolled_at: 'bigint', step: 'text', due_at: 'bigint', available_at: 'bigint', attempts: 'bigint', reason: 'text', lease: 'text', lease_owner: 'text', changed_at: 'bigint',
} as const;

/** Runs that have done nothing yet stand at their beginning again. A lease on them is lost. */
export async function restartRuns({ session, now }: Scope, runs: RestartedRun[]): Promise<void> {
	await updateRows(
		session,
		'enrollment',
		RESTARTED,
		runs.map(({ id, enrolledAt, progress, availableAt: available }) => ({
			id,
			enrolled_at: enrolledAt,
			step: progress.step,
			due_at: progress.dueAt,
			available_at: available,
			attempts: 0,
			reason: null,
			lease: null,
			lease_owner: null,
			changed_at: now,
		})),
	);
}

export interface ProgressWrite {
	enrollment: EnrollmentRow;
	progress: Progress;
	version: number;
	/** wamid of the message that ended it. */
	endedBy?: string;
	/** What makes the reason clear: the name of a guard's rule. */
	reasonDetail?: string;
	/** What the event tells of an end, such as Meta's words. */
	endDetail?: string | null;
	/** The step was finished under this lease: further nodes of the execution may still send for it. */
	finishedLease?: string;
	/** The step waited for a reply, which came then. */
	repliedAt?: number;
}

/**
 * What changes of runs that stay in their state. SQLite writes anew every entry of an index whose columns an UPDATE names,
 * changed or not, and three indexes have the state.
 */
const PROGRESS_IN_STATE = {
	id: 'text',
	version: 'bigint',
	reason: 'text',
	reason_detail: 'text',
	step: 'text',
	due_at: 'bigint',
	available_at: 'bigint',
	lease: 'text',
	lease_owner: 'text',
	attempts: 'bigint',
	last_sent_at: 'bigint',
	replied_at: 'bigint',
	ended_at: 'bigint',
	ended_by: 'text',
	last_lease: 'text',
	last_step: 'text',
	paused_at: 'bigint',
	expires_at: 'bigint',
	cancelled_steps: 'text',
	changed_at: 'bigint',
} as const;

const PROGRESS = { ...PROGRESS_IN_STATE, state: 'text' } as const;

type ProgressColumns = typeof PROGRESS | typeof PROGRESS_IN_STATE;

/** Writes where enrollments stand now. The lease is given up; whoever still holds it can write no more. */
export async function writeProgress(scope: Scope, writes: ProgressWrite[]): Promise<void> {
	const details = new Map<EndedRun, string | null>();
	const stayInState = writes.every(({ enrollment, progress }) => enrollment.state === progress.state);
	for (const { enrollment, progress, version, endedBy, reasonDetail, endDetail, finishedLease, repliedAt } of writes) {
		details.set(enrollment, reasonDetail ?? endDetail ?? null);
		if (enrollment.ended_at !== null) scope.counts.push(countOfEnd(enrollment, -1), ...countOfReply(enrollment, -1));
		// The step waited for it, so it answers the one before.
		else if (repliedAt !== undefined) scope.counts.push(...countOfAnswer(enrollment, 1));
		const wasInReview = isInReview(enrollment);
		if (finishedLease) enrollment.last_step = enrollment.step;
		place(enrollment, progress);
		enrollment.version = version;
		enrollment.available_at = availableAt(progress);
		enrollment.lease = null;
		enrollment.lease_owner = null;
		enrollment.ended_by = endedBy ?? null;
		enrollment.replied_at = repliedAt ?? enrollment.replied_at;
		enrollment.reason_detail = reasonDetail ?? null;
		enrollment.last_lease = finishedLease ?? enrollment.last_lease;
		if (wasInReview && !isInReview(enrollment)) scope.leftReview.push(enrollment);
	}
	await writeRows(scope, writes.map(({ enrollment }) => enrollment), stayInState ? PROGRESS_IN_STATE : PROGRESS);
	scope.counts.push(...writes.flatMap(({ enrollment }) => (enrollment.ended_at === null ? [] : countOfReply(enrollment, 1))));
	noteEnds(scope, writes.map(({ enrollment }) => enrollment), details);
}

/** Remembers which of these runs have ended, for what follows from it before the transaction commits. */
export function noteEnds(
	scope: Scope,
	runs: ReadonlyArray<EndedRun & Pick<EnrollmentRow, 'ended_at'>>,
	details: ReadonlyMap<EndedRun, string | null> = new Map(),
): void {
	const ended = runs.filter((run) => run.ended_at !== null);
	scope.ended.push(...ended);
	scope.counts.push(...ended.map((run) => countOfEnd(run, 1)));
	scope.events.push(...ended.map((run) => eventOfEnd(run, details.get(run) ?? null)));
}

function eventOfEnd({ id, sequence_id, contact_id, state, step, reason }: EndedRun, detail: string | null): NewSequenceEvent {
	return { kind: state as SequenceEventKind, sequenceId: sequence_id, contactId: contact_id, enrollmentId: id, step, reason: reason as Reason | null, detail };
}

/** "exited replied" and the like, once per run; taken back when a run goes on. */
function countOfEnd({ sequence_id, state, reason }: EndedRun, total: 1 | -1): Count {
	return { sequence_id, step: '', event: `${state} ${reason}`, total };
}

/** A reply that ended the run answers the step that was done last. */
function countOfReply(run: EnrollmentRow, total: 1 | -1): Count[] {
	return run.reason === 'replied' ? countOfAnswer(run, total) : [];
}

function countOfAnswer({ sequence_id, last_step }: EnrollmentRow, total: 1 | -1): Count[] {
	return last_step === null ? [] : [{ sequence_id, step: last_step, event: 'replied', total }];
}

/** Writes rows as they stand in memory, leases included. */
export async function writeRows({ session, now }: Scope, rows: EnrollmentRow[], columns: ProgressColumns = PROGRESS): Promise<void> {
	for (const row of rows) row.changed_at = now;
	await updateRows(session, 'enrollment', columns, rows);
}

/** Time stood still for this long for everybody in a sequence: silence did not grow meanwhile. */
export async function postponeExpiries({ session }: Scope, sequenceId: string, byMs: number): Promise<void> {
	await session.run(
		`UPDATE enrollment SET expires_at = expires_at + CAST(:by AS BIGINT), available_at = CASE
				WHEN lease IS NOT NULL OR state <> 'active' THEN available_at
				WHEN due_at < expires_at + CAST(:by AS BIGINT) THEN due_at
				ELSE expires_at + CAST(:by AS BIGINT) END
		WHERE sequence_id = :sequence AND ${LIVE} AND expires_at IS NOT NULL`,
		{ sequence: sequenceId, by: byMs },
	);
}
