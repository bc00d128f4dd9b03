/** Why nothing of an account is handed out; one row, while it lasts. */
import type { Reason } from '../../sequence/reason';
import type { Scope } from './scope';

export interface HoldRow {
	since: number;
	until: number;
	reason: Reason;
	detail: string;
	/** The lease of the step that may be sent all the same. */
	probe: string | null;
	told_at: number | null;
}

const COLUMNS = 'since, until, reason, detail, probe, told_at';

export async function readHold({ session, account }: Scope): Promise<HoldRow | null> {
	const [row] = await session.all<HoldRow>(`SELECT ${COLUMNS} FROM account_hold WHERE account = :account`, { account });
	return row ?? null;
}

/** False where there is one already. */
export async function insertHold({ session, account, now }: Scope, { until, reason, detail }: Pick<HoldRow, 'until' | 'reason' | 'detail'>): Promise<boolean> {
	const inserted = await session.run(
		`INSERT INTO account_hold (account, since, until, reason, detail) VALUES (:account, :now, :until, :reason, :detail)
		ON CONFLICT (account) DO NOTHING`,
		{ account, now, until, reason, detail },
	);
	return inserted > 0;
}

export async function prolongHold({ session, account }: Scope, { until, reason, detail }: Pick<HoldRow, 'until' | 'reason' | 'detail'>): Promise<void> {
	await session.run('UPDATE account_hold SET until = :until, reason = :reason, detail = :detail, probe = NULL WHERE account = :account', {
		account,
		until,
		reason,
		detail,
	});
}

/** True for one caller only. */
export async function markTold({ session, account, now }: Scope): Promise<boolean> {
	return (await session.run('UPDATE account_hold SET told_at = :now WHERE account = :account AND told_at IS NULL', { account, now })) > 0;
}

/** The steps under this lease are the trial of a hold that is over; false when another process tries already. */
export async function takeProbe({ session, account, now }: Scope, lease: string, until: number): Promise<boolean> {
	const taken = await session.run('UPDATE account_hold SET until = :until, probe = :lease WHERE account = :account AND until <= :now', {
		account,
		lease,
		until,
		now,
	});
	return taken > 0;
}

/**
 * Ends a hold that began before `begun`: a message that left then and went through proves nothing about one that began later.
 *
 * @param reasons those for which the answer is a proof; null for every reason
 */
export async function deleteHold({ session, account }: Scope, begun: number, reasons: Reason[] | null): Promise<HoldRow | null> {
	const named = reasons ? `AND reason IN (${reasons.map((reason) => `'${reason}'`).join(', ')})` : '';
	const [row] = await session.all<HoldRow>(`DELETE FROM account_hold WHERE account = :account AND since <= :begun ${named} RETURNING ${COLUMNS}`, {
		account,
		begun,
	});
	return row ?? null;
}
