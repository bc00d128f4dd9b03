/**
 * The list by which accounts move and people are erased, against the schema. Whoever adds a table or a column finds
 * here what is missing: without it the data would stay behind in a move, or survive an erasure.
 */
import { ACCOUNT_TABLES, TRAVEL_WITH_CONTACT } from '../../../engine/store/account-tables';
import { migrate } from '../../../engine/store/migrate';
import { readTables, SCHEMA_TABLES } from '../../../engine/store/schema-columns';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { START } from '../../conformance/builders';

/** What stays where it is: what the store notes about itself, and what holds for this moment and these processes. */
const OF_THE_STORE = ['schema_version', 'notice', 'account_hold', 'number_pace', 'running_batch', 'keyword', 'sequence_lock', 'live_count'];

/** Whose ids of other tables no constraint checks: see schema/001-first-release.ts. */
const UNCHECKED = ['send', 'timeline_event', 'review', 'sequence_event'];

interface CatalogColumn {
	table_name: string;
	name: string;
	type: string;
	pk: number;
	parent: string | null;
}

async function readCatalog(): Promise<CatalogColumn[]> {
	const driver = openSqlite(':memory:');
	try {
		await migrate(driver, START);
		return await driver.transaction((session) =>
			session.all<CatalogColumn>(
				`SELECT m.name AS table_name, c.name, c.type, c.pk, f."table" AS parent FROM sqlite_master m
				CROSS JOIN pragma_table_info(m.name) c LEFT JOIN pragma_foreign_key_list(m.name) f ON f."from" = c.name
				WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
			),
		);
	} finally {
		await driver.close();
	}
}

describe('the tables of an account', () => {
	let catalog: CatalogColumn[];
	beforeAll(async () => {
		catalog = await readCatalog();
	});
	const columnsOf = (table: string) => catalog.filter(({ table_name }) => table_name === table);

	it('are all in the list that export, import and erasure follow (engine/store/account-tables.ts)', () => {
		const listed = [...ACCOUNT_TABLES.map(({ name }) => name), TRAVEL_WITH_CONTACT, ...OF_THE_STORE];
		const missing = [...new Set(catalog.map(({ table_name }) => table_name))].filter((table) => !listed.includes(table));
		expect(missing).toEqual([]);
		expect(listed.filter((table, i) => listed.indexOf(table) !== i)).toEqual([]);
	});

	it('have the columns that were read from the schema, with their types and parents', () => {
		for (const [table, columns] of Object.entries(SCHEMA_TABLES)) {
			const read = Object.entries(columns).map(([name, { type, references }]) => [name, type.toUpperCase(), UNCHECKED.includes(table) ? null : references]);
			expect([table, read.sort()]).toEqual([table, columnsOf(table).map(({ name, type, parent }) => [name, type, parent]).sort()]);
		}
	});

	it.each(ACCOUNT_TABLES.map((table) => [table.name, table] as const))('%s is listed with its key, its account, its person and its parents', (name, table) => {
		const columns = columnsOf(name);
		const names = columns.map((column) => column.name);
		const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
		expect(table.key).toEqual(key.map((column) => column.name));
		expect(table.scopedBy).toBe(names.includes('account') ? 'account' : 'sequence');
		const parents = Object.entries(SCHEMA_TABLES[name]!).flatMap(([column, { references }]) => (references ? [[column, references]] : []));
		expect(table.references).toEqual(Object.fromEntries(parents));
		if (names.includes('contact_id')) expect(table.person).toBe('contact_id');
		expect(table.ownId ?? false).toBe(key.length === 1 && key[0]!.name === 'id');
	});

	it('name every id of another table, also where no constraint insists on it', () => {
		const known = new Map(ACCOUNT_TABLES.map((table) => [table.name, { ...table.references, ...table.mentions }]));
		const ids = catalog.filter(({ table_name, name }) => known.has(table_name) && /^((contact|sequence|enrollment|send|review)_id|chain_root)$/.test(name));
		expect(ids.length).toBeGreaterThan(9);
		expect(ids.filter(({ table_name, name }) => !(name in known.get(table_name)!))).toEqual([]);
	});

	it('come behind the tables whose rows they need, so that an import finds the parents and an erasure the children first', () => {
		const order = ACCOUNT_TABLES.map(({ name }) => name);
		for (const { name, references } of ACCOUNT_TABLES) {
			for (const parent of Object.values(references)) expect([name, parent, order.indexOf(parent) < order.indexOf(name)]).toEqual([name, parent, true]);
		}
	});
});

describe('the reading of the schema', () => {
	it('knows columns that a later migration adds', () => {
		const tables = readTables(['CREATE TABLE a (\n\tid TEXT PRIMARY KEY,\n\t-- why\n\tn BIGINT,\n\tUNIQUE (n)\n)', 'ALTER TABLE a ADD COLUMN b_id TEXT REFERENCES b (id)']);
		expect(tables).toEqual({
			a: { id: { type: 'text', references: null }, n: { type: 'bigint', references: null }, b_id: { type: 'text', references: 'b' } },
		});
	});

	it('refuses a type that would not travel', () => {
		expect(() => readTables(['CREATE TABLE a (\n\tprice REAL\n)'])).toThrow(/price is of the type REAL/);
	});
});
