/**
 * All tables of a store as plain rows. Which tables and columns there are is asked of the database, so that what the
 * schema gains is saved too.
 */
import type { SqlSession, SqlValue } from '../driver';

export type Row = Record<string, SqlValue>;

/** Rows by table, in the order in which they can be inserted: what is referred to comes first. */
export type Tables = Record<string, Row[]>;

/** The columns of each table's primary key. */
export type Keys = Record<string, string[]>;

/** Reads rows at once; null when the database cannot tell at this moment. */
export type ReadNow = <Result>(sql: string) => Result[] | null;

/** live_count comes of itself with the enrollments. */
const TABLE_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('schema_version', 'live_count') ORDER BY rowid";

/** Null in the middle of a transaction that has written. */
export function readTables(read: ReadNow): Tables | null {
	const names = read<{ name: string }>(TABLE_NAMES);
	if (names === null) return null;
	const tables: Tables = {};
	for (const { name } of names) tables[name] = read<Row>(`SELECT * FROM ${name}`) ?? [];
	return tables;
}

export async function keysOf(session: SqlSession): Promise<Keys> {
	const keys: Keys = {};
	for (const { name } of await session.all<{ name: string }>(TABLE_NAMES)) {
		const columns = await session.all<{ name: string; pk: number }>(`PRAGMA table_info(${name})`);
		keys[name] = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk).map((column) => column.name);
	}
	return keys;
}

/** Replaces everything that the database holds. */
export async function replaceTables(session: SqlSession, tables: Tables): Promise<void> {
	const names = (await session.all<{ name: string }>(TABLE_NAMES)).map(({ name }) => name);
	for (const name of [...names].reverse()) await session.run(`DELETE FROM ${name}`);
	for (const name of names) await insertAll(session, name, tables[name] ?? []);
}

async function insertAll(session: SqlSession, table: string, rows: Row[]): Promise<void> {
	const [first] = rows;
	if (!first) return;
	const columns = Object.keys(first);
	const places = columns.map(() => '?').join(', ');
	await session.runEach?.(
		`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`,
		rows.map((row) => columns.map((column) => row[column] ?? null)),
	);
}
