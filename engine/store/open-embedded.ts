/** The embedded store: one SQLite file, for one n8n process. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreRefusal, type Store } from './contract';
import { migrate } from './migrate';
import { openSqlite } from './sqlite/sqlite-driver';
import { sqlStore } from './sql-store';

/**
 * Opens the file, creating it and its folder, and brings its tables up to date.
 *
 * @param file path, or `:memory:`
 * @param now UTC milliseconds, the date of a migration
 */
export async function openEmbeddedStore(file: string, now: number): Promise<Store> {
	if (file !== ':memory:') makeFolder(dirname(file));
	const driver = openSqlite(file);
	try {
		await migrate(driver, now);
	} catch (error) {
		await driver.close();
		throw error instanceof StoreRefusal ? error : unusable(file, error);
	}
	return sqlStore(driver, 'embedded', true);
}

function makeFolder(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true });
	} catch (error) {
		throw unusable(folder, error);
	}
}

function unusable(path: string, error: unknown): StoreRefusal {
	const detail = error instanceof Error ? error.message : String(error);
	return new StoreRefusal(`The embedded store cannot use ${path} (${detail}). Choose a place that n8n may write to.`);
}
