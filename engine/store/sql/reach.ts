/** Whom templates have reached outside their windows within 24 hours: what Meta's messaging limit counts. */
import { asRows } from '../driver';
import type { Scope } from './scope';

/** Those of these contacts who count already. */
export async function reachedAmong({ session, account, now }: Scope, contactIds: string[]): Promise<Set<string>> {
	const rows = await session.all<{ contact_id: string }>(
		`SELECT r.contact_id FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN reach r WHERE r.account = :account AND r.contact_id = w.id AND r.counts_until > :now`,
		{ account, now, wanted: asRows(contactIds.map((id) => ({ id }))) },
	);
	return new Set(rows.map(({ contact_id }) => contact_id));
}

export async function countReached({ session, account, now }: Scope): Promise<number> {
	const [row] = await session.all<{ n: number }>('SELECT COUNT(*) AS n FROM reach WHERE account = :account AND counts_until > :now', { account, now });
	return Number(row?.n ?? 0);
}

/** When the next so many of them count no more, soonest first. */
export async function nextFree({ session, account, now }: Scope, limit: number): Promise<number[]> {
	const rows = await session.all<{ counts_until: number }>(
		'SELECT counts_until FROM reach WHERE account = :account AND counts_until > :now ORDER BY counts_until LIMIT :limit',
		{ account, now, limit },
	);
	return rows.map(({ counts_until }) => counts_until);
}

export async function writeReached({ session, account }: Scope, contactIds: string[], until: number): Promise<void> {
	if (contactIds.length === 0) return;
	await session.run(
		`INSERT INTO reach (account, contact_id, counts_until)
		SELECT :account, w.id, :until FROM ${session.dialect.rows('batch', { id: 'text' })} w WHERE 1 = 1
		ON CONFLICT (contact_id, account) DO UPDATE SET counts_until = excluded.counts_until`,
		{ account, until, batch: asRows([...new Set(contactIds)].sort().map((id) => ({ id }))) },
	);
}
