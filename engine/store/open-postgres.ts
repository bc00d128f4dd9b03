/** The PostgreSQL store: one database for any number of n8n processes. */
import type { Store } from './contract';
import type { SqlSession } from './driver';
import { migrate } from './migrate';
import { openPostgres, type PostgresSettings } from './postgres/postgres-driver';
import { asIs } from './postgres/postgres-errors';
import { sqlStore } from './sql-store';

/** Any number does; it tells our migrations from other users of advisory locks. */
const MIGRATION_LOCK = 7_264_021_995;

/**
 * Connects, makes the schema when it is not there, and brings its tables up to date. Several processes may do so at
 * once: an advisory lock lets one migrate while the others wait. Throws StoreRefusal with a sentence.
 *
 * @param now UTC milliseconds, the date of a migration
 */
export async function openPostgresStore(settings: PostgresSettings, now: number): Promise<Store> {
	const driver = openPostgres(settings);
	try {
		await migrate(driver, now, async (session) => {
			await session.run('SELECT pg_advisory_xact_lock(:lock)', { lock: MIGRATION_LOCK });
			await createSchema(session, settings.schema);
		});
	} catch (error) {
		await driver.close();
		throw asIs(error);
	}
	return sqlStore(driver, 'postgres', false);
}

/** IF NOT EXISTS would ask for the right to create one even where the schema is there. */
async function createSchema(session: SqlSession, schema: string): Promise<void> {
	const found = await session.all('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :schema', { schema });
	if (found.length === 0) await session.run(`CREATE SCHEMA "${schema}"`);
}
