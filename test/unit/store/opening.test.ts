import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreRefusal } from '../../../engine/store/contract';
import { migrate } from '../../../engine/store/migrate';
import { openEmbeddedStore } from '../../../engine/store/open-embedded';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../engine/store/schema';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';

const NOW = Date.UTC(2026, 0, 5);

describe('opening the embedded store', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'sequences-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('creates the folders and the file', async () => {
		const file = join(folder, 'some', 'where', 'store.sqlite');
		const store = await openEmbeddedStore(file, NOW);
		await store.close();

		expect(existsSync(file)).toBe(true);
		expect([store.kind, store.singleProcess]).toEqual(['embedded', true]);
	});

	it('a second time migrates nothing again', async () => {
		const file = join(folder, 'store.sqlite');
		for (const now of [NOW, NOW + 1]) await (await openEmbeddedStore(file, now)).close();
		const driver = openSqlite(file);
		const rows = await driver.transaction((session) => session.all('SELECT * FROM schema_version'));
		await driver.close();

		expect(rows).toEqual(MIGRATIONS.map(({ version }) => expect.objectContaining({ version, applied_at: NOW })));
	});

	it('gives the same accounts to everybody in the process', async () => {
		const store = await openEmbeddedStore(':memory:', NOW);
		expect(store.forAccount('1')).toBe(store.forAccount('1'));
		expect(store.forAccount('1')).not.toBe(store.forAccount('2'));
		await store.close();
	});

	it.each([
		['a folder stands in its place', (path: string) => mkdirSync(path)],
		['a file of another kind stands there', (path: string) => writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(40))],
	])('says in a sentence what to do when %s', async (_, occupy) => {
		const file = join(folder, 'store.sqlite');
		occupy(file);

		const opening = openEmbeddedStore(file, NOW);

		await expect(opening).rejects.toThrow(StoreRefusal);
		await expect(opening).rejects.toThrow(new RegExp(`${file}.*(Check that|Choose a place)`));
	});

	it('says in a sentence what to do when its folder cannot be made', async () => {
		writeFileSync(join(folder, 'file'), '');

		await expect(openEmbeddedStore(join(folder, 'file', 'store.sqlite'), NOW)).rejects.toThrow(/Choose a place that n8n may write to/);
	});

	it('refuses a file of a newer version, and leaves it as it was', async () => {
		const file = join(folder, 'store.sqlite');
		const driver = openSqlite(file);
		await migrate(driver, NOW);
		await driver.transaction((session) => session.run('INSERT INTO schema_version (version, applied_at) VALUES (:version, 0)', { version: SCHEMA_VERSION + 1 }));
		await driver.close();
		const before = readFileSync(file);

		const opening = openEmbeddedStore(file, NOW);

		await expect(opening).rejects.toThrow(StoreRefusal);
		await expect(opening).rejects.toThrow(/newer version.*Update n8n-nodes-whatsapp-sequences/);
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	it('keeps what it knows when a migration fails in the middle', async () => {
		const driver = openSqlite(':memory:');
		await driver.transaction((session) => session.run('CREATE TABLE send (id TEXT)'));

		await expect(migrate(driver, NOW)).rejects.toThrow(/already exists/);

		const tables = await driver.transaction((session) => session.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'"));
		expect(tables.map(({ name }) => name)).toEqual(['send']);
		await driver.close();
	});

	const asRoot = process.getuid?.() === 0;
	it('says that a file is read-only', async () => {
		const file = join(folder, 'store.sqlite');
		await (await openEmbeddedStore(file, NOW)).close();
		chmodSync(file, 0o444);
		// Root may write to everything; there the answer is an open store.
		const opening = openEmbeddedStore(file, NOW).then((store) => store.close());

		if (asRoot) await expect(opening).resolves.toBeUndefined();
		else await expect(opening).rejects.toThrow(/read-only/);
	});
});
