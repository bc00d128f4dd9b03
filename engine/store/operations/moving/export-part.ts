/** The part of an export by which some people can be followed elsewhere: all sequences, and what runs go by of each person. */
import type { ContactRef } from '../../../contact/contact';
import { PAGED_TABLES, tableNamed } from '../../account-tables';
import type { ExportPart, ExportRecord } from '../../contract/maintenance';
import { groupBy } from '../../group-by';
import { pageOf, rowsBy, rowsOfPeople } from '../../sql/account-rows';
import { findContacts } from '../../sql/contacts';
import type { Scope } from '../../sql/scope';
import { beginExport, recordsOf } from './export-account';

/** More sequences than an account has. */
const MOST_SEQUENCES = 10_000;

/** What was told of people: no run goes by it, and there may be much. */
const TOLD = 'timeline_event';

export async function exportPart(scope: Scope, people: ContactRef[]): Promise<ExportPart> {
	const header = await beginExport(scope);
	const contacts = await findContacts(scope, people);
	const ids = [...new Set(contacts.flatMap((row) => row?.id ?? []))];
	const own = new Map<string, ExportRecord[]>(ids.map((id) => [id, []]));
	for (const table of PAGED_TABLES) {
		if (table.person === null || table.name === TOLD || ids.length === 0) continue;
		const records = await recordsOf(scope, table, await rowsOfPeople(scope, table, ids));
		for (const [id, all] of groupBy(records, ({ row }) => String(row[table.person!]))) own.get(id)?.push(...all);
	}
	const runs = [...own.values()].flat().filter(({ table }) => table === 'enrollment');
	return { header, sequences: await sequenceRecords(scope, runs), people: contacts.map((row) => (row ? own.get(row.id)! : null)) };
}

/** The sequences as they are now, each with this version and those that runs keep. */
async function sequenceRecords(scope: Scope, runs: ExportRecord[]): Promise<ExportRecord[]> {
	const [sequence, version] = [tableNamed('sequence')!, tableNamed('sequence_version')!];
	const rows = await pageOf(scope, sequence, null, MOST_SEQUENCES);
	const wanted = [...rows.map((row) => ({ sequence_id: row.id!, version: row.version! })), ...runs.map(({ row }) => ({ sequence_id: row.sequence_id!, version: row.version! }))];
	const once = [...new Map(wanted.map((one) => [JSON.stringify([one.sequence_id, one.version]), one])).values()];
	return [...(await recordsOf(scope, sequence, rows)), ...(await recordsOf(scope, version, await rowsBy(scope, version, version.key, once)))];
}
