/** Making rows of one contact those of another. What may exist only once per contact is united. */
import { ACCOUNT_TABLES, TRAVEL_WITH_CONTACT } from '../account-tables';
import { asRows, type SqlValue } from '../driver';
import type { AccountRow } from '../operations/people/merge-rows';
import { columnNamesOf, deleteRowsOf } from './account-rows';
import { SCHEMA_TABLES } from '../schema-columns';
import type { Scope } from './scope';

/** By the id of a contact who is no more: the contact who stays. */
export type Moves = ReadonlyMap<string, string>;

/** Tables with a row that a contact can have only once: inserted anew, and left out where the other has it. */
const UNITED = ['contact_tag', 'consent_event'] as const;

/** Every other table that names a contact; what a new table lists as its person column moves along. */
const MOVED = [
	{ name: TRAVEL_WITH_CONTACT, person: 'contact_id' },
	...ACCOUNT_TABLES.flatMap(({ name, person }) =>
		person === null || name === 'contact' || (UNITED as readonly string[]).includes(name) ? [] : [{ name, person }],
	),
];

export async function moveRows(scope: Scope, moves: Moves): Promise<void> {
	const { session } = scope;
	const batch = asRows([...moves].map(([gone, stays]) => ({ gone, stays })));
	for (const { name, person } of MOVED) {
		await session.run(
			`UPDATE ${name} SET ${person} = m.stays
			FROM ${session.dialect.rows('batch', { gone: 'text', stays: 'text' })} m WHERE ${name}.${person} = m.gone`,
			{ batch },
		);
	}
	for (const table of UNITED) await unite(scope, table, moves);
}

async function unite(scope: Scope, table: (typeof UNITED)[number], moves: Moves): Promise<void> {
	const { session } = scope;
	const columns = columnNamesOf(table);
	const rows = await session.all<AccountRow>(
		`SELECT ${columns.map((column) => `t.${column}`).join(', ')} FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN ${table} t WHERE t.contact_id = w.id`,
		{ wanted: asRows([...moves.keys()].map((id) => ({ id }))) },
	);
	if (rows.length === 0) return;
	await deleteRowsOf(scope, table, 'contact_id', [...moves.keys()]);
	const types = Object.fromEntries(columns.map((column) => [column, SCHEMA_TABLES[table]![column]!.type]));
	await session.run(
		`INSERT INTO ${table} (${columns.join(', ')})
		SELECT ${columns.join(', ')} FROM ${session.dialect.rows('batch', types)} n WHERE 1 = 1
		ON CONFLICT DO NOTHING`,
		{ batch: asRows(rows.map((row) => ({ ...(row as Record<string, SqlValue>), contact_id: moves.get(String(row.contact_id))! }))) },
	);
}

/** The id of somebody who was merged leads to whom they were merged into: items that are on their way carry it. */
export async function keepFormerIds({ session, account }: Scope, moves: Moves): Promise<void> {
	await session.run(
		`INSERT INTO ${TRAVEL_WITH_CONTACT} (account, kind, value, contact_id)
		SELECT :account, 'id', gone, stays FROM ${session.dialect.rows('batch', { gone: 'text', stays: 'text' })} m WHERE 1 = 1
		ON CONFLICT (account, kind, value) DO NOTHING`,
		{ account, batch: asRows([...moves].map(([gone, stays]) => ({ gone, stays }))) },
	);
}

/** How many messages of each of these runs left, or may have left. */
export async function messagesOfRuns({ session }: Scope, enrollmentIds: string[]): Promise<Map<string, number>> {
	const rows = await session.all<{ id: string; total: number }>(
		`SELECT s.enrollment_id AS id, CAST(COUNT(*) AS BIGINT) AS total
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN send s
		WHERE s.enrollment_id = w.id AND (s.wamid IS NOT NULL OR s.state <> 'failed')
		GROUP BY s.enrollment_id`,
		{ wanted: asRows(enrollmentIds.map((id) => ({ id }))) },
	);
	return new Map(rows.map(({ id, total }) => [id, Number(total)]));
}
