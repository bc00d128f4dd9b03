import { openPostgresStore } from '../../engine/store/open-postgres';
import { openPostgres } from '../../engine/store/postgres/postgres-driver';
import { START } from './builders';
import { emptied } from './crashes/dump';
import { describeStore } from './describe-store';
import { createDatabase, type OwnDatabase } from './postgres/own-database';
import type { OpenedStore } from './store-under-test';

// Making and dropping a database waits for the disk.
jest.setTimeout(60_000);

let database: OwnDatabase;
beforeAll(async () => {
	database = await createDatabase();
	await (await openPostgresStore({ connectionString: database.url, schema: 'tests' }, START)).close();
});
afterAll(() => database.drop());

/** Every test finds it empty. One schema for all: properties open hundreds of stores, and making tables waits for the disk. */
async function openEmpty(): Promise<OpenedStore> {
	const settings = { connectionString: database.url, schema: 'tests' };
	const driver = openPostgres(settings);
	await emptied(driver);
	await driver.close();
	let store = await openPostgresStore(settings, START);
	return {
		store,
		reopen: async () => {
			await store.close();
			store = await openPostgresStore(settings, START);
			return store;
		},
		close: () => store.close(),
	};
}

describeStore('the PostgreSQL store', openEmpty);
