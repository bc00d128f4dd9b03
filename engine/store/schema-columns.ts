/**
 * The columns of every table, read from the statements that create them: what moves or erases whole accounts cannot
 * forget a column that somebody adds to the schema. A test compares them with what the databases say.
 */
import type { ColumnType } from './driver';
import { MIGRATIONS } from './schema';

export interface SchemaColumn {
	type: ColumnType;
	/** The table whose id it must hold; null where anything goes. */
	references: string | null;
}

/** Columns by their name, in the order of the table. */
export type SchemaTable = Readonly<Record<string, SchemaColumn>>;

const TYPES: Record<string, ColumnType> = { TEXT: 'text', BIGINT: 'bigint' };

/** Every table of the schema by its name. */
export const SCHEMA_TABLES: Readonly<Record<string, SchemaTable>> = readTables(MIGRATIONS.flatMap(({ statements }) => statements));

/** @param statements of all migrations, in their order */
export function readTables(statements: readonly string[]): Record<string, SchemaTable> {
	const tables: Record<string, Record<string, SchemaColumn>> = {};
	for (const statement of statements) {
		const created = /^CREATE TABLE (\w+) \(([\s\S]*)\)\s*$/.exec(statement);
		if (created) tables[created[1]!] = Object.assign({}, ...created[2]!.split('\n').map((line) => readColumn(line)));
		const added = /^ALTER TABLE (\w+) ADD COLUMN ([\s\S]*)$/.exec(statement);
		if (added) Object.assign(tables[added[1]!]!, readColumn(added[2]!));
	}
	return tables;
}

/** A line of a statement; constraints are written in capitals, comments begin with two dashes. */
function readColumn(line: string): Record<string, SchemaColumn> {
	const [, name, type] = /^\s*([a-z]\w*) ([A-Z]+)/.exec(line) ?? [];
	if (!name || !type) return {};
	const known = TYPES[type];
	if (!known) throw new Error(`the column ${name} is of the type ${type}, which neither export nor import knows`);
	return { [name]: { type: known, references: /REFERENCES (\w+)/.exec(line)?.[1] ?? null } };
}
