/** Totals per sequence and step, kept as things happen so that no page scans the sends. */
import { asRows } from '../driver';
import type { Scope } from './scope';

/** `step` is empty for what concerns the sequence as a whole. */
export interface Count {
	sequence_id: string;
	step: string;
	/** accepted, delivered, … of a step; of a sequence: enrolled, "completed completed", "exited replied", "revenue EUR" */
	event: string;
	total: number;
}

const COLUMNS = { sequence_id: 'text', step: 'text', event: 'text', total: 'bigint' } as const;

const keyOf = ({ sequence_id, step, event }: Count): string => JSON.stringify([sequence_id, step, event]);

/** Adds up; in one order for everybody, so that two transactions never wait for each other. */
export async function addCounts({ session }: Scope, counts: Count[]): Promise<void> {
	const totals = new Map<string, Count>();
	for (const count of counts) {
		const entry = totals.get(keyOf(count));
		totals.set(keyOf(count), { ...count, total: (entry?.total ?? 0) + count.total });
	}
	const rows = [...totals].filter(([, { total }]) => total !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
	if (rows.length === 0) return;
	await session.run(
		`INSERT INTO step_counter (sequence_id, step, event, total)
		SELECT sequence_id, step, event, total FROM ${session.dialect.rows('batch', COLUMNS)} n WHERE 1 = 1
		ON CONFLICT (sequence_id, step, event) DO UPDATE SET total = step_counter.total + excluded.total`,
		{ batch: asRows(rows.map(([, { sequence_id, step, event, total }]) => ({ sequence_id, step, event, total }))) },
	);
}

export async function countsOf({ session }: Scope, sequenceId: string): Promise<Count[]> {
	return session.all<Count>('SELECT sequence_id, step, event, total FROM step_counter WHERE sequence_id = :sequence', {
		sequence: sequenceId,
	});
}

/** What was counted for a step goes along with its new name. */
export async function renameCounters(scope: Scope, sequenceId: string, renames: Array<{ from: string; to: string }>): Promise<void> {
	if (renames.length === 0) return;
	const to = new Map(renames.map((rename) => [rename.from, rename.to]));
	const former = (await countsOf(scope, sequenceId)).filter(({ step }) => to.has(step));
	await addCounts(scope, former.flatMap((count) => [{ ...count, total: -count.total }, { ...count, step: to.get(count.step)! }]));
}
