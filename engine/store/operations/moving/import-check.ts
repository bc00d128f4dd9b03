/** Whether what came is an export of this pack, complete in each record: told before anything is written. Pure. */
import { StoreRefusal } from '../../contract';
import type { ExportHeader, ExportRecord, OtherNumber } from '../../contract/maintenance';
import { PAGED_TABLES } from '../../account-tables';
import { SCHEMA_VERSION } from '../../schema';
import { SCHEMA_TABLES } from '../../schema-columns';
import { EXPORT_FORMAT } from './export-account';

/** Throws StoreRefusal when this store cannot take what follows this header. */
export function checkHeader(header: unknown, account: string, otherNumber: OtherNumber): asserts header is ExportHeader {
	if (!isHeader(header)) {
		throw new StoreRefusal('This is not an export of WhatsApp Sequences. Take the file or the items that the operation Export Account gave, unchanged.');
	}
	if (header.format !== EXPORT_FORMAT) {
		throw new StoreRefusal(
			`The export has the format ${header.format}, and this version of the node pack reads format ${EXPORT_FORMAT}. Use the same version of n8n-nodes-whatsapp-sequences on both sides.`,
		);
	}
	if (header.schema > SCHEMA_VERSION) {
		throw new StoreRefusal(
			`The export was made by a newer version of this node pack (schema ${header.schema}, this one knows ${SCHEMA_VERSION}). Update n8n-nodes-whatsapp-sequences here first.`,
		);
	}
	if (header.account !== account && otherNumber === 'refuse') {
		throw new StoreRefusal(
			`The export is of the business number with the Phone Number ID ${header.account}, and the credential here is of ${account}. Choose the credential of that number, or switch on "Into Another Number" if these people are to hear from this number from now on.`,
		);
	}
}

function isHeader(value: unknown): value is ExportHeader {
	const header = value as ExportHeader | null;
	return (
		typeof header === 'object' &&
		header !== null &&
		header.kind === 'whatsapp-sequences-export' &&
		Number.isInteger(header.format) &&
		Number.isInteger(header.schema) &&
		typeof header.account === 'string' &&
		!Number.isNaN(Date.parse(header.exportedAt)) &&
		Array.isArray(header.sequences) &&
		header.sequences.every(
			(one) => typeof one?.id === 'string' && typeof one.name === 'string' && Array.isArray(one.steps) && one.steps.every((step) => typeof step === 'string'),
		)
	);
}

/** Throws StoreRefusal for a record that no export holds; `number` counts from 1 and is named to the user. */
export function checkRecord(value: unknown, number: number): asserts value is ExportRecord {
	const fault = faultOf(value as ExportRecord | null);
	if (fault) {
		throw new StoreRefusal(`Record ${number} of the export is damaged: ${fault}. Take the export unchanged, or make it again.`);
	}
}

function faultOf(record: ExportRecord | null): string | null {
	if (typeof record !== 'object' || record === null || typeof record.row !== 'object' || record.row === null) return 'it holds no row';
	const table = PAGED_TABLES.find(({ name }) => name === record.table);
	if (!table) return `it is of none of the tables ${PAGED_TABLES.map(({ name }) => name).join(', ')}`;
	const columns = SCHEMA_TABLES[table.name]!;
	const wrong = Object.entries(record.row).find(([column, value]) => columns[column] && !fits(columns[column].type, value));
	if (wrong) return `"${wrong[0]}" of a ${table.name} cannot be ${JSON.stringify(wrong[1])}`;
	const required = [...table.key.filter((column) => column !== 'account')];
	const missing = required.find((column) => record.row[column] == null);
	if (missing) return `a ${table.name} has no "${missing}"`;
	if (record.aliases !== undefined && !isListOf(record.aliases, { kind: 'string', value: 'string' })) return 'the ids of a contact are not readable';
	if (record.tags !== undefined && !isListOf(record.tags, { tag: 'string', added_at: 'number' })) return 'the tags of a contact are not readable';
	return null;
}

function fits(type: 'text' | 'bigint', value: unknown): boolean {
	if (value === null) return true;
	return type === 'text' ? typeof value === 'string' : Number.isSafeInteger(value);
}

function isListOf(value: unknown, fields: Record<string, 'string' | 'number'>): boolean {
	return Array.isArray(value) && value.every((one) => Object.entries(fields).every(([field, type]) => typeof one?.[field] === type));
}
