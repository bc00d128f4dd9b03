/** The stores on which histories are played, with a look into their tables. */
import type { Store } from '../../engine/store/contract';
import type { SqlDriver, SqlValue } from '../../engine/store/driver';
import { migrate } from '../../engine/store/migrate';
import { openPostgres } from '../../engine/store/postgres/postgres-driver';
import { decode, type Blob } from '../../engine/store/static/blob';
import { openCopy } from '../../engine/store/static/copies';
import type { Tables } from '../../engine/store/static/tables';
import { sqlStore } from '../../engine/store/sql-store';
import { openSqlite } from '../../engine/store/sqlite/sqlite-driver';
import { START } from '../../test/conformance/builders';
import { SavedWorkflow } from '../../test/conformance/saved-workflow';
import { eachCallAnExecution } from '../../test/conformance/static-calls';

export type Row = Record<string, SqlValue>;

export const ACCOUNT = '106540352242922';
export const OTHER_ACCOUNT = '220000000000002';

export interface Ground {
	readonly name: string;
	/** The store as a new process finds it. */
	open(): Promise<Store>;
	/** All rows of these tables. */
	read(tables: readonly string[]): Promise<Record<string, Row[]>>;
	/** Empties it for the next history. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** One database for many histories: making the tables takes longer than a history. */
export async function inMemory(): Promise<Ground> {
	const driver = openSqlite(':memory:');
	await migrate(driver, START);
	return onDriver('embedded', driver, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_version' ORDER BY rowid DESC");
}

export async function onPostgres(url: string, schema: string): Promise<Ground> {
	const driver = openPostgres({ connectionString: url, schema });
	await migrate(driver, START, async (session) => {
		await session.run(`CREATE SCHEMA "${schema}"`);
	});
	const tables = `SELECT c.relname AS name FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND c.relname <> 'schema_version'
		AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = '${schema}') ORDER BY c.oid DESC`;
	const ground = onDriver('postgres', driver, tables);
	return {
		...ground,
		close: async () => {
			await driver.transaction((session) => session.run(`DROP SCHEMA "${schema}" CASCADE`));
			await driver.close();
		},
	};
}

function onDriver(name: string, driver: SqlDriver, listTables: string): Ground {
	return {
		name,
		open: async () => sqlStore(driver, name, name === 'embedded'),
		read: (tables) =>
			driver.transaction(async (session) => {
				const found: Record<string, Row[]> = {};
				for (const table of tables) found[table] = await session.all<Row>(`SELECT * FROM ${table}`);
				return found;
			}),
		clear: async () => {
			await driver.transaction(async (session) => {
				for (const table of await session.all<{ name: string }>(listTables)) await session.run(`DELETE FROM ${table.name}`);
			});
		},
		close: () => driver.close(),
	};
}

let workflows = 0;

/** Each call is an execution of n8n's. */
export async function inStaticData(): Promise<Ground> {
	let all = new Map<string, SavedWorkflow>();
	const workflowOf = (account: string): SavedWorkflow => {
		const workflow = all.get(account) ?? new SavedWorkflow(`fuzz ${++workflows}`, account);
		all.set(account, workflow);
		return workflow;
	};
	const forget = async (): Promise<void> => {
		for (const workflow of all.values()) await workflow.crash();
	};
	return {
		name: 'static',
		open: async () => {
			// What a crash loses of it is test/unit/store/static's subject: here n8n has saved all.
			for (const workflow of all.values()) workflow.saved = JSON.stringify(await newest(workflow));
			await forget();
			return { kind: 'static', singleProcess: true, forAccount: (account) => eachCallAnExecution(workflowOf(account)), close: async () => undefined };
		},
		read: async (tables) => {
			const blobs: Tables[] = [];
			for (const workflow of all.values()) blobs.push(decode(await newest(workflow)).tables);
			return Object.fromEntries(tables.map((table) => [table, blobs.flatMap((blob) => blob[table] ?? [])]));
		},
		clear: async () => {
			await forget();
			all = new Map();
		},
		close: forget,
	};
}

async function newest({ id, account, saved }: SavedWorkflow): Promise<Blob> {
	const { copy } = await openCopy({ workflow: id, account }, saved === undefined ? undefined : (JSON.parse(saved) as unknown), START);
	return copy.blob();
}
