/** Writing a batch of rows as they are: the plain inserts, and updates by id, of all statement families. */
import { asColumn, asList, storable, type ColumnType, type SqlParams, type SqlSession, type SqlValue } from '../driver';

export type Columns = Record<string, ColumnType>;
export type RowOf<Table extends Columns> = { [Column in keyof Table]: SqlValue };
type Rows = ReadonlyArray<Record<string, SqlValue>>;

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
		const { source, valueOf, params } = columnwise(session, columns, names, rows, []);
		await session.run(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map(valueOf).join(', ')} FROM ${source}`, params);
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
	if (rows.length > 1 && names.every((name) => isSame(rows, name))) {
		await updateAlike(session, table, names, rows);
	} else if (session.runEach) {
		const changes = names.map((name) => `${name} = ?`).join(', ');
		await session.runEach(`UPDATE ${table} SET ${changes} WHERE id = ?`, valuesOf([...names, 'id'], rows));
	} else {
		const { source, valueOf, params } = columnwise(session, columns, [...names, 'id'], rows, ['id']);
		const changes = names.map((name) => `${name} = ${valueOf(name)}`).join(', ');
		await session.run(`UPDATE ${table} SET ${changes} FROM ${source} WHERE ${table}.id = n.id`, params);
	}
}

/** Many batches change all their rows in one way: then the values travel and are written once for all of them. */
async function updateAlike(session: SqlSession, table: string, names: string[], rows: Rows): Promise<void> {
	const changes = names.map((name) => `${name} = :${name}`).join(', ');
	const values = Object.fromEntries(names.map((name) => [name, storedAs(rows[0]![name] ?? null)]));
	await session.run(`UPDATE ${table} SET ${changes} WHERE ${session.dialect.among('id', 'ids')}`, {
		...values,
		ids: asList(rows.map(({ id }) => String(id))),
	});
}

/** A batch as a table `n` of the columns in which its rows differ; what is the same in all of them travels once. */
function columnwise(session: SqlSession, columns: Columns, names: string[], rows: Rows, always: string[]) {
	const differing = new Set(names.filter((name) => always.includes(name) || !isSame(rows, name)));
	// A table has a column, also where all rows are the same.
	if (differing.size === 0) differing.add(names[0]!);
	const params: SqlParams = {};
	for (const name of names) {
		params[`n_${name}`] = differing.has(name) ? asColumn(rows.map((row) => row[name] ?? null)) : storedAs(rows[0]![name] ?? null);
	}
	const listed = Object.fromEntries(names.filter((name) => differing.has(name)).map((name) => [name, columns[name]!]));
	return {
		source: session.dialect.columns('n', listed),
		valueOf: (name: string): string => (differing.has(name) ? `n.${name}` : `CAST(:n_${name} AS ${columns[name]})`),
		params,
	};
}

function isSame(rows: Rows, name: string): boolean {
	const first = rows[0]![name] ?? null;
	return rows.every((row) => (row[name] ?? null) === first);
}

const storedAs = (value: SqlValue): SqlValue => (typeof value === 'string' ? storable(value) : value);

function valuesOf(names: string[], rows: Rows): SqlValue[][] {
	return rows.map((row) => names.map((name) => row[name] ?? null));
}
