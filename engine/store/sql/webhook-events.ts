/** Which inbound messages have been taken in: Meta delivers at least once, for up to seven days. */
import { createHash } from 'node:crypto';
import type { KeptMessage } from '../contract';
import { asColumn, asRows, type SqlSession } from '../driver';
import { inOrder } from './lock-rows';
import type { Scope } from './scope';

/** Meta retries for seven days (Meta: webhooks/overview); a day more for clocks and queues. */
const KEEP_MS = 8 * 24 * 60 * 60 * 1000;
/** Per webhook: many more than it brings, and few enough to be over in a millisecond or two. */
const FORGOTTEN_AT_ONCE = 200;

/** A wamid holds the phone number (it is base64); to know it again its hash will do, which names nobody. */
function fingerprint(wamid: string): string {
	return createHash('sha256').update(wamid).digest('base64url');
}

/** Deletes up to so many of the events that Meta delivers no more, of all accounts; how many there were. */
export async function forgetEvents({ session, now }: Scope, limit: number): Promise<number> {
	return session.run(
		`DELETE FROM webhook_event WHERE (account, id) IN (
			SELECT account, id FROM webhook_event WHERE received_at < :before ORDER BY received_at LIMIT :limit
		)`,
		{ before: now - KEEP_MS, limit },
	);
}

/**
 * The messages among these that are new. A message that another process took in but never acknowledged counts as
 * new: that process died between storing it and starting the execution.
 */
export async function takeInMessages(scope: Scope, ids: string[], owner: string): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const { session, account, now } = scope;
	await forgetEvents(scope, FORGOTTEN_AT_ONCE);
	const fingerprints = new Map(ids.map((id) => [fingerprint(id), id]));
	const rows = await session.all<{ id: string }>(
		`INSERT INTO webhook_event (account, id, owner, acknowledged, received_at)
		SELECT :account, id, :owner, 0, :now FROM ${session.dialect.rows('batch', { id: 'text' })} n WHERE 1 = 1
		ON CONFLICT (account, id) DO UPDATE SET owner = excluded.owner, received_at = excluded.received_at
			WHERE webhook_event.acknowledged = 0 AND webhook_event.owner <> excluded.owner
		RETURNING id`,
		// Sorted, as everything is locked: another process may be taking in a redelivery in another order.
		{ account, owner, now, batch: asRows([...fingerprints.keys()].sort().map((id) => ({ id }))) },
	);
	return new Set(rows.map((row) => fingerprints.get(row.id)!));
}

const these = (session: SqlSession): string =>
	inOrder(session, 'webhook_event', `account = :account AND id IN (SELECT id FROM ${session.dialect.rows('batch', { id: 'text' })} n)`);

/** Those that are not acknowledged belong to no process any more: the next delivery is new, whoever takes it in. */
export async function release({ session, account }: Scope, ids: string[]): Promise<void> {
	const params = { account, batch: asRows(ids.map((id) => ({ id: fingerprint(id) }))) };
	await session.run(`UPDATE webhook_event SET owner = '' WHERE account = :account AND acknowledged = 0 AND ${these(session)}`, params);
}

export async function markAcknowledged({ session, account }: Scope, ids: string[]): Promise<void> {
	const params = { account, batch: asRows(ids.map((id) => ({ id: fingerprint(id) }))) };
	await session.run(`UPDATE webhook_event SET acknowledged = 1, kept = NULL WHERE account = :account AND ${these(session)}`, params);
}

export async function keep({ session, account }: Scope, keeper: string, messages: KeptMessage[]): Promise<void> {
	const kept = messages.map((message) => ({ id: fingerprint(message.wamid), kept: JSON.stringify(message) }));
	if (session.runEach) {
		// Out of JSON, SQLite would look through the whole batch for each of its messages: half a second for a thousand.
		const statement = 'UPDATE webhook_event SET keeper = ?, kept = ? WHERE account = ? AND id = ? AND acknowledged = 0';
		await session.runEach(statement, kept.map((row) => [keeper, row.kept, account, row.id]));
		return;
	}
	await session.run(
		`UPDATE webhook_event SET keeper = :keeper, kept = n.kept FROM ${session.dialect.columns('n', { id: 'text', kept: 'text' })}
		WHERE webhook_event.account = :account AND webhook_event.id = n.id AND webhook_event.acknowledged = 0`,
		{ account, keeper, n_id: asColumn(kept.map(({ id }) => id)), n_kept: asColumn(kept.map((row) => row.kept)) },
	);
}

export async function adopt({ session, account }: Scope, keeper: string, owner: string): Promise<KeptMessage[]> {
	const rows = await session.all<{ kept: string; received_at: number }>(
		`UPDATE webhook_event SET owner = :owner
		WHERE account = :account AND keeper = :keeper AND kept IS NOT NULL AND owner <> :owner
		RETURNING kept, received_at`,
		{ account, keeper, owner },
	);
	return rows.sort((a, b) => a.received_at - b.received_at).map(({ kept }) => JSON.parse(kept) as KeptMessage);
}

/** From the newest backwards, by the index on the time: a number that gets messages has one among the first. */
export async function lastReceived({ session, account }: Scope): Promise<number | null> {
	const [row] = await session.all<{ received_at: number }>(
		'SELECT received_at FROM webhook_event WHERE account = :account ORDER BY received_at DESC LIMIT 1',
		{ account },
	);
	return row === undefined ? null : Number(row.received_at);
}

/** Whoever is erased is in no message that waits either: its execution is not begun, and a redelivery is none. */
export async function forgetKeptOf({ session, account }: Scope, contactIds: string[]): Promise<void> {
	const rows = await session.all<{ id: string; kept: string }>(
		'SELECT id, kept FROM webhook_event WHERE account = :account AND kept IS NOT NULL',
		{ account },
	);
	const theirs = rows.filter(({ kept }) => contactIds.some((id) => kept.includes(id)));
	if (theirs.length === 0) return;
	await session.run(
		`UPDATE webhook_event SET acknowledged = 1, kept = NULL
		WHERE account = :account AND id IN (SELECT id FROM ${session.dialect.rows('batch', { id: 'text' })} n)`,
		{ account, batch: asRows(theirs.map(({ id }) => ({ id }))) },
	);
}
