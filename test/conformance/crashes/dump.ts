/** All that a database holds, for comparing it before and after. */
import type { SqlDriver } from '../../../engine/store/driver';
import { MIGRATIONS } from '../../../engine/store/schema';

const TABLES = MIGRATIONS.flatMap(({ statements }) => statements.flatMap((text) => /^CREATE TABLE (\w+)/.exec(text)?.[1] ?? []));

/** Its parts are gathered in transactions of their own, which changes no count. */
const COUNTS = `SELECT sequence_id, version, step, state, SUM(people) AS people FROM live_count
	GROUP BY sequence_id, version, step, state HAVING SUM(people) <> 0`;

export type Dump = Record<string, string[]>;

export async function dump(driver: SqlDriver): Promise<Dump> {
	return driver.transaction(async (session) => {
		const tables: Dump = {};
		for (const table of TABLES) {
			const rows = await session.all<Record<string, unknown>>(table === 'live_count' ? COUNTS : `SELECT * FROM ${table}`);
			tables[table] = rows.map((row) => JSON.stringify(row)).sort();
		}
		return tables;
	});
}

export function rowCounts(tables: Dump): Record<string, number> {
	return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]));
}

/** Takes out everything, the rows that others refer to last. */
export async function emptied(driver: SqlDriver): Promise<void> {
	await driver.transaction(async (session) => {
		for (const table of [...TABLES].reverse()) await session.run(`DELETE FROM ${table}`);
		// It has counted that everybody left.
		await session.run('DELETE FROM live_count');
	});
}
