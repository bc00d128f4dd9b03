/** Locks for statements that write rows without having read them. */
import { asList, type SqlParams, type SqlSession } from '../driver';
import { LIVE } from './live';
import type { Scope } from './scope';

/** The tables whose rows have an `id`. */
type Table = 'contact' | 'enrollment' | 'webhook_event';

const lockedRows = ({ dialect }: SqlSession, table: Table, condition: string): string =>
	`SELECT e.id FROM ${table} e WHERE ${condition} ${dialect.lockInOrder('e')}`;

/**
 * The WHERE of an UPDATE that locks its rows in the order of their ids, as every SELECT with Dialect.lockInOrder does: left to
 * itself it would lock them in any order, and might wait for somebody who waits for it. Within the same statement,
 * since a row that is added between two of them would be locked late. SQLite has nothing to lock.
 *
 * @param condition over plain names of columns
 */
export function inOrder(session: SqlSession, table: Table, condition: string): string {
	return session.dialect.lockInOrder('e') === '' ? condition : `id IN (${lockedRows(session, table, condition)})`;
}

async function lock(session: SqlSession, table: Table, condition: string, params: SqlParams): Promise<void> {
	if (session.dialect.lockInOrder('e') !== '') await session.run(lockedRows(session, table, condition), params);
}

export interface SendsToWrite {
	/** Sends whose runs may move on. */
	runs: string[];
	/** Sends whose contacts change, too, and with them perhaps other runs of theirs. */
	contacts: string[];
}

/** Locks what is written along with these sends, before the sends themselves. */
export async function lockOwners({ session }: Scope, { runs, contacts }: SendsToWrite): Promise<void> {
	const theSends = (parameter: string): string => `send s WHERE ${session.dialect.among('s.id', parameter)}`;
	const batches = { runs: asList(runs), contacts: asList(contacts) };
	let owners = `SELECT s.enrollment_id FROM ${theSends('runs')}`;
	if (contacts.length > 0) {
		await lock(session, 'contact', `e.id IN (SELECT s.contact_id FROM ${theSends('contacts')})`, batches);
		owners += ` UNION SELECT l.id FROM enrollment l WHERE l.${LIVE} AND l.contact_id IN (SELECT s.contact_id FROM ${theSends('contacts')})`;
	}
	if (runs.length > 0) await lock(session, 'enrollment', `e.id IN (${owners})`, batches);
}

/** All at once the runs that a message may end in several ways: as a reply, and as an opt-out. */
export async function lockLiveRunsOf({ session }: Scope, contactIds: string[]): Promise<void> {
	await lock(session, 'enrollment', `e.${LIVE} AND ${session.dialect.among('e.contact_id', 'contacts')}`, { contacts: asList(contactIds) });
}

/**
 * Holds these contacts until the transaction ends, always in the same order, so that two transactions that enroll the
 * same people wait for one another and never for each other.
 */
export async function lockContacts({ session }: Scope, ids: string[]): Promise<void> {
	if (ids.length > 0) await lock(session, 'contact', session.dialect.among('e.id', 'ids'), { ids: asList(ids) });
}
