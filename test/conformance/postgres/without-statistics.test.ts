/**
 * How PostgreSQL looks for the people of a batch before it has statistics: by their ids, not through everybody of the
 * account. After an import it has none until autovacuum comes by.
 */
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import { migrate } from '../../../engine/store/migrate';
import { sqlStore } from '../../../engine/store/sql-store';
import type { SqlDriver } from '../../../engine/store/driver';
import { person, START } from '../builders';
import { ListeningDriver } from '../listening-driver';
import { ACCOUNT } from '../store-under-test';
import { createDatabase, type OwnDatabase } from './own-database';

const PEOPLE = 10_000;
const BATCH = 500;

let database: OwnDatabase;
let driver: SqlDriver;
let listening: ListeningDriver;

beforeAll(async () => {
	database = await createDatabase();
	driver = openPostgres({ connectionString: database.url, schema: 'sequences' });
	await migrate(driver, START, async (session) => void (await session.run('CREATE SCHEMA sequences')));
	await database.query('ALTER TABLE sequences.contact_alias SET (autovacuum_enabled = off)');
	await database.query('ALTER TABLE sequences.contact SET (autovacuum_enabled = off)');
	listening = new ListeningDriver(driver);
	const account = sqlStore(listening, 'postgres', false).forAccount(ACCOUNT);
	for (let from = 0; from < PEOPLE; from += BATCH) {
		await account.saveContacts(Array.from({ length: BATCH }, (_, i) => ({ contact: person(from + i), attributes: {} })), START);
	}
}, 60_000);
afterAll(async () => {
	await driver.close();
	await database.drop();
}, 60_000);

const planOf = async (sql: string): Promise<string> => {
	const lines = await driver.transaction((session) => session.all<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, listening.heard.get(sql)));
	return lines.map((line) => line['QUERY PLAN']).join('\n');
};

it('looks each person up by the key of their ids', async () => {
	const lookUp = [...listening.heard.keys()].find((sql) => /contact_alias a/.test(sql));
	const plan = await planOf(lookUp!);
	expect(plan).toMatch(/Index Scan using contact_alias_pkey on contact_alias a .*\n.*Index Cond: .*account = .*kind = .*value = /);
});
