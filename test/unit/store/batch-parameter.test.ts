import fc from 'fast-check';
import { asRows } from '../../../engine/store/driver';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';

/** As it comes back when it went in as JSON; and when it was written row by row, which must be the same. */
async function throughSqlite(text: string): Promise<string> {
	const driver = openSqlite(':memory:');
	try {
		const [byJson, byRow] = await driver.transaction(async (session) => {
			await session.run('CREATE TABLE note (text TEXT)');
			await session.run(`INSERT INTO note SELECT text FROM ${session.dialect.rows('batch', { text: 'text' })} n`, { batch: asRows([{ text }]) });
			await session.runEach?.('INSERT INTO note VALUES (?)', [[text]]);
			return session.all<{ text: string }>('SELECT text FROM note ORDER BY rowid');
		});
		expect(byRow).toEqual(byJson);
		return byJson!.text;
	} finally {
		await driver.close();
	}
}

describe('a text in a batch', () => {
	it.each([
		['plain', 'plain'],
		['"quoted" \\ and \n\t\u0001', '"quoted" \\ and \n\t\u0001'],
		['emoji \ud83d\ude00 stay', 'emoji \ud83d\ude00 stay'],
		['cut\u0000here', 'cut\ufffdhere'],
		['half \ud83d of one', 'half \ufffd of one'],
		['\ude00', '\ufffd'],
		['\u0000\u0000\ud800\ud800', '\ufffd\ufffd\ufffd\ufffd'],
		// Backslashes that people type are no escapes.
		['\\u0000 \\\\u0000 \\\u0000', '\\u0000 \\\\u0000 \\\ufffd'],
	])('%j arrives as %j', async (text, stored) => {
		expect(await throughSqlite(text)).toBe(stored);
	});

	it('arrives as it was, but for what no database keeps', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', '\\', '"', 'u0000', '\u0000', '\ud83d', '\ude00', 'é', '\n') }), async (text) => {
				const kept = Array.from(text, (char) => (char === '\u0000' || /^[\ud800-\udfff]$/.test(char) ? '\ufffd' : char)).join('');
				expect(await throughSqlite(text)).toBe(kept);
			}),
			{ numRuns: 300 },
		);
	});
});
