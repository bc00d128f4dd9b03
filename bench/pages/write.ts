/** Writes into a store by SQL, past its rules: filling it by its verbs would take hours. */
import { DatabaseSync } from 'node:sqlite';
import { runSql } from '../postgres';
import type { Site } from '../scale/site';

/** The statements one after the other; afterwards PostgreSQL knows how much there is of everything. */
export async function write(site: Site, statements: Iterable<string>): Promise<void> {
	if (site.store === 'postgres') {
		const place = `SET search_path TO "${site.schema}"`;
		for (const statement of statements) await runSql(site.url, place, statement);
		await runSql(site.url, place, 'VACUUM ANALYZE');
		return;
	}
	const database = new DatabaseSync(site.file);
	try {
		for (const statement of statements) database.exec(statement);
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	} finally {
		database.close();
	}
}
