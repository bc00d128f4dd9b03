/** Reading an export file: checked from its first line to its end before a store sees any of it. */
import { StoreRefusal } from '../store/contract';
import type { ExportHeader, ExportRecord, OtherNumber } from '../store/contract/maintenance';
import { checkHeader, checkRecord } from '../store/operations/moving/import-check';
import type { ExportEnd } from './export-pages';

export interface RecordBatch {
	export: ExportHeader;
	records: ExportRecord[];
}

/** Records that one transaction takes. */
const BATCH = 1_000;

/** For whom the file is. */
export interface Destination {
	/** Phone number id. */
	account: string;
	otherNumber: OtherNumber;
}

/** Reads the whole file and answers how many records it has. Throws StoreRefusal, with the line, for what is no export. */
export async function checkExport(lines: AsyncIterable<string>, destination: Destination): Promise<{ header: ExportHeader; records: number }> {
	let header: ExportHeader | null = null;
	let records = 0;
	let end: ExportEnd | null = null;
	let number = 0;
	for await (const line of lines) {
		number += 1;
		if (line.trim() === '') continue;
		const value = parse(line, number);
		if (header === null) {
			checkHeader(value, destination.account, destination.otherNumber);
			header = value;
		} else if (end !== null) throw new StoreRefusal(`The export goes on behind its end (line ${number}). Take the file of the operation Export Account, unchanged.`);
		else if (isEnd(value)) end = value;
		else checkRecord(value, ++records);
	}
	if (header === null) checkHeader(null, destination.account, destination.otherNumber);
	if (end === null || end.records !== records) {
		throw new StoreRefusal(
			`The file ends too early: ${records} records are here${end === null ? '' : ` of ${end.records}`}, and nothing was imported. Copy the file again, or export again.`,
		);
	}
	return { header: header!, records };
}

/** The records of a file that was checked, in batches. `from` passes over so many of them. */
export async function* readBatches(lines: AsyncIterable<string>, from: number): AsyncGenerator<RecordBatch> {
	let header: ExportHeader | null = null;
	let records: ExportRecord[] = [];
	let passed = 0;
	for await (const line of lines) {
		if (line.trim() === '') continue;
		const value = JSON.parse(line) as unknown;
		if (header === null) header = value as ExportHeader;
		else if (!isEnd(value) && ++passed > from) records.push(value as ExportRecord);
		if (records.length < BATCH || header === null) continue;
		yield { export: header, records };
		records = [];
	}
	if (header !== null && records.length > 0) yield { export: header, records };
}

function parse(line: string, number: number): unknown {
	try {
		return JSON.parse(line);
	} catch {
		throw damaged(number);
	}
}

function damaged(number: number): StoreRefusal {
	return new StoreRefusal(
		number === 1
			? 'This is not an export of WhatsApp Sequences. Take the file or the items that the operation Export Account gave, unchanged.'
			: `Line ${number} of the export is damaged. Take the file of the operation Export Account, unchanged, or export again.`,
	);
}

function isEnd(value: unknown): value is ExportEnd {
	return typeof value === 'object' && value !== null && (value as ExportEnd).kind === 'end';
}
