/**
 * What a connection pooler in transaction mode (PgBouncer) asks of its clients: every transaction may run on another
 * connection, and none may leave anything behind for the next client of the same one.
 */
import { openPostgresStore } from '../../../engine/store/open-postgres';
import { migrate } from '../../../engine/store/migrate';
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import { sqlStore } from '../../../engine/store/sql-store';
import type { SqlDriver } from '../../../engine/store/driver';
import { START } from '../builders';
import { OPERATIONS } from '../crashes/operations';
import { emptied } from '../crashes/dump';
import { ACCOUNT } from '../store-under-test';
import { createDatabase, type OwnDatabase } from './own-database';

jest.setTimeout(60_000);

/** All that one client of a pooler could leave to another, with what a fresh connection has of it. */
const LEFT_BEHIND = `SELECT
	(SELECT COUNT(*) FROM pg_prepared_statements) AS prepared,
	(SELECT COUNT(*) FROM pg_cursors WHERE is_holdable) AS cursors,
	(SELECT COUNT(*) FROM pg_listening_channels()) AS channels,
	(SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,
	(SELECT COUNT(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()) AS temporary,
	(SELECT string_agg(name, ', ') FROM pg_settings WHERE source = 'session') AS settings`;
const NOTHING = { prepared: 0, cursors: 0, channels: 0, locks: 0, temporary: 0, settings: null };

async function everyVerb(driver: SqlDriver): Promise<void> {
	for (const { prepare } of OPERATIONS) {
		await emptied(driver);
		await (await prepare(sqlStore(driver, 'postgres', false).forAccount(ACCOUNT)))();
	}
}

describe('behind a pooler in transaction mode', () => {
	let database: OwnDatabase;
	beforeAll(async () => {
		database = await createDatabase();
	});
	afterAll(() => database.drop());

	it('every verb works when each transaction has another connection', async () => {
		const settings = { connectionString: database.url, schema: 'moving', clock: Date.now, maxUses: 1 };
		await (await openPostgresStore(settings, START)).close();
		const driver = openPostgres(settings);
		const backend = () => driver.transaction(async (session) => (await session.all<{ pid: number }>('SELECT pg_backend_pid() AS pid'))[0]!.pid);

		expect(await backend()).not.toBe(await backend());
		await everyVerb(driver);
		await driver.close();
	});

	it('nothing stays behind on a connection', async () => {
		const driver = openPostgres({ connectionString: database.url, schema: 'public', clock: Date.now, max: 1 });
		await migrate(driver, START);
		await everyVerb(driver);

		const left = await driver.transaction(async (session) => {
			// Ends the driver's own transaction: what is seen now is what the next client of this connection would find.
			await session.run('COMMIT');
			return await session.all(LEFT_BEHIND);
		});
		expect(left).toEqual([NOTHING]);
		await driver.close();
	});
});
