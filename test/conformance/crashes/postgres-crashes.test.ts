import type { SqlDriver } from '../../../engine/store/driver';
import { migrate } from '../../../engine/store/migrate';
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import { START } from '../builders';
import { createDatabase, type OwnDatabase } from '../postgres/own-database';
import { describeCrashes } from './describe-crashes';
import { emptied } from './dump';

// Making and dropping a database waits for the disk.
jest.setTimeout(60_000);

let database: OwnDatabase;
let driver: SqlDriver;

beforeAll(async () => {
	database = await createDatabase();
	driver = openPostgres({ connectionString: database.url, schema: 'public' });
	await migrate(driver, START);
});
afterAll(async () => {
	await driver.close();
	await database.drop();
});

// Migrated once: some two hundred points of failure would else wait for as many migrations.
describeCrashes('the PostgreSQL store', async () => {
	await emptied(driver);
	return { ...driver, close: async () => undefined };
});
