/** Writing a batch of rows as they are: the plain inserts, and updates by id, of all statement families. */
import { asList, asRows, storable, type ColumnType, type SqlSession, type SqlValue } from '../driver';
import { groupBy } from '../group-by';

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
	const alike = groupBy(rows, (row) => JSON.stringify(names.map((name) => row[name])));
	if (alike.size <= MOST_GROUPS && alike.size < rows.length) {
		for (const group of alike.values()) await updateAlike(session, table, names, group);
	} else if (session.runEach) {
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

/** Most batches change all their rows in one way or two: then the values travel and are written once for all of them. */
const MOST_GROUPS = 3;

async function updateAlike(session: SqlSession, table: string, names: string[], rows: ReadonlyArray<Record<string, SqlValue>>): Promise<void> {
	const changes = names.map((name) => `${name} = :${name}`).join(', ');
	const values = Object.fromEntries(names.map((name) => [name, storedAs(rows[0]![name] ?? null)]));
	await session.run(`UPDATE ${table} SET ${changes} WHERE ${session.dialect.among('id', 'ids')}`, {
		...values,
		ids: asList(rows.map(({ id }) => String(id))),
	});
}

const storedAs = (value: SqlValue): SqlValue => (typeof value === 'string' ? storable(value) : value);

function valuesOf(names: string[], rows: ReadonlyArray<Record<string, SqlValue>>): SqlValue[][] {
	return rows.map((row) => names.map((name) => row[name] ?? null));
}
