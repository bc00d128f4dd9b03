/** Batches that travel column by column: whatever a text holds, it arrives as it was. */
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import type { SqlDriver } from '../../../engine/store/driver';
import { insertRows, updateRows } from '../../../engine/store/sql/write-rows';
import { createDatabase, type OwnDatabase } from './own-database';

const COLUMNS = { id: 'text', words: 'text', n: 'bigint' } as const;
const WORDS = ['plain', '', 'NULL', 'null', null, '{a,b}', '"quoted", \\ and \\" \n\t', 'emoji \ud83d\ude00', 'cut\u0000here', 'half \ud83d of one', ' spaces '];
const KEPT = WORDS.map((words) => words?.replace(/\u0000|\ud83d(?!\ude00)/g, '\ufffd') ?? null);

let database: OwnDatabase;
let driver: SqlDriver;
beforeAll(async () => {
	database = await createDatabase();
	driver = openPostgres({ connectionString: database.url, schema: 'columns' });
	await driver.transaction(async (session) => {
		await session.run('CREATE SCHEMA columns');
		await session.run('CREATE TABLE note (id TEXT PRIMARY KEY, words TEXT, n BIGINT)');
	});
}, 60_000);
afterAll(async () => {
	await driver.close();
	await database.drop();
}, 60_000);
beforeEach(() => driver.transaction((session) => session.run('DELETE FROM note')));

const rowsOf = (words: ReadonlyArray<string | null>) => words.map((text, i) => ({ id: `${10 + i}`, words: text, n: i % 3 === 0 ? null : i * 10 ** 12 }));
const notes = () => driver.transaction((session) => session.all('SELECT id, words, n FROM note ORDER BY id'));

describe('a batch on PostgreSQL', () => {
	it('is inserted as it is, whatever its texts hold', async () => {
		await driver.transaction((session) => insertRows(session, 'note', COLUMNS, rowsOf(WORDS)));
		expect(await notes()).toEqual(rowsOf(KEPT));
	});

	it('is inserted where its rows differ in their ids only, and where it is one row', async () => {
		const alike = ['1', '2', '3'].map((id) => ({ id, words: 'a "b"', n: 7 }));
		await driver.transaction((session) => insertRows(session, 'note', COLUMNS, alike));
		await driver.transaction((session) => insertRows(session, 'note', COLUMNS, [{ id: '4', words: null, n: null }]));
		expect(await notes()).toEqual([...alike, { id: '4', words: null, n: null }]);
	});

	it.each([['other texts', [...WORDS].reverse()], ['one text', WORDS.map(() => 'same "again"')], ['nothing', WORDS.map(() => null)]])(
		'is updated to %s, each row by its id',
		async (_, words) => {
			await driver.transaction((session) => insertRows(session, 'note', COLUMNS, [...rowsOf(WORDS), { id: '99', words: 'stays', n: 1 }]));
			const changed = rowsOf(words).map((row, i) => ({ ...row, n: i }));
			await driver.transaction((session) => updateRows(session, 'note', COLUMNS, changed));
			const kept = changed.map((row) => ({ ...row, words: row.words?.replace(/\u0000|\ud83d(?!\ude00)/g, '\ufffd') ?? null }));
			expect(await notes()).toEqual([...kept, { id: '99', words: 'stays', n: 1 }]);
		},
	);
});
