/** Brings a database to the schema of this version of the pack. */
import { StoreRefusal } from './contract';
import type { SqlDriver, SqlSession } from './driver';
import { MIGRATIONS, SCHEMA_VERSION, statementsOf } from './schema';

/**
 * Runs what is missing, in one transaction. Throws StoreRefusal when the database was written by a newer version
 * of the pack: its tables may mean something this version does not know. `prepare` runs first, in the same transaction.
 */
export function migrate(
	driver: SqlDriver,
	now: number,
	prepare: (session: SqlSession) => Promise<void> = async () => undefined,
): Promise<void> {
	return driver.transaction(async (session) => {
		await prepare(session);
		await session.run('CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)');
		const current = await currentVersion(session);
		if (current > SCHEMA_VERSION) {
			throw new StoreRefusal(
				`The store was written by a newer version of this node pack (schema ${current}, this one knows ${SCHEMA_VERSION}). Update n8n-nodes-whatsapp-sequences.`,
			);
		}
		for (const migration of MIGRATIONS.filter(({ version }) => version > current)) {
			for (const statement of statementsOf(migration, session.dialect)) await session.run(statement);
			await session.run('INSERT INTO schema_version (version, applied_at) VALUES (:version, :now)', {
				version: migration.version,
				now,
			});
		}
	});
}

async function currentVersion(session: SqlSession): Promise<number> {
	const [row] = await session.all<{ version: number | null }>('SELECT MAX(version) AS version FROM schema_version');
	return Number(row?.version ?? 0);
}
