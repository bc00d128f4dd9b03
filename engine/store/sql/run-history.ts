/** The timeline of single runs: by the contact's index, which holds few rows of each. */
import type { Reason } from '../../sequence/reason';
import type { TimelineEntry } from '../contract';
import { asRows } from '../driver';
import { groupBy } from '../group-by';
import type { Scope } from './scope';

interface HistoryRow {
	key: string;
	at: number;
	kind: string;
	sequence: string | null;
	step: string | null;
	reason: string | null;
	detail: string | null;
}

/** The latest `limit` events of each of these runs, oldest first, by the id of the run. */
export async function runEvents({ session }: Scope, runs: ReadonlyArray<{ id: string; contact_id: string }>, limit: number): Promise<Map<string, TimelineEntry[]>> {
	if (runs.length === 0) return new Map();
	const rows = await session.all<HistoryRow>(
		`SELECT key, at, kind, sequence, step, reason, detail FROM (
			SELECT t.enrollment_id AS key, t.id, t.at, t.kind, s.name AS sequence, t.step, t.reason, t.detail,
				ROW_NUMBER() OVER (PARTITION BY t.enrollment_id ORDER BY t.id DESC) AS place
			FROM ${session.dialect.rows('wanted', { id: 'text', contact_id: 'text' })} w CROSS JOIN timeline_event t LEFT JOIN sequence s ON s.id = t.sequence_id
			WHERE t.contact_id = w.contact_id AND t.enrollment_id = w.id
		) latest WHERE place <= :limit ORDER BY key, id`,
		{ wanted: asRows(runs.map(({ id, contact_id }) => ({ id, contact_id }))), limit },
	);
	return byKey(rows);
}

/** Why contacts were not taken into sequences, by "contact sequence". */
export async function runRefusals(
	{ session }: Scope,
	asked: ReadonlyArray<{ contact_id: string; sequence_id: string }>,
	limit: number,
): Promise<Map<string, TimelineEntry[]>> {
	const wanted = new Map(asked.map(({ contact_id, sequence_id }) => [`${contact_id} ${sequence_id}`, { contact_id, sequence_id }]));
	if (wanted.size === 0) return new Map();
	const rows = await session.all<HistoryRow>(
		`SELECT key, at, kind, sequence, step, reason, detail FROM (
			SELECT t.contact_id || ' ' || t.sequence_id AS key, t.id, t.at, t.kind, s.name AS sequence, t.step, t.reason, t.detail,
				ROW_NUMBER() OVER (PARTITION BY t.contact_id, t.sequence_id ORDER BY t.id DESC) AS place
			FROM ${session.dialect.rows('wanted', { contact_id: 'text', sequence_id: 'text' })} w CROSS JOIN timeline_event t LEFT JOIN sequence s ON s.id = t.sequence_id
			WHERE t.contact_id = w.contact_id AND t.sequence_id = w.sequence_id AND t.kind = 'refused'
		) latest WHERE place <= :limit ORDER BY key, id`,
		{ wanted: asRows([...wanted.values()]), limit },
	);
	return byKey(rows);
}

function byKey(rows: HistoryRow[]): Map<string, TimelineEntry[]> {
	const entries = rows.map(({ key, ...row }) => ({ key, entry: { ...row, reason: row.reason as Reason | null } }));
	return new Map([...groupBy(entries, ({ key }) => key)].map(([key, all]) => [key, all.map(({ entry }) => entry)]));
}
