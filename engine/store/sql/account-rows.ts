/** Rows of any table of an account: read in pages by their key, looked up, written as they are. */
import type { AccountTable } from '../account-tables';
import { asRows, type ColumnType, type SqlValue } from '../driver';
import type { AccountRow } from '../operations/people/merge-rows';
import { SCHEMA_TABLES } from '../schema-columns';
import type { Scope } from './scope';
import { insertRows } from './write-rows';

const FIRST: Record<ColumnType, SqlValue> = { text: '', bigint: Number.MIN_SAFE_INTEGER };

export const columnNamesOf = (table: string): string[] => Object.keys(SCHEMA_TABLES[table]!);

function typesOf(table: string, columns: readonly string[]): Record<string, ColumnType> {
	return Object.fromEntries(columns.map((column) => [column, SCHEMA_TABLES[table]![column]!.type]));
}

/** The parts of the key that the account does not settle. */
export const pageKeyOf = ({ key }: AccountTable): string[] => key.filter((column) => column !== 'account');

const scopeOf = ({ scopedBy }: AccountTable): string =>
	scopedBy === 'account' ? 't.account = :account' : 't.sequence_id IN (SELECT id FROM sequence WHERE account = :account)';

/** Up to `limit` rows behind `after`, the page key of the last row seen; null for the first rows. */
export async function pageOf({ session, account }: Scope, table: AccountTable, after: SqlValue[] | null, limit: number): Promise<AccountRow[]> {
	const key = pageKeyOf(table);
	const from = after ?? key.map((column) => FIRST[SCHEMA_TABLES[table.name]![column]!.type]);
	const places = Object.fromEntries(key.map((column, i) => [`after_${column}`, from[i]!]));
	return session.all<AccountRow>(
		`SELECT ${columnNamesOf(table.name).map((column) => `t.${column}`).join(', ')} FROM ${table.name} t
		WHERE ${scopeOf(table)} AND (${key.map((column) => `t.${column}`).join(', ')}) > (${key.map((column) => `:after_${column}`).join(', ')})
		ORDER BY ${key.map((column) => `t.${column}`).join(', ')} LIMIT :limit`,
		{ account, limit, ...places },
	);
}

/** Rows that agree with one of the wanted ones in these columns, held until the transaction ends. */
export async function rowsBy({ session, account }: Scope, table: AccountTable, columns: readonly string[], wanted: AccountRow[]): Promise<AccountRow[]> {
	const complete = wanted.filter((row) => columns.every((column) => row[column] != null));
	if (complete.length === 0) return [];
	const batch = complete.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
	return session.all<AccountRow>(
		`SELECT ${columnNamesOf(table.name).map((column) => `t.${column}`).join(', ')}
		FROM ${session.dialect.rows('wanted', typesOf(table.name, columns))} w CROSS JOIN ${table.name} t
		WHERE ${columns.map((column) => `t.${column} = w.${column}`).join(' AND ')} AND ${scopeOf(table)} ${session.dialect.lock('t')}`,
		{ account, wanted: asRows(batch) },
	);
}

/** The rows of these contacts, who are known to be of this account: by their index alone, which nothing else competes with. */
export async function rowsOfPeople({ session }: Scope, table: AccountTable, contactIds: string[]): Promise<AccountRow[]> {
	return session.all<AccountRow>(
		`SELECT ${columnNamesOf(table.name).map((column) => `t.${column}`).join(', ')}
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN ${table.name} t
		WHERE t.${table.person} = w.id ORDER BY ${table.key.map((column) => `t.${column}`).join(', ')}`,
		{ wanted: asRows(contactIds.map((id) => ({ id }))) },
	);
}

/** Deletes the rows that belong to these contacts, who are known to be of this account; how many there were of each. */
export async function deleteRowsOf(
	{ session }: Scope,
	table: string,
	person: string,
	contactIds: string[],
): Promise<Map<string, number>> {
	const rows = await session.all<{ person: string }>(
		`DELETE FROM ${table} WHERE ${person} IN (SELECT id FROM ${session.dialect.rows('wanted', { id: 'text' })} w)
		RETURNING ${person} AS person`,
		{ wanted: asRows(contactIds.map((id) => ({ id }))) },
	);
	const counts = new Map<string, number>();
	for (const row of rows) counts.set(row.person, (counts.get(row.person) ?? 0) + 1);
	return counts;
}

export async function insertAccountRows({ session }: Scope, table: string, rows: AccountRow[]): Promise<void> {
	const columns = columnNamesOf(table);
	await insertRows(session, table, typesOf(table, columns), rows.map((row) => complete(row, columns)));
}

/** Sets all columns of the rows with these keys. */
export async function updateAccountRows({ session }: Scope, { name, key }: AccountTable, rows: AccountRow[]): Promise<void> {
	if (rows.length === 0) return;
	const columns = columnNamesOf(name);
	const changes = columns.filter((column) => !key.includes(column));
	await session.run(
		`UPDATE ${name} SET ${changes.map((column) => `${column} = n.${column}`).join(', ')}
		FROM ${session.dialect.rows('batch', typesOf(name, columns))} n
		WHERE ${key.map((column) => `${name}.${column} = n.${column}`).join(' AND ')}`,
		{ batch: asRows(rows.map((row) => complete(row, columns))) },
	);
}

const complete = (row: AccountRow, columns: string[]): Record<string, SqlValue> =>
	Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
