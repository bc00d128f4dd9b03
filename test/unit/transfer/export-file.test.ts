import { gzipSync } from 'node:zlib';
import { SCHEMA_VERSION } from '../../../engine/store/schema';
import { exportLines, exportPages, type ExportProgress } from '../../../engine/transfer/export-pages';
import { checkExport, readBatches } from '../../../engine/transfer/read-export';
import { readLines } from '../../../engine/transfer/read-lines';
import { START } from '../../conformance/builders';
import { exportAll, fillAccount, withOtherStore } from '../../conformance/moving';
import { ACCOUNT } from '../../conformance/store-under-test';

const HERE = { account: ACCOUNT, otherNumber: 'refuse' } as const;

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
	const list: Item[] = [];
	for await (const item of items) list.push(item);
	return list;
}

/** In pieces of a few bytes, so that characters and lines are cut in their middle. */
async function* inPieces(content: Buffer, size = 7): AsyncGenerator<Buffer> {
	for (let i = 0; i < content.length; i += size) yield content.subarray(i, i + size);
}

describe('an export as a file', () => {
	let file: string;
	let records: unknown[];
	const progress: ExportProgress[] = [];

	beforeAll(async () => {
		await withOtherStore(async (account) => {
			await fillAccount(account);
			await account.enroll([{ sequence: 'welcome', contact: { phone: '+4917099999', name: 'Zoë 👩‍👧\n"quoted"' }, reentry: 'keep', reference: null, context: {} }], START);
			records = (await exportAll(account)).records;
			file = (await all(exportLines(account, 20, START, (made) => void progress.push(structuredClone(made))))).join('');
		});
	});

	const check = (text: string) => checkExport(readLines(inPieces(Buffer.from(text), 1_000)), HERE);

	it('is a header, a line for each record, and an end with the counts', () => {
		const lines = file.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(lines[0]).toMatchObject({ kind: 'whatsapp-sequences-export', format: 1, schema: SCHEMA_VERSION, account: ACCOUNT, exportedAt: new Date(START).toISOString() });
		expect(lines.slice(1, -1)).toEqual(records);
		expect(lines.at(-1)).toMatchObject({ kind: 'end', records: records.length, rows: { contact: 11 } });
	});

	it('tells after every page how far it is', () => {
		expect(progress.map(({ pages }) => pages)).toEqual(progress.map((_, i) => i + 1));
		expect(progress.at(-1)!.records).toBe(records.length);
		expect(Object.values(progress.at(-1)!.rows).reduce((sum, count) => sum + count, 0)).toBe(records.length);
	});

	it.each([
		['as it is', (content: Buffer) => content],
		['packed', (content: Buffer) => gzipSync(content)],
		['with the line ends of Windows', (content: Buffer) => Buffer.from(content.toString().replaceAll('\n', '\r\n'))],
	])('is read back %s, whatever the pieces it comes in', async (_, pack) => {
		const content = pack(Buffer.from(file));
		expect(await checkExport(readLines(inPieces(content)), HERE)).toMatchObject({ records: records.length });
		const batches = await all(readBatches(readLines(inPieces(content)), 0));
		expect(batches.flatMap((batch) => batch.records)).toEqual(records);
	});

	it('is read on from where an import was interrupted', async () => {
		const batches = await all(readBatches(readLines(inPieces(Buffer.from(file))), 30));
		expect(batches.flatMap((batch) => batch.records)).toEqual(records.slice(30));
		expect(await all(readBatches(readLines(inPieces(Buffer.from(file))), 10_000))).toEqual([]);
	});

	it.each<[string, (text: string) => string, RegExp]>([
		['is cut off between two lines', (text) => text.split('\n').slice(0, 20).join('\n'), /ends too early: 19 records are here/],
		['is cut off within a line', (text) => text.slice(0, text.length / 2), /Line \d+ of the export is damaged/],
		['misses a line', (text) => text.split('\n').filter((_, i) => i !== 5).join('\n'), /ends too early: \d+ records are here of \d+/],
		['is two files in one', (text) => text + text, /goes on behind its end/],
		['is a table', () => 'phone,name\n+49170,Ada', /not an export of WhatsApp Sequences/],
		['is JSON of something else', () => '{"contacts":[]}', /not an export of WhatsApp Sequences/],
		['is empty', () => '', /not an export of WhatsApp Sequences/],
		['is of another number', (text) => text.replace(ACCOUNT, '99'), /Phone Number ID 99/],
		['holds a row of no table of ours', (text) => text.replace('"table":"contact"', '"table":"user"'), /Record \d+ of the export is damaged: it is of none of the tables/],
	])('is refused as a whole when it %s', async (_, spoil, words) => {
		await expect(check(spoil(file))).rejects.toThrow(words);
	});

	it('is refused when its packing is cut off or damaged', async () => {
		const packed = gzipSync(file);
		const damaged = Buffer.from(packed);
		// The checksum: damage further in may also unpack to other texts, which are refused as such.
		damaged.fill(0xff, damaged.length - 8);
		for (const content of [packed.subarray(0, packed.length / 2), damaged]) {
			await expect(checkExport(readLines(inPieces(content, 100)), HERE)).rejects.toThrow(/packed, and damaged or cut off/);
		}
	});

	it('stops when the bytes themselves fail, with that error', async () => {
		async function* broken(): AsyncGenerator<Buffer> {
			yield gzipSync(file).subarray(0, 100);
			throw new Error('the disk was pulled');
		}
		await expect(checkExport(readLines(broken()), HERE)).rejects.toThrow('the disk was pulled');
	});
});

describe('an export in pages', () => {
	it('says on every page what it is of, how many rows it has, and where the next one begins', async () => {
		await withOtherStore(async (account) => {
			await fillAccount(account);
			const pages = await all(exportPages(account, { cursor: null, pageSize: 40 }, START));
			expect(pages.map(({ page, done }) => [page, done])).toEqual(pages.map((_, i) => [i + 1, i === pages.length - 1]));
			expect(new Set(pages.map((page) => JSON.stringify(page.export))).size).toBe(1);
			expect(pages[0]!.export.sequences).toMatchObject([{ name: 'summer', open: true }, { name: 'welcome', open: true }]);
			const second = await all(exportPages(account, { cursor: pages[0]!.cursor, pageSize: 40 }, START));
			expect(second.map(({ records }) => records)).toEqual(pages.slice(1).map(({ records }) => records));
		});
	});
});
