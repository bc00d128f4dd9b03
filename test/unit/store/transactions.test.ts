import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreRefusal } from '../../../engine/store/contract';
import type { SqlDriver, SqlSession } from '../../../engine/store/driver';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';

const insert = (session: SqlSession, value: string) => session.run('INSERT INTO note (value) VALUES (:value)', { value });
const notes = (driver: SqlDriver) =>
	driver.transaction(async (session) => (await session.all<{ value: string }>('SELECT value FROM note ORDER BY rowid')).map(({ value }) => value));

async function openNotes(file = ':memory:'): Promise<SqlDriver> {
	const driver = openSqlite(file);
	await driver.transaction((session) => session.run('CREATE TABLE note (value TEXT NOT NULL)'));
	return driver;
}

describe('transactions of the SQLite driver', () => {
	it('happen one after the other, however long they wait in between', async () => {
		const driver = await openNotes();
		let release = (): void => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));

		const slow = driver.transaction(async (session) => {
			await insert(session, 'slow begins');
			await gate;
			await insert(session, 'slow ends');
		});
		const fast = driver.transaction((session) => insert(session, 'fast'));
		release();
		await Promise.all([slow, fast]);

		expect(await notes(driver)).toEqual(['slow begins', 'slow ends', 'fast']);
		await driver.close();
	});

	it('that fail leave nothing behind and do not stop the next one', async () => {
		const driver = await openNotes();
		const failing = driver.transaction(async (session) => {
			await insert(session, 'gone');
			throw new Error('on purpose');
		});
		const broken = driver.transaction((session) => session.run('INSERT INTO note (value) VALUES (NULL)'));
		const fine = driver.transaction((session) => insert(session, 'kept'));

		await expect(failing).rejects.toThrow('on purpose');
		await expect(broken).rejects.toThrow(/NOT NULL/);
		await fine;
		expect(await notes(driver)).toEqual(['kept']);
		await driver.close();
	});

	it('are finished before the driver closes', async () => {
		const driver = await openNotes();
		const last = driver.transaction((session) => insert(session, 'last'));
		await driver.close();
		await expect(last).resolves.toBe(1);
	});

	it('say in a sentence that another program holds the file', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sequences-'));
		const file = join(folder, 'store.sqlite');
		const driver = openSqlite(file, 20);
		const other = new DatabaseSync(file);
		other.exec('BEGIN IMMEDIATE');

		const refused = driver.transaction((session) => session.run('CREATE TABLE note (value TEXT)'));

		await expect(refused).rejects.toThrow(StoreRefusal);
		await expect(refused).rejects.toThrow(/Let only one n8n process use it/);
		other.exec('ROLLBACK');
		other.close();
		await driver.close();
		rmSync(folder, { recursive: true });
	});

	it('say in a sentence that the disk is full', async () => {
		const driver = await openNotes();
		await driver.transaction((session) => session.all('PRAGMA max_page_count = 3'));

		const refused = driver.transaction(async (session) => {
			for (let n = 0; n < 100; n++) await insert(session, 'x'.repeat(4000));
		});

		await expect(refused).rejects.toThrow(/disk of the embedded store is full.*nothing of this batch was stored/);
		expect(await notes(driver)).toEqual([]);
		await driver.close();
	});

	it('say in a sentence that the file is read-only', async () => {
		const driver = await openNotes();
		await driver.transaction((session) => session.all('PRAGMA query_only = 1'));

		const refused = driver.transaction((session) => insert(session, 'gone'));

		await expect(refused).rejects.toThrow(StoreRefusal);
		await expect(refused).rejects.toThrow(/read-only.*Let n8n write to it; nothing of this batch was stored/);
		await driver.close();
	});
});
