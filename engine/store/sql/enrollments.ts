/** Reading and writing enrollments, always a batch at a time. */
import type { Progress } from '../../sequence/lifecycle';
import { asRows } from '../driver';
import { inOrder } from './lock-rows';
import { ENROLLMENT_COLUMNS, columnsOf, type EnrollmentRow } from './rows';
import type { Scope } from './scope';
import { updateRows } from './write-rows';

const LIVE = "state IN ('active', 'paused', 'in_review')";
const WAITING_AT = `sequence_id = :sequence AND step = :step AND ${LIVE}`;

export async function enrollmentsById({ session, account }: Scope, ids: string[]): Promise<Map<string, EnrollmentRow>> {
	const rows = await session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.id = w.id AND e.account = :account ${session.dialect.lock('e')}`,
		{ account, wanted: asRows([...new Set(ids)].map((id) => ({ id }))) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** The live enrollment of each sequence and contact that has one. */
export async function liveEnrollments(
	{ session }: Scope,
	pairs: Array<{ sequence_id: string; contact_id: string }>,
): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM ${session.dialect.rows('wanted', { sequence_id: 'text', contact_id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.sequence_id = w.sequence_id AND e.contact_id = w.contact_id AND e.${LIVE}
		${session.dialect.lock('e')}`,
		{ wanted: asRows(pairs) },
	);
}

/**
 * The live enrollment of each sequence and contact, else the latest, by `sequence contact`. One statement, so that all
 * are locked in one order, and none that is ending at this moment is taken for a live one.
 */
export async function currentEnrollments(
	{ session }: Scope,
	pairs: Array<{ sequence_id: string; contact_id: string }>,
): Promise<Map<string, EnrollmentRow>> {
	const rows = await session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM ${session.dialect.rows('wanted', { sequence_id: 'text', contact_id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.id IN (
			(SELECT MAX(l.id) FROM enrollment l WHERE l.contact_id = w.contact_id AND l.sequence_id = w.sequence_id),
			(SELECT l.id FROM enrollment l WHERE l.contact_id = w.contact_id AND l.sequence_id = w.sequence_id AND l.${LIVE})
		) ${session.dialect.lock('e')}`,
		{ wanted: asRows(pairs) },
	);
	const liveLast = [...rows.filter((row) => row.ended_at !== null), ...rows.filter((row) => row.ended_at === null)];
	return new Map(liveLast.map((row) => [pairKey(row), row]));
}

export const pairKey = (pair: { sequence_id: string; contact_id: string }): string => `${pair.sequence_id} ${pair.contact_id}`;

/** All live enrollments of these contacts, in whatever sequence. */
export async function liveEnrollmentsOf({ session }: Scope, contactIds: string[]): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.contact_id = w.id AND e.${LIVE} ${session.dialect.lock('e')}`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))) },
	);
}

/** The runs that these messages ended, whenever that was. */
export async function runsEndedBy(
	{ session }: Scope,
	messages: Array<{ contact_id: string; message_id: string }>,
): Promise<Array<{ id: string; sequence: string; reason: string; message_id: string }>> {
	return session.all(
		`SELECT e.id, s.name AS sequence, e.reason, w.message_id
		FROM ${session.dialect.rows('wanted', { contact_id: 'text', message_id: 'text' })} w
		CROSS JOIN enrollment e JOIN sequence s ON s.id = e.sequence_id
		WHERE e.contact_id = w.contact_id AND e.ended_by = w.message_id
		ORDER BY e.id`,
		{ wanted: asRows(messages) },
	);
}

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
		enrolled_by: 'text',
		ended_at: 'bigint',
		reference: 'text',
		context: 'text',
	} as const;
	const inserted = await session.all<{ id: string }>(
		`INSERT INTO enrollment (id, account, sequence_id, version, contact_id, state, reason, step, due_at, available_at,
			attempts, enrolled_at, enrolled_by, ended_at, reference, context)
		SELECT id, :account, sequence_id, version, contact_id, state, reason, step, due_at, due_at,
			0, :now, enrolled_by, ended_at, reference, context
		FROM ${session.dialect.rows('batch', columns)} n WHERE 1 = 1
		ON CONFLICT (sequence_id, contact_id) WHERE ${LIVE} DO NOTHING
		RETURNING id`,
		{
			account,
			now,
			batch: asRows(
				batch.map(({ id, sequenceId, version, contactId, enrolledBy, reference, context, progress }) => ({
					id,
					sequence_id: sequenceId,
					version,
					contact_id: contactId,
					state: progress.state,
					reason: progress.reason,
					step: progress.step,
					due_at: progress.dueAt,
					enrolled_by: enrolledBy,
					ended_at: progress.endedAt,
					reference,
					context: JSON.stringify(context),
				})),
			),
		},
	);
	return new Set(inserted.map((row) => row.id));
}

export interface ProgressWrite {
	enrollment: EnrollmentRow;
	progress: Progress;
	version: number;
	/** wamid of the message that ended it. */
	endedBy?: string;
	/** The step was finished under this lease: further nodes of the execution may still send for it. */
	finishedLease?: string;
}

const PROGRESS = {
	id: 'text',
	version: 'bigint',
	state: 'text',
	reason: 'text',
	step: 'text',
	due_at: 'bigint',
	available_at: 'bigint',
	lease: 'text',
	lease_owner: 'text',
	attempts: 'bigint',
	last_sent_at: 'bigint',
	ended_at: 'bigint',
	ended_by: 'text',
	last_lease: 'text',
	last_step: 'text',
} as const;

/** Writes where enrollments stand now. The lease is given up; whoever still holds it can write no more. */
export async function writeProgress({ session }: Scope, writes: ProgressWrite[]): Promise<void> {
	await updateRows(
		session,
		'enrollment',
		PROGRESS,
		writes.map(({ enrollment, progress, version, endedBy, finishedLease }) => ({
			id: enrollment.id,
			version,
			state: progress.state,
			reason: progress.reason,
			step: progress.step,
			due_at: progress.dueAt,
			available_at: progress.dueAt,
			lease: null,
			lease_owner: null,
			attempts: progress.attempts,
			last_sent_at: progress.lastSentAt,
			ended_at: progress.endedAt,
			ended_by: endedBy ?? null,
			last_lease: finishedLease ?? enrollment.last_lease,
			last_step: finishedLease ? enrollment.step : enrollment.last_step,
		})),
	);
}

/**
 * Moves everybody waiting at step `from` to `to`; the number of people moved. Whoever holds the step that is gone
 * loses it: the end of their execution must not count for the other one.
 */
export async function moveStep({ session }: Scope, sequenceId: string, from: string, to: string): Promise<number> {
	return session.run(
		`UPDATE enrollment SET step = :to, attempts = 0, available_at = due_at, lease = NULL, lease_owner = NULL
		WHERE ${inOrder(session, 'enrollment', WAITING_AT)}`,
		{ sequence: sequenceId, step: from, to },
	);
}

/** Completes everybody waiting at a step that is gone with nothing behind it, and answers who that was. */
export async function completeAt(
	{ session, now }: Scope,
	sequenceId: string,
	step: string,
): Promise<Array<{ id: string; contact_id: string }>> {
	return session.all<{ id: string; contact_id: string }>(
		`UPDATE enrollment SET state = 'completed', reason = 'completed', step = NULL, due_at = NULL, available_at = NULL,
			lease = NULL, lease_owner = NULL, ended_at = :now
		WHERE ${inOrder(session, 'enrollment', WAITING_AT)} RETURNING id, contact_id`,
		{ sequence: sequenceId, step, now },
	);
}

export async function stepsInUse({ session }: Scope, sequenceId: string): Promise<Array<{ step: string; people: number }>> {
	return session.all<{ step: string; people: number }>(
		`SELECT step, COUNT(*) AS people FROM enrollment WHERE sequence_id = :sequence AND ${LIVE} AND step IS NOT NULL GROUP BY step`,
		{ sequence: sequenceId },
	);
}
