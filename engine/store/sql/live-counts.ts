/** How many live people stand where, from counts that the database keeps (schema/005-live-count). */
import { asRows } from '../driver';
import type { Scope } from './scope';

/** How many live people are in which state at which step and version. */
export interface LiveCount {
	state: string;
	step: string | null;
	version: number;
	people: number;
	/** Rows that it was added up from. */
	parts: number;
}

export async function liveCounts({ session }: Scope, sequenceId: string): Promise<LiveCount[]> {
	const rows = await session.all<LiveCount & { step: string }>(
		`SELECT state, step, version, CAST(SUM(people) AS BIGINT) AS people, COUNT(*) AS parts FROM live_count
		WHERE sequence_id = :sequence GROUP BY state, step, version`,
		{ sequence: sequenceId },
	);
	return rows.map((row) => ({ ...row, step: row.step === '' ? null : row.step }));
}

interface Part {
	sequence_id: string;
	version: number;
	step: string;
	state: string;
	people: number;
}

const PLACE = 'sequence_id, version, step, state, part';

/** Takes out up to `limit` rows that transactions have added, but those that somebody else is taking out. */
export async function takeParts({ session, account }: Scope, limit: number): Promise<Part[]> {
	return session.all<Part>(
		`DELETE FROM live_count WHERE (${PLACE}) IN (
			SELECT ${PLACE} FROM live_count WHERE part > 0 AND sequence_id IN (SELECT id FROM sequence WHERE account = :account)
			LIMIT :limit ${session.dialect.skipLocked}
		) RETURNING sequence_id, version, step, state, people`,
		{ account, limit },
	);
}

/** Adds these to the rows that stay; in one order for everybody, so that two of them never wait for each other. */
export async function addToWhole({ session }: Scope, parts: readonly Part[]): Promise<void> {
	const columns = { sequence_id: 'text', version: 'bigint', step: 'text', state: 'text', people: 'bigint' } as const;
	await session.run(
		`INSERT INTO live_count (${PLACE}, people)
		SELECT sequence_id, version, step, state, 0, people FROM (
			SELECT sequence_id, version, step, state, SUM(people) AS people
			FROM ${session.dialect.rows('parts', columns)} p GROUP BY sequence_id, version, step, state
		) sums WHERE 1 = 1 ORDER BY sequence_id, version, step, state
		ON CONFLICT (${PLACE}) DO UPDATE SET people = live_count.people + excluded.people`,
		{ parts: asRows(parts.map(({ sequence_id, version, step, state, people }) => ({ sequence_id, version, step, state, people }))) },
	);
}

/** Places at which nobody stands any more. */
export async function dropEmpty({ session, account }: Scope): Promise<void> {
	await session.run(
		`DELETE FROM live_count WHERE (${PLACE}) IN (
			SELECT ${PLACE} FROM live_count WHERE part = 0 AND people = 0 AND sequence_id IN (SELECT id FROM sequence WHERE account = :account)
			${session.dialect.skipLocked}
		)`,
		{ account },
	);
}
