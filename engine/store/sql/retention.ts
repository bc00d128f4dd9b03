/** Deleting what is old. Ids begin with their time, so "older than" is a range of the index that pages are read by. */
import { asRows } from '../driver';
import { timePrefix } from '../ids';
import type { Scope } from './scope';

/** Deletes up to so many timeline events; how many there were. */
export async function deleteTimelineBefore({ session, account }: Scope, before: number, limit: number): Promise<number> {
	return session.run(
		`DELETE FROM timeline_event WHERE id IN (
			SELECT id FROM timeline_event WHERE account = :account AND id < :before ORDER BY id LIMIT :limit
		)`,
		{ account, before: timePrefix(before), limit },
	);
}

/** Deletes up to so many events that were never taken; how many there were. */
export async function deleteEventsBefore({ session, account }: Scope, before: number, limit: number): Promise<number> {
	return session.run(
		`DELETE FROM sequence_event WHERE id IN (
			SELECT id FROM sequence_event WHERE account = :account AND id < :before ORDER BY id LIMIT :limit
		)`,
		{ account, before: timePrefix(before), limit },
	);
}

/** Ids of old sends behind `after`, finished or not. */
export async function sendIdsBefore({ session, account }: Scope, before: number, after: string, limit: number): Promise<string[]> {
	const rows = await session.all<{ id: string }>(
		'SELECT id FROM send WHERE account = :account AND id > :after AND id < :before ORDER BY id LIMIT :limit',
		{ account, after, before: timePrefix(before), limit },
	);
	return rows.map(({ id }) => id);
}

/**
 * Deletes those of these sends that nothing needs any more. The ledger of a live enrollment keeps its messages from
 * going out twice, an open send waits for its status, and a contact's last one tells when we wrote to them.
 */
export async function deleteFinishedSends({ session, account }: Scope, ids: string[], before: number): Promise<number> {
	if (ids.length === 0) return 0;
	return session.run(
		`DELETE FROM send WHERE account = :account AND id IN (SELECT id FROM ${session.dialect.rows('batch', { id: 'text' })} n)
			AND state NOT IN ('sending', 'unconfirmed') AND sending_at < :before
			AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.id = send.enrollment_id AND e.ended_at IS NULL)
			AND EXISTS (SELECT 1 FROM send later WHERE later.contact_id = send.contact_id AND later.id > send.id)`,
		{ account, before, batch: asRows(ids.map((id) => ({ id }))) },
	);
}
