/** Export Account: everything of a business number, as one file or as items of one page each. */
import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { ExportHeader } from '../../../../engine/store/contract/maintenance';
import { exportLines, exportPages, type ExportProgress } from '../../../../engine/transfer/export-pages';
import type { Answer, Batch, Outcome } from '../../batch';

/** Records in a page: some 300 kB of JSON, and some milliseconds of the store. */
const PAGE = 1_000;

const properties: INodeProperties[] = [
	{
		displayName: 'Unpublish the workflows of this number first, and its sequences wait. What is written while the export runs may be missing in it.',
		name: 'exportNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Export As',
		name: 'exportAs',
		type: 'options',
		options: [
			{ name: 'File', value: 'file', description: 'One file for everything: to keep it, or for an Import Account behind this node' },
			{ name: 'Items', value: 'items', description: 'One item per page of 1,000 records, for nodes that work on them' },
		],
		default: 'file',
	},
	{
		displayName: 'Options',
		name: 'exportOptions',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: [
			{
				displayName: 'Compress',
				name: 'compress',
				type: 'boolean',
				default: true,
				description: 'Whether the file is packed with gzip, to about a tenth. Import Account reads both.',
				displayOptions: { show: { '/exportAs': ['file'] } },
			},
			{
				displayName: 'Continue From',
				name: 'cursor',
				type: 'string',
				default: '',
				placeholder: 'e.g. ["send","0190…"]',
				description: 'The field "cursor" of the last item that you have, to export what comes behind it',
				displayOptions: { show: { '/exportAs': ['items'] } },
			},
			{
				displayName: 'Pages at Once',
				name: 'pages',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description: 'Most items of one run, for a loop that continues from the last one; 0 for all',
				displayOptions: { show: { '/exportAs': ['items'] } },
			},
			{
				displayName: 'Put Output File in Field',
				name: 'binaryField',
				type: 'string',
				default: 'data',
				hint: 'The name of the output binary field to put the file in',
				displayOptions: { show: { '/exportAs': ['file'] } },
			},
		],
	},
];

export const description = updateDisplayOptions({ show: { resource: ['data'], operation: ['exportAccount'] } }, properties);

interface Options {
	compress?: boolean;
	cursor?: string;
	pages?: number;
	binaryField?: string;
}

/** Runs once, whatever comes in: there is one account behind the credential. */
export async function execute(batch: Batch): Promise<Outcome> {
	const options = batch.node.getNodeParameter('exportOptions', 0, {}) as Options;
	const asItems = batch.node.getNodeParameter('exportAs', 0, 'file') === 'items';
	return { answers: asItems ? await asPages(batch, options) : [await asFile(batch, options)], faults: [] };
}

async function asPages(batch: Batch, { cursor, pages }: Options): Promise<Answer[]> {
	const answers: Answer[] = [];
	for await (const page of exportPages(batch.store, { cursor: cursor?.trim() || null, pageSize: PAGE }, batch.now)) {
		if (page.page === 1) warnOfOpen(batch, page.export);
		answers.push({ item: 0, json: page as unknown as IDataObject });
		if (pages && answers.length >= pages) break;
	}
	return answers;
}

/** The file goes to n8n's binary store as it is made: no more than a page of it is in memory, unless n8n keeps files there. */
async function asFile(batch: Batch, { compress = true, binaryField }: Options): Promise<Answer> {
	let progress: ExportProgress = { pages: 0, records: 0, rows: {} };
	let header: ExportHeader | undefined;
	const lines = exportLines(batch.store, PAGE, batch.now, (made, begun) => {
		progress = made;
		header = begun;
	});
	const text = Readable.from(inBytes(lines));
	const packed = createGzip();
	const stream = compress ? packed : text;
	if (compress) pipeline(text, packed, () => undefined);
	const name = `whatsapp-sequences-${batch.account.phoneNumberId}-${new Date(batch.now).toISOString().slice(0, 10)}.jsonl${compress ? '.gz' : ''}`;
	const binary = await batch.node.helpers.prepareBinaryData(stream, name, compress ? 'application/gzip' : 'application/jsonl');
	if (header) warnOfOpen(batch, header);
	return {
		item: 0,
		json: { account: batch.account.phoneNumberId, exportedAt: new Date(batch.now).toISOString(), ...progress, done: true },
		binary: { [binaryField?.trim() || 'data']: binary },
	};
}

/** n8n's memory store waits for ever on a stream of strings. */
async function* inBytes(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
	for await (const text of lines) yield Buffer.from(text);
}

function warnOfOpen({ node }: Batch, { sequences }: ExportHeader): void {
	const open = sequences.filter((sequence) => sequence.open).map(({ name }) => `"${name}"`);
	if (open.length === 0) return;
	node.addExecutionHints({
		message: `Still active: ${open.join(', ')}. What happens during the export may be missing in it. To move for good, unpublish the workflows of this number and export once more; importing again adds what is new.`,
		location: 'outputPane',
		type: 'warning',
	});
}
