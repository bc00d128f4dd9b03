/** Reading enrollments, always a batch at a time. */
import { LIVE_STATES } from '../../sequence/enrollment';
import { asList, asRows, type SqlParams } from '../driver';
import { eachState } from './each-state';
import { LIVE } from './live';
import { ENROLLMENT_COLUMNS, columnsOf, type EnrollmentRow } from './rows';
import type { Scope } from './scope';

export async function enrollmentsById({ session, account }: Scope, ids: string[]): Promise<Map<string, EnrollmentRow>> {
	const rows = await session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM enrollment e WHERE ${session.dialect.among('e.id', 'ids')} AND e.account = :account ${session.dialect.lockInOrder('e')}`,
		{ account, ids: asList(ids) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** As they stand at the moment, for readers. */
export async function readEnrollments({ session, account }: Scope, ids: string[]): Promise<Map<string, EnrollmentRow>> {
	const rows = await session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')} FROM enrollment e WHERE ${session.dialect.among('e.id', 'ids')} AND e.account = :account`,
		{ account, ids: asList(ids) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** Whose enrollments these are and in what: neither ever changes, so nothing is locked. */
export async function contactsAndSequencesOf(
	{ session, account }: Scope,
	ids: string[],
): Promise<Array<{ contact_id: string; sequence_id: string }>> {
	return session.all(
		`SELECT e.contact_id, e.sequence_id FROM enrollment e WHERE ${session.dialect.among('e.id', 'ids')} AND e.account = :account`,
		{ account, ids: asList(ids) },
	);
}

/** The live enrollment of each sequence and contact that has one. */
export async function liveEnrollments({ session }: Scope, pairs: Array<{ sequence_id: string; contact_id: string }>): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM ${session.dialect.rows('wanted', { sequence_id: 'text', contact_id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.contact_id = w.contact_id AND e.sequence_id || '' = w.sequence_id AND e.${LIVE}
		${session.dialect.lockInOrder('e')}`,
		{ wanted: asRows(pairs) },
	);
}

/**
 * The live enrollment of each sequence and contact, else the latest, by `sequence contact`. One statement, so that all
 * are locked in one order, and none that is ending at this moment is taken for a live one. The latest is looked for
 * among the contact's few runs: left to itself SQLite reads MAX off the index of the whole sequence, and 2,000 people
 * more in a sequence of 2,000 took 13 seconds instead of 0.6.
 */
export async function currentEnrollments(
	{ session }: Scope,
	pairs: Array<{ sequence_id: string; contact_id: string }>,
): Promise<Map<string, EnrollmentRow>> {
	const rows = await session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')}
		FROM ${session.dialect.rows('wanted', { sequence_id: 'text', contact_id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.id IN (
			(SELECT MAX(l.id) FROM enrollment l WHERE l.contact_id = w.contact_id AND l.sequence_id || '' = w.sequence_id),
			(SELECT l.id FROM enrollment l WHERE l.contact_id = w.contact_id AND l.sequence_id || '' = w.sequence_id AND l.${LIVE})
		) ${session.dialect.lockInOrder('e')}`,
		{ wanted: asRows(pairs) },
	);
	const liveLast = [...rows.filter((row) => row.ended_at !== null), ...rows.filter((row) => row.ended_at === null)];
	return new Map(liveLast.map((row) => [pairKey(row), row]));
}

export const pairKey = (pair: { sequence_id: string; contact_id: string }): string => `${pair.sequence_id} ${pair.contact_id}`;

/** All live enrollments of these contacts, in whatever sequence. */
export async function liveEnrollmentsOf({ session }: Scope, contactIds: string[]): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')} FROM enrollment e
		WHERE ${session.dialect.among('e.contact_id', 'contacts')} AND e.${LIVE} ${session.dialect.lockInOrder('e')}`,
		{ contacts: asList(contactIds) },
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

export interface ChainEntry {
	root: string;
	sequence_id: string;
	contact_id: string;
	entered_at: number;
}

/** When contacts entered sequences within these chains, the first run of a chain included. */
export async function chainEntries({ session, account }: Scope, roots: string[]): Promise<ChainEntry[]> {
	if (roots.length === 0) return [];
	const wanted = session.dialect.rows('wanted', { id: 'text' });
	return session.all<ChainEntry>(
		`SELECT e.chain_root AS root, e.sequence_id, e.contact_id, e.enrolled_at AS entered_at FROM ${wanted} w
		CROSS JOIN enrollment e WHERE e.chain_root = w.id AND e.account = :account
		UNION ALL
		SELECT e.id AS root, e.sequence_id, e.contact_id, e.enrolled_at AS entered_at FROM ${wanted} w
		CROSS JOIN enrollment e WHERE e.id = w.id AND e.account = :account`,
		{ account, wanted: asRows([...new Set(roots)].map((id) => ({ id }))) },
	);
}

/** The next live runs of a sequence that are at another version than `version`, in their order. */
export async function staleEnrollments(
	{ session }: Scope,
	sequenceId: string,
	{ version, after, limit }: { version: number; after: string; limit: number },
): Promise<EnrollmentRow[]> {
	const params: SqlParams = { sequence: sequenceId, version, after, limit };
	const next = eachState({ table: 'enrollment', columns: 'l.id', condition: 'l.sequence_id = :sequence AND l.id > :after AND l.version <> :version', order: 'ASC' }, LIVE_STATES, params);
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')} FROM enrollment e
		WHERE e.id IN (${next}) AND e.${LIVE} AND e.version <> :version ORDER BY e.id LIMIT :limit ${session.dialect.lock('e')}`,
		params,
	);
}

/**
 * The next people whose latest run of a sequence completed under an older version, and who may be written to; in the
 * order of their runs.
 */
export async function completedEnrollments(
	{ session }: Scope,
	sequenceId: string,
	{ version, after, limit }: { version: number; after: string; limit: number },
): Promise<EnrollmentRow[]> {
	return session.all<EnrollmentRow>(
		`SELECT ${columnsOf(ENROLLMENT_COLUMNS, 'e')} FROM enrollment e
		WHERE e.sequence_id = :sequence AND e.id > :after AND e.state = 'completed' AND e.version < :version
			AND NOT EXISTS (
				SELECT 1 FROM enrollment l WHERE l.contact_id = e.contact_id AND l.sequence_id || '' = e.sequence_id
					AND (l.id > e.id OR l.${LIVE})
			)
			AND EXISTS (SELECT 1 FROM contact c WHERE c.id = e.contact_id AND c.opted_out_by IS NULL)
		ORDER BY e.id LIMIT :limit ${session.dialect.lock('e')}`,
		{ sequence: sequenceId, version, after, limit },
	);
}
