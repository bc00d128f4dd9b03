/** A store as version 0.1.0 left it: the tables of its schema, and something in each of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SqlDriver, SqlSession, SqlValue } from '../../../engine/store/driver';
import { MIGRATIONS } from '../../../engine/store/schema';
import { encode, type Blob } from '../../../engine/store/static/blob';
import { START } from '../builders';

export type Rows = Record<string, Array<Record<string, SqlValue>>>;

/** By table, parents before their children. */
export const FIRST_ROWS = JSON.parse(
	readFileSync(path.join(__dirname, '../../fixtures/first-schema/rows.json'), 'utf8'),
) as Rows;

const [FIRST] = MIGRATIONS;

/** Makes the first schema in an empty database, as the first version did, and puts the rows in. */
export async function writeFirstStore(driver: SqlDriver, before: (session: SqlSession) => Promise<unknown> = async () => undefined): Promise<void> {
	await driver.transaction(async (session) => {
		await before(session);
		await session.run('CREATE TABLE schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)');
		for (const statement of FIRST!.statements) await session.run(session.dialect.definition(statement));
		await session.run('INSERT INTO schema_version (version, applied_at) VALUES (1, :now)', { now: START });
		for (const [table, rows] of Object.entries(FIRST_ROWS)) {
			for (const row of rows) {
				const columns = Object.keys(row);
				await session.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`, row);
			}
		}
	});
}

/** What n8n had saved of it with the workflow. */
export function firstBlob(workflow: string): Blob {
	const header = { store: 'store-of-0.1', copy: 'process of version 0.1', revision: 40, workflow };
	return { ...encode(header, { tables: FIRST_ROWS, announced: [] }), schema: FIRST!.version };
}

/** Rows of the first schema that are not there any more, or not as they were, in what a newer schema made of them. */
export function lostOf(tables: Rows): string[] {
	return Object.entries(FIRST_ROWS).flatMap(([table, rows]) => {
		const now = (tables[table] ?? []).map((row) => JSON.stringify(Object.entries(row)));
		const isThere = (row: Rows[string][number]): boolean =>
			now.some((found) => Object.entries(row).every((cell) => found.includes(JSON.stringify(cell))));
		return rows.filter((row) => !isThere(row)).map((row) => `${table}: ${JSON.stringify(row)}`);
	});
}
