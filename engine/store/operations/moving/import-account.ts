/** Importing an account: the records of one batch in one transaction, parents first, each table by its rule. */
import { PAGED_TABLES, tableNamed, type AccountTable } from '../../account-tables';
import type { ExportHeader, ExportRecord, ImportCount, ImportCounts, OtherNumber } from '../../contract/maintenance';
import { groupBy } from '../../group-by';
import { columnNamesOf } from '../../sql/account-rows';
import type { Scope } from '../../sql/scope';
import { sequencesById } from '../../sql/sequences';
import { checkHeader, checkRecord } from './import-check';
import { followLedger, followSuppression, importContacts } from './import-contacts';
import { idsForNumber, idsHere, withIds } from './import-ids';
import { settleReviews } from './import-reviews';
import { endSecondRuns, fitToSequences } from './import-runs';
import type { AccountRow } from '../people/merge-rows';
import { findPlaces, writePlaced } from '../runs/place-rows';

/** A record with ids that may be used here, and what its parents are called there. */
interface Arrival {
	row: AccountRow;
	there: AccountRow;
	record: ExportRecord;
}

export async function importRecords(scope: Scope, header: ExportHeader, records: ExportRecord[], otherNumber: OtherNumber): Promise<ImportCounts> {
	checkHeader(header, scope.account, otherNumber);
	records.forEach((record, i) => checkRecord(record, i + 1));
	const translate = idsForNumber(header.account, scope.account);
	const source = { ...header, sequences: header.sequences.map((sequence) => ({ ...sequence, id: translate(sequence.id) })) };
	const byTable = groupBy(records, ({ table }) => table);
	const counts: ImportCounts = {};
	for (const table of PAGED_TABLES) {
		const arriving = (byTable.get(table.name) ?? []).map((record) => arrive(record, table, source, scope.account, translate));
		if (arriving.length > 0) counts[table.name] = await importTable(scope, table, arriving, source);
	}
	return counts;
}

function arrive(record: ExportRecord, table: AccountTable, source: ExportHeader, account: string, translate: (id: string) => string): Arrival {
	const known = Object.fromEntries(columnNamesOf(table.name).map((column) => [column, record.row[column] ?? null]));
	if ('account' in known) known.account = account;
	// Meta's 24 hours run per business number: nobody has written to this one yet.
	if (table.name === 'contact' && source.account !== account) known.last_inbound_at = null;
	// A message that waits for its execution waits for one of the number it came to.
	if (table.name === 'webhook_event' && source.account !== account) known.kept = null;
	const there = withIds(known, table, translate);
	return { record, there, row: table.arrive ? table.arrive(there) : there };
}

async function importTable(scope: Scope, table: AccountTable, arriving: Arrival[], source: ExportHeader): Promise<ImportCount> {
	if (table.name === 'contact') {
		return importContacts(scope, table, arriving.map(({ row, record }) => ({ row, aliases: record.aliases ?? [], tags: record.tags ?? [] })));
	}
	const settled = await settle(scope, table, arriving, source);
	const welcome = await withoutOurs(scope, table, settled, source);
	const rows = table.name === 'enrollment' ? await fitRuns(scope, welcome, source) : welcome.map(({ row }) => row);
	const placement = await findPlaces(scope, table, rows);
	if (table.name === 'enrollment') await endSecondRuns(scope, placement);
	const count = await writePlaced(scope, table, placement);
	if (table.name === 'review') await settleReviews(scope, rows.flatMap(({ enrollment_id }) => (typeof enrollment_id === 'string' ? [enrollment_id] : [])));
	if (table.name === 'consent_event') await followLedger(scope, tableNamed('contact')!, placement.added.map((row) => String(row.contact_id)));
	if (table.name === 'suppression' && placement.added.length > 0) await followSuppression(scope, tableNamed('contact')!);
	return { ...count, unchanged: count.unchanged + settled.length - welcome.length, skipped: arriving.length - settled.length };
}

/** The arrivals that have a place here, with the ids that their parents have here. */
async function settle(scope: Scope, table: AccountTable, arriving: Arrival[], source: ExportHeader): Promise<Arrival[]> {
	const parents = { ...table.references, ...table.mentions };
	let settled = arriving;
	for (const [column, parent] of Object.entries(parents)) {
		const ids = await idsHere(scope, parent, settled.flatMap(({ row }) => (typeof row[column] === 'string' ? [row[column]] : [])), source);
		const required = column in table.references;
		settled = settled.flatMap((arrival) => {
			const id = arrival.row[column];
			if (typeof id !== 'string' || (!required && !ids.has(id))) return [arrival];
			const here = ids.get(id);
			return here === undefined ? [] : [{ ...arrival, row: { ...arrival.row, [column]: here } }];
		});
	}
	return settled;
}

/** Without what this store has its own of. */
async function withoutOurs(scope: Scope, table: AccountTable, settled: Arrival[], source: ExportHeader): Promise<Arrival[]> {
	if (table.name === 'sequence') return withoutNamesakes(scope, settled, source);
	return table.name === 'sequence_version' ? withoutForeignVersions(scope, settled) : settled;
}

/** A sequence of this name is here under another id: its people come to that one. */
async function withoutNamesakes(scope: Scope, arriving: Arrival[], source: ExportHeader): Promise<Arrival[]> {
	const ids = await idsHere(scope, 'sequence', arriving.map(({ row }) => String(row.id)), source);
	return arriving.filter(({ row }) => (ids.get(String(row.id)) ?? row.id) === row.id);
}

/** Versions count up where a sequence is published; a number that is still to come must stay free. */
async function withoutForeignVersions(scope: Scope, arriving: Arrival[]): Promise<Arrival[]> {
	const sequences = await sequencesById(scope, arriving.map(({ row }) => String(row.sequence_id)));
	return arriving.filter(({ row, there }) => {
		const sequence = sequences.get(String(row.sequence_id));
		return sequence !== undefined && there.sequence_id === sequence.id && Number(row.version) <= sequence.version;
	});
}

function fitRuns(scope: Scope, settled: Arrival[], source: ExportHeader): Promise<AccountRow[]> {
	return fitToSequences(scope, settled.map(({ row, there }) => ({ row, sequenceThere: String(there.sequence_id) })), source);
}
