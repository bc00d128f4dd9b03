/** Counts for an audit: by indexes, and none beyond MOST_COUNTED. */
import { KEYWORDS_LAPSE_MS, MOST_COUNTED } from '../contract';
import type { Count } from './counters';
import { LIVE } from './live';
import { timePrefix } from '../ids';
import type { Scope } from './scope';

export interface Backlog {
	sequence_id: string;
	late: number;
	events: number;
}

/**
 * In the order of their indexes: of a sequence with nothing late PostgreSQL would else read all that there is.
 *
 * @param before UTC milliseconds: what has waited since then is counted
 */
export async function backlogs({ session, account }: Scope, before: number): Promise<Backlog[]> {
	const rows = await session.all<Backlog>(
		`SELECT s.id AS sequence_id,
			(SELECT COUNT(*) FROM (
				SELECT 1 FROM enrollment e WHERE e.sequence_id = s.id AND e.${LIVE} AND e.state = 'active' AND e.available_at IS NOT NULL AND e.available_at < :before
				ORDER BY e.available_at LIMIT ${MOST_COUNTED}
			) due) AS late,
			(SELECT COUNT(*) FROM (SELECT 1 FROM sequence_event v WHERE v.sequence_id = s.id AND v.id < :id ORDER BY v.id LIMIT ${MOST_COUNTED}) waiting) AS events
		FROM sequence s WHERE s.account = :account`,
		{ account, before, id: timePrefix(before) },
	);
	return rows.map(({ sequence_id, late, events }) => ({ sequence_id, late: Number(late), events: Number(events) }));
}

/** The totals of all sequences. */
export async function allCounts({ session, account }: Scope): Promise<Count[]> {
	return session.all<Count>(
		'SELECT c.sequence_id, c.step, c.event, c.total FROM sequence s JOIN step_counter c ON c.sequence_id = s.id WHERE s.account = :account',
		{ account },
	);
}

export async function countUnconfirmed({ session, account }: Scope): Promise<number> {
	const [row] = await session.all<{ count: number }>(
		`SELECT COUNT(*) AS count FROM (SELECT 1 FROM send WHERE account = :account AND state = 'unconfirmed' LIMIT ${MOST_COUNTED}) adrift`,
		{ account },
	);
	return Number(row?.count ?? 0);
}

/** Keywords of workflows that are heard from no more, in their alphabetical order. */
export async function deadKeywords({ session, account, now }: Scope): Promise<Array<{ written: string; label: string; claimed_at: number }>> {
	return session.all(
		`SELECT written, label, claimed_at FROM keyword WHERE account = :account AND claimed_at < :before ORDER BY keyword LIMIT ${MOST_COUNTED}`,
		{ account, before: now - KEYWORDS_LAPSE_MS },
	);
}
