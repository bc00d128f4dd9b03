import { openPostgresStore } from '../../../engine/store/open-postgres';
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import { START } from '../builders';
import { describeUpdate, type UpdatedStore } from '../first-schema/describe-update';
import { FIRST_ROWS, writeFirstStore, type Rows } from '../first-schema/first-store';
import { ACCOUNT } from '../store-under-test';
import { createDatabase, type OwnDatabase } from './own-database';

let database: OwnDatabase;
beforeAll(async () => {
	database = await createDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

let stores = 0;

async function openUpdated(): Promise<UpdatedStore> {
	const settings = { connectionString: database.url, schema: `first_${++stores}` };
	const driver = openPostgres(settings);
	await writeFirstStore(driver, (session) => session.run(`CREATE SCHEMA ${settings.schema}`));
	const store = await openPostgresStore(settings, START);
	return {
		account: store.forAccount(ACCOUNT),
		tables: () =>
			driver.transaction(async (session) => {
				const tables: Rows = {};
				for (const name of Object.keys(FIRST_ROWS)) tables[name] = await session.all(`SELECT * FROM ${name}`);
				return tables;
			}),
		close: async () => {
			await store.close();
			await driver.close();
		},
	};
}

describeUpdate('a PostgreSQL store of version 0.1', openUpdated);
