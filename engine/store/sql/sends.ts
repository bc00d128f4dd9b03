/** The ledger of sends: one row per enrollment, step and node, committed before the POST. */
import type { RecentSend } from '../contract';
import { asList, asRows } from '../driver';
import { groupBy } from '../group-by';
import { SEND_COLUMNS, columnsOf, type SendRow } from './rows';
import type { Scope } from './scope';
import { insertRows, updateRows } from './write-rows';

export interface SendKey {
	enrollment_id: string;
	step: string;
	node: string;
}

export const sendKey = (key: SendKey): string => JSON.stringify([key.enrollment_id, key.step, key.node]);

/** Not locked: what belongs to an enrollment is protected by the lock on that. */
export async function sendsByKey({ session, account }: Scope, keys: SendKey[]): Promise<Map<string, SendRow>> {
	if (keys.length === 0) return new Map();
	const rows = await session.all<SendRow & SendKey>(
		`SELECT ${columnsOf(SEND_COLUMNS, 's')}
		FROM ${session.dialect.rows('wanted', { enrollment_id: 'text', step: 'text', node: 'text' })} w
		CROSS JOIN send s WHERE s.enrollment_id = w.enrollment_id AND s.step = w.step AND s.node = w.node
			AND s.account = :account`,
		{ account, wanted: asRows(keys.map(({ enrollment_id, step, node }) => ({ enrollment_id, step, node }))) },
	);
	return new Map(rows.map((row) => [sendKey(row), row]));
}

/** All sends of these steps, by whatever node. */
export async function sendsOfSteps(
	{ session }: Scope,
	steps: Array<{ enrollment_id: string; step: string }>,
): Promise<Map<string, SendRow[]>> {
	if (steps.length === 0) return new Map();
	const rows = await session.all<SendRow & { enrollment_id: string }>(
		`SELECT ${columnsOf(SEND_COLUMNS, 's')}
		FROM ${session.dialect.rows('wanted', { enrollment_id: 'text', step: 'text' })} w
		CROSS JOIN send s WHERE s.enrollment_id = w.enrollment_id AND s.step = w.step`,
		{ wanted: asRows(steps) },
	);
	return groupBy(rows, (row) => row.enrollment_id);
}

/** Everything that was sent for these runs, by run. */
export async function sendsOfRuns({ session, account }: Scope, enrollmentIds: string[]): Promise<Map<string, SendRow[]>> {
	if (enrollmentIds.length === 0) return new Map();
	const rows = await session.all<SendRow>(
		`SELECT ${SEND_COLUMNS} FROM send WHERE ${session.dialect.among('enrollment_id', 'runs')} AND account = :account ORDER BY id`,
		{ account, runs: asList(enrollmentIds) },
	);
	return groupBy(rows, ({ enrollment_id }) => enrollment_id ?? '');
}

/** All messages to these contacts since an instant, oldest first. */
export async function recentSends({ session, account }: Scope, contactIds: string[], since: number): Promise<Map<string, RecentSend[]>> {
	const rows = await session.all<{ contact_id: string; at: number; errorCode: number | null }>(
		`SELECT s.contact_id, s.sending_at AS at, s.error_code AS "errorCode" FROM send s
		WHERE ${session.dialect.among('s.contact_id', 'contacts')} AND s.account = :account AND s.sending_at > :since ORDER BY s.sending_at, s.id`,
		{ account, since, contacts: asList([...new Set(contactIds)]) },
	);
	const sends = rows.map(({ contact_id, at, errorCode }) => ({ contact_id, send: { at: Number(at), errorCode: errorCode === null ? null : Number(errorCode) } }));
	return new Map([...groupBy(sends, ({ contact_id }) => contact_id)].map(([id, all]) => [id, all.map(({ send }) => send)]));
}

/** The messages of sequences to these contacts that were begun after an instant and have not failed. */
export async function sentSince(
	{ session }: Scope,
	wanted: Array<{ contact_id: string; since: number }>,
): Promise<Array<{ contact_id: string; sending_at: number }>> {
	if (wanted.length === 0) return [];
	return session.all(
		`SELECT s.contact_id, s.sending_at
		FROM ${session.dialect.rows('wanted', { contact_id: 'text', since: 'bigint' })} w
		CROSS JOIN send s WHERE s.contact_id = w.contact_id AND s.sending_at > w.since
			AND s.sequence_id IS NOT NULL AND s.state <> 'failed'`,
		{ wanted: asRows(wanted) },
	);
}

/** Locked until the transaction ends. */
export async function sendsById({ session, account }: Scope, ids: string[]): Promise<Map<string, SendRow>> {
	const rows = await session.all<SendRow>(
		`SELECT ${columnsOf(SEND_COLUMNS, 's')}
		FROM send s WHERE ${session.dialect.among('s.id', 'ids')} AND s.account = :account
		${session.dialect.lockInOrder('s')}`,
		{ account, ids: asList(ids) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** Which of these are sends of other business numbers. */
export async function sendsElsewhere({ session, account }: Scope, ids: string[]): Promise<string[]> {
	if (ids.length === 0) return [];
	const rows = await session.all<{ id: string }>(
		`SELECT s.id FROM send s WHERE ${session.dialect.among('s.id', 'ids')} AND s.account <> :account`,
		{ account, ids: asList(ids) },
	);
	return rows.map(({ id }) => id);
}

/** Not locked: read them again by sendsById to write them. */
export async function sendsByWamid({ session, account }: Scope, wamids: string[]): Promise<Map<string, SendRow>> {
	const rows = await session.all<SendRow & { wamid: string }>(
		`SELECT ${columnsOf(SEND_COLUMNS, 's')}
		FROM ${session.dialect.rows('wanted', { wamid: 'text' })} w
		CROSS JOIN send s WHERE s.account = :account AND s.wamid = w.wamid`,
		{ account, wanted: asRows([...new Set(wamids)].map((wamid) => ({ wamid }))) },
	);
	return new Map(rows.map((row) => [row.wamid, row]));
}

const FIXED = {
	id: 'text',
	contact_id: 'text',
	enrollment_id: 'text',
	sequence_id: 'text',
	step: 'text',
	node: 'text',
} as const;

const CHANGING = {
	id: 'text',
	label: 'text',
	state: 'text',
	posts: 'bigint',
	wamid: 'text',
	error_code: 'bigint',
	error: 'text',
	sending_at: 'bigint',
	accepted_at: 'bigint',
	sent_at: 'bigint',
	delivered_at: 'bigint',
	read_at: 'bigint',
	failed_at: 'bigint',
} as const;

export async function insertSends({ session, account }: Scope, sends: SendRow[]): Promise<void> {
	await insertRows(session, 'send', { account: 'text', ...FIXED, ...CHANGING }, sends.map((send) => ({ account, ...send })));
}

export async function updateSends({ session }: Scope, sends: SendRow[]): Promise<void> {
	await updateRows(session, 'send', CHANGING, sends);
}

/** Longer than any POST takes. A late answer is still welcome: it overrules "unconfirmed". */
const LONGEST_POST_MS = 15 * 60_000;

/**
 * Sends whose process died, found by their age: those that no claim will meet because their step is finished, their
 * run has ended, or they belong to no sequence. Last in a transaction, since it locks sends in no order; those that
 * somebody is writing at this moment are not stranded. Answers how many they were.
 */
export async function markStranded({ session, account, now }: Scope): Promise<number> {
	return session.run(
		`UPDATE send SET state = 'unconfirmed' WHERE id IN (
			SELECT id FROM send WHERE account = :account AND state = 'sending' AND sending_at < :before ${session.dialect.skipLocked}
		)`,
		{ account, before: now - LONGEST_POST_MS },
	);
}

/** Newest first. */
export async function listSendRows(
	{ session, account }: Scope,
	filter: { enrollmentId?: string; unconfirmed?: boolean },
	page: { limit: number; after?: string },
): Promise<SendRow[]> {
	// An enrollment has its account; named beside it, the account's index looks as good as that of the few sends.
	const conditions = [
		filter.enrollmentId
			? 'enrollment_id = (SELECT e.id FROM enrollment e WHERE e.id = :enrollment AND e.account = :account)'
			: 'account = :account',
	];
	if (filter.unconfirmed) conditions.push("state = 'unconfirmed'");
	if (page.after) conditions.push('id < :after');
	return session.all<SendRow>(
		`SELECT ${SEND_COLUMNS} FROM send WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT :limit`,
		{
			account,
			limit: page.limit,
			...(filter.enrollmentId ? { enrollment: filter.enrollmentId } : {}),
			...(page.after ? { after: page.after } : {}),
		},
	);
}

/**
 * Lets these steps be sent once more: what was sent for them keeps its wamid and moves to a node name that nobody has,
 * since a step is sent once by each node.
 */
export async function setAside({ session }: Scope, steps: Array<{ enrollment_id: string; step: string }>): Promise<void> {
	if (steps.length === 0) return;
	await session.run(
		`UPDATE send SET node = send.node || ' before ' || send.id
		FROM ${session.dialect.rows('batch', { enrollment_id: 'text', step: 'text' })} n
		WHERE send.enrollment_id = n.enrollment_id AND send.step = n.step AND send.wamid IS NOT NULL
			AND send.node NOT LIKE '% before ' || send.id`,
		{ batch: asRows(steps.map(({ enrollment_id, step }) => ({ enrollment_id, step }))) },
	);
}

/** An earlier self of a step that was to be sent once more. */
export function isSetAside({ id, node }: Pick<SendRow, 'id' | 'node'>): boolean {
	return node.endsWith(` before ${id}`);
}
