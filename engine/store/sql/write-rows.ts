/** Writing a batch of rows as they are: the plain inserts, and updates by id, of all statement families. */
import { asRows, type ColumnType, type SqlSession, type SqlValue } from '../driver';

export type Columns = Record<string, ColumnType>;
export type RowOf<Table extends Columns> = { [Column in keyof Table]: SqlValue };

export async function insertRows<Table extends Columns>(
	session: SqlSession,
	table: string,
	columns: Table,
	rows: ReadonlyArray<RowOf<Table>>,
): Promise<void> {
	if (rows.length === 0) return;
	const names = Object.keys(columns);
	if (session.runEach) {
		const places = names.map(() => '?').join(', ');
		await session.runEach(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`, valuesOf(names, rows));
	} else {
		await session.run(
			`INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM ${session.dialect.rows('batch', columns)} n`,
			{ batch: asRows(rows) },
		);
	}
}

/** Sets all the columns given of the rows with these ids. */
export async function updateRows<Table extends Columns & { id: 'text' }>(
	session: SqlSession,
	table: string,
	columns: Table,
	rows: ReadonlyArray<RowOf<Table>>,
): Promise<void> {
	if (rows.length === 0) return;
	const names = Object.keys(columns).filter((name) => name !== 'id');
	if (session.runEach) {
		const changes = names.map((name) => `${name} = ?`).join(', ');
		await session.runEach(`UPDATE ${table} SET ${changes} WHERE id = ?`, valuesOf([...names, 'id'], rows));
	} else {
		const changes = names.map((name) => `${name} = n.${name}`).join(', ');
		await session.run(
			`UPDATE ${table} SET ${changes} FROM ${session.dialect.rows('batch', columns)} n WHERE ${table}.id = n.id`,
			{ batch: asRows(rows) },
		);
	}
}

function valuesOf(names: string[], rows: ReadonlyArray<Record<string, SqlValue>>): SqlValue[][] {
	return rows.map((row) => names.map((name) => row[name] ?? null));
}
