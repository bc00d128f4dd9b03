/** Which inbound messages have been taken in: Meta delivers at least once, for up to seven days. */
import { asRows, type SqlSession } from '../driver';
import { inOrder } from './lock-rows';
import type { Scope } from './scope';

/** Meta retries for seven days (Meta: webhooks/overview); a day more for clocks and queues. */
const KEEP_MS = 8 * 24 * 60 * 60 * 1000;

/**
 * The messages among these that are new. A message that another process took in but never acknowledged counts as
 * new: that process died between storing it and starting the execution.
 */
export async function takeInMessages({ session, account, now }: Scope, ids: string[], owner: string): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	await session.run('DELETE FROM webhook_event WHERE received_at < :before', { before: now - KEEP_MS });
	const rows = await session.all<{ id: string }>(
		`INSERT INTO webhook_event (account, id, owner, acknowledged, received_at)
		SELECT :account, id, :owner, 0, :now FROM ${session.dialect.rows('batch', { id: 'text' })} n WHERE 1 = 1
		ON CONFLICT (account, id) DO UPDATE SET owner = excluded.owner, received_at = excluded.received_at
			WHERE webhook_event.acknowledged = 0 AND webhook_event.owner <> excluded.owner
		RETURNING id`,
		// Sorted, as everything is locked: another process may be taking in a redelivery in another order.
		{ account, owner, now, batch: asRows([...new Set(ids)].sort().map((id) => ({ id }))) },
	);
	return new Set(rows.map((row) => row.id));
}

const these = (session: SqlSession): string =>
	inOrder(session, 'webhook_event', `account = :account AND id IN (SELECT id FROM ${session.dialect.rows('batch', { id: 'text' })} n)`);

/** Those that are not acknowledged belong to no process any more: the next delivery is new, whoever takes it in. */
export async function release({ session, account }: Scope, ids: string[]): Promise<void> {
	const params = { account, batch: asRows(ids.map((id) => ({ id }))) };
	await session.run(`UPDATE webhook_event SET owner = '' WHERE account = :account AND acknowledged = 0 AND ${these(session)}`, params);
}

export async function markAcknowledged({ session, account }: Scope, ids: string[]): Promise<void> {
	const params = { account, batch: asRows(ids.map((id) => ({ id }))) };
	await session.run(`UPDATE webhook_event SET acknowledged = 1 WHERE account = :account AND ${these(session)}`, params);
}
