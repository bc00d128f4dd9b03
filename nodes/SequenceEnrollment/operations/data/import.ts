/** Import Account: brings what Export Account gave into the store of this credential, from a file or from items. */
import { NodeOperationError, updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { ExportHeader, ExportRecord, ImportCounts, OtherNumber } from '../../../../engine/store/contract/maintenance';
import { checkHeader, checkRecord } from '../../../../engine/store/operations/moving/import-check';
import { beginImport, importBatch, type ImportRun } from '../../../../engine/transfer/import-batches';
import { checkExport, readBatches } from '../../../../engine/transfer/read-export';
import { readLines } from '../../../../engine/transfer/read-lines';
import { toNodeError } from '../../../shared/errors';
import type { Answer, Batch, Outcome } from '../../batch';

const properties: INodeProperties[] = [
	{
		displayName: 'Import before you publish the workflows of this number here. Sequences wait, with their people, until their Sequence Trigger is published.',
		name: 'importNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Input Binary Field',
		name: 'importField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field containing the file. Items of an export need none.',
	},
	{
		displayName: 'Options',
		name: 'importOptions',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: [
			{
				displayName: 'Continue From',
				name: 'from',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description: 'Number of records to pass over, when an import was interrupted; the error of that one names it. Beginning anew does no harm, it only takes longer.',
			},
			{
				displayName: 'Into Another Number',
				name: 'otherNumber',
				type: 'boolean',
				default: false,
				description: 'Whether to take an export of another business number: its people hear from this number then, and nobody’s 24 hours are open here',
			},
		],
	},
];

export const description = updateDisplayOptions({ show: { resource: ['data'], operation: ['importAccount'] } }, properties);

interface Settings {
	from: number;
	otherNumber: OtherNumber;
}

interface Page {
	item: number;
	header: ExportHeader;
	records: ExportRecord[];
}

export async function execute(batch: Batch): Promise<Outcome> {
	const options = batch.node.getNodeParameter('importOptions', 0, {}) as { from?: number; otherNumber?: boolean };
	const settings: Settings = { from: Math.max(0, options.from ?? 0), otherNumber: options.otherNumber ? 'allow' : 'refuse' };
	const isPage = batch.items.map(({ json }) => Array.isArray(json.records) && json.export !== undefined);
	await warnOfOpen(batch);
	const pages = batch.items.flatMap((_, item) => (isPage[item] ? [item] : []));
	const answers = pages.length > 0 ? await importPages(batch, pages, settings) : [];
	for (let item = 0; item < batch.items.length; item++) {
		if (!isPage[item]) answers.push(await importFile(batch, item, settings));
	}
	return { answers, faults: [] };
}

/** All pages are looked at before the first one is written. */
async function importPages(batch: Batch, items: number[], settings: Settings): Promise<Answer[]> {
	const pages = items.map((item) => readPage(batch, item, settings));
	const run = beginImport(batch.store, settings.otherNumber, settings.from, batch.now);
	const answers: Answer[] = [];
	let seen = 0;
	for (const { item, header, records } of pages) {
		const left = records.slice(Math.max(0, settings.from - seen));
		seen += records.length;
		await guarded(batch, item, run, () => importBatch(run, header, left));
		const { done, cursor } = batch.items[item]!.json;
		answers.push({ item, json: { page: answers.length + 1, records: seen, rows: asItem(run.progress.rows), cursor: cursor ?? null, done: done === true } });
	}
	warnOfSkipped(batch, run);
	return answers;
}

function readPage(batch: Batch, item: number, { otherNumber }: Settings): Page {
	const { export: header, records } = batch.items[item]!.json as { export: unknown; records: unknown[] };
	try {
		checkHeader(header, batch.account.phoneNumberId, otherNumber);
		records.forEach((record, i) => checkRecord(record, i + 1));
	} catch (error) {
		throw toNodeError(batch.node.getNode(), error, item);
	}
	return { item, header, records: records as ExportRecord[] };
}

/** Read twice: a file that is cut off or damaged is refused before anything is written. */
async function importFile(batch: Batch, item: number, settings: Settings): Promise<Answer> {
	const destination = { account: batch.account.phoneNumberId, otherNumber: settings.otherNumber };
	const run = beginImport(batch.store, settings.otherNumber, settings.from, batch.now);
	const { header, records } = await guarded(batch, item, run, async () => checkExport(readLines(await bytesOf(batch, item)), destination));
	await guarded(batch, item, run, async () => {
		for await (const part of readBatches(readLines(await bytesOf(batch, item)), settings.from)) await importBatch(run, part.export, part.records);
	});
	warnOfSkipped(batch, run);
	const { batches, cursor, rows } = run.progress;
	return {
		item,
		json: { account: batch.account.phoneNumberId, from: header.account, exportedAt: header.exportedAt, pages: batches, records, rows: asItem(rows), cursor, done: true },
	};
}

async function bytesOf({ node }: Batch, item: number): Promise<AsyncIterable<Buffer>> {
	const file = node.helpers.assertBinaryData(item, node.getNodeParameter('importField', item, 'data') as string);
	if (file.id) return (await node.helpers.getBinaryStream(file.id)) as AsyncIterable<Buffer>;
	return inMemory(Buffer.from(file.data, 'base64'));
}

async function* inMemory(buffer: Buffer): AsyncGenerator<Buffer> {
	yield buffer;
}

/** An error says how far the import came: what was imported stays, and can be passed over the next time. */
async function guarded<Result>({ node }: Batch, item: number, run: ImportRun, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (run.progress.batches === 0) throw toNodeError(node.getNode(), error, item);
		const { cursor } = run.progress;
		throw new NodeOperationError(node.getNode(), toNodeError(node.getNode(), error).message, {
			itemIndex: item,
			description: `${cursor} records are imported and stay. Run it again: with "Continue From" ${cursor} it goes on there, and from the beginning it changes nothing of them.`,
		});
	}
}

const asItem = (counts: ImportCounts): IDataObject => structuredClone(counts) as unknown as IDataObject;

async function warnOfOpen({ node, store }: Batch): Promise<void> {
	const open = (await store.listSequences()).filter((sequence) => sequence.open).map(({ name }) => `"${name}"`);
	if (open.length === 0) return;
	node.addExecutionHints({
		message: `Active here: ${open.join(', ')}. People who came with the import get what is due for them at once.`,
		location: 'outputPane',
		type: 'warning',
	});
}

function warnOfSkipped({ node }: Batch, { progress }: ImportRun): void {
	const skipped = Object.values(progress.rows).reduce((sum, count) => sum + count.skipped, 0);
	if (skipped === 0) return;
	node.addExecutionHints({
		message: `${skipped} rows were passed over: the person or sequence they belong to is neither in the export nor here. They were written while it ran. Export once more with the workflows unpublished, and import that too.`,
		location: 'outputPane',
		type: 'warning',
	});
}
