/**
 * How PostgreSQL looks for the people of a batch before it has statistics: by their ids, not through everybody of the
 * account. After an import it has none until autovacuum comes by.
 */
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import { migrate } from '../../../engine/store/migrate';
import { sqlStore } from '../../../engine/store/sql-store';
import type { SqlDriver, SqlParams } from '../../../engine/store/driver';
import { person, START } from '../builders';
import { ACCOUNT } from '../store-under-test';
import { createDatabase, type OwnDatabase } from './own-database';

const PEOPLE = 10_000;
const BATCH = 500;

interface Statement {
	sql: string;
	params: SqlParams;
}

let database: OwnDatabase;
let driver: SqlDriver;
const heard: Statement[] = [];

/** Remembers the statements that read. */
const listening = (inner: SqlDriver): SqlDriver => ({
	dialect: inner.dialect,
	close: () => inner.close(),
	transaction: (work) =>
		inner.transaction((session) =>
			work({
				dialect: session.dialect,
				run: (sql, params) => session.run(sql, params),
				all: (sql, params = {}) => {
					heard.push({ sql, params });
					return session.all(sql, params);
				},
			}),
		),
});

beforeAll(async () => {
	database = await createDatabase();
	driver = openPostgres({ connectionString: database.url, schema: 'sequences' });
	await migrate(driver, START, async (session) => void (await session.run('CREATE SCHEMA sequences')));
	await database.query('ALTER TABLE sequences.contact_alias SET (autovacuum_enabled = off)');
	await database.query('ALTER TABLE sequences.contact SET (autovacuum_enabled = off)');
	const account = sqlStore(listening(driver), 'postgres', false).forAccount(ACCOUNT);
	for (let from = 0; from < PEOPLE; from += BATCH) {
		heard.length = 0;
		await account.saveContacts(Array.from({ length: BATCH }, (_, i) => ({ contact: person(from + i), attributes: {} })), START);
	}
}, 60_000);
afterAll(async () => {
	await driver.close();
	await database.drop();
}, 60_000);

const planOf = async ({ sql, params }: Statement): Promise<string> => {
	const lines = await driver.transaction((session) => session.all<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, params));
	return lines.map((line) => line['QUERY PLAN']).join('\n');
};

it('looks each person up by the key of their ids', async () => {
	const lookUp = heard.find(({ sql }) => /contact_alias a/.test(sql));
	const plan = await planOf(lookUp!);
	expect(plan).toMatch(/Index Scan using contact_alias_pkey on contact_alias a .*\n.*Index Cond: .*account = .*kind = .*value = /);
});
