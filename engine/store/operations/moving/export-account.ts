/** Exporting an account: table by table in pages by primary key, so that no page depends on how much there is. */
import { PAGED_TABLES, tableNamed, type AccountTable } from '../../account-tables';
import { StoreRefusal } from '../../contract';
import type { ExportHeader, ExportPage, ExportRecord } from '../../contract/maintenance';
import type { SqlValue } from '../../driver';
import { groupBy } from '../../group-by';
import { SCHEMA_VERSION } from '../../schema';
import { SCHEMA_TABLES } from '../../schema-columns';
import { pageKeyOf, pageOf, rowsOfPeople } from '../../sql/account-rows';
import type { Scope } from '../../sql/scope';
import { allSequences, toSequence } from '../../sql/sequences';
import { aliasesOfPeople } from './export-person';
import type { AccountRow } from '../people/merge-rows';

/** Changes whenever an older version of the pack would read an export wrongly. */
export const EXPORT_FORMAT = 1;

export async function beginExport(scope: Scope): Promise<ExportHeader> {
	const sequences = (await allSequences(scope)).map(toSequence);
	return {
		kind: 'whatsapp-sequences-export',
		format: EXPORT_FORMAT,
		schema: SCHEMA_VERSION,
		account: scope.account,
		exportedAt: new Date(scope.now).toISOString(),
		sequences: sequences.map(({ id, name, definition, open }) => ({ id, name, steps: definition.steps.map((step) => step.name), open })),
	};
}

export async function exportPage(scope: Scope, cursor: string | null, limit: number): Promise<ExportPage> {
	const records: ExportRecord[] = [];
	let { index, after } = readCursor(cursor);
	while (index < PAGED_TABLES.length) {
		const table = PAGED_TABLES[index]!;
		const wanted = limit - records.length;
		const rows = await pageOf(scope, table, after, wanted);
		records.push(...(await recordsOf(scope, table, rows)));
		if (rows.length === wanted) return { records, cursor: writeCursor(table, rows.at(-1)!) };
		index += 1;
		after = null;
	}
	return { records, cursor: null };
}

export async function recordsOf(scope: Scope, table: AccountTable, rows: AccountRow[]): Promise<ExportRecord[]> {
	const records = rows.map((row): ExportRecord => ({ table: table.name, row: withoutAccount(row) }));
	return table.name === 'contact' ? withBelongings(scope, records) : records;
}

const withoutAccount = ({ account: _, ...row }: AccountRow): AccountRow => row;

async function withBelongings(scope: Scope, records: ExportRecord[]): Promise<ExportRecord[]> {
	const ids = records.map(({ row }) => String(row.id));
	const aliases = groupBy(await aliasesOfPeople(scope, ids), ({ contact_id }) => contact_id);
	const tags = groupBy(await rowsOfPeople(scope, tableNamed('contact_tag')!, ids), ({ contact_id }) => String(contact_id));
	return records.map((record, i) => ({
		...record,
		aliases: (aliases.get(ids[i]!) ?? []).map(({ kind, value }) => ({ kind, value })),
		tags: (tags.get(ids[i]!) ?? []).map(({ tag, added_at }) => ({ tag: String(tag), added_at: Number(added_at) })),
	}));
}

function writeCursor(table: AccountTable, last: AccountRow): string {
	return JSON.stringify([table.name, ...pageKeyOf(table).map((column) => last[column])]);
}

function readCursor(cursor: string | null): { index: number; after: SqlValue[] | null } {
	if (cursor === null) return { index: 0, after: null };
	const parts = parsed(cursor);
	const index = Array.isArray(parts) ? PAGED_TABLES.findIndex(({ name }) => name === parts[0]) : -1;
	const after = (parts as SqlValue[]).slice(1);
	if (index < 0 || !fitsKey(PAGED_TABLES[index]!, after)) {
		throw new StoreRefusal('This cursor is not of an export. Take the field "cursor" of the last page that you have, or leave it empty to begin anew.');
	}
	return { index, after };
}

function parsed(cursor: string): unknown {
	try {
		return JSON.parse(cursor);
	} catch {
		return [];
	}
}

function fitsKey(table: AccountTable, values: unknown[]): boolean {
	const key = pageKeyOf(table);
	const types = key.map((column) => (SCHEMA_TABLES[table.name]![column]!.type === 'text' ? 'string' : 'number'));
	return values.length === key.length && values.every((value, i) => typeof value === types[i]);
}
