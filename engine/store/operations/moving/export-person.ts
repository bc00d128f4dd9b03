/** All that is known of a person, for the person: every table, instants as people read them, sequences by name. */
import type { ContactRef } from '../../../contact/contact';
import { ACCOUNT_TABLES, TRAVEL_WITH_CONTACT } from '../../account-tables';
import type { PersonExport } from '../../contract/maintenance';
import { asRows, type SqlValue } from '../../driver';
import { rowsOfPeople } from '../../sql/account-rows';
import { findContacts } from '../../sql/contacts';
import type { Scope } from '../../sql/scope';
import { allSequences } from '../../sql/sequences';
import type { AccountRow } from '../people/merge-rows';

export async function exportPeople(scope: Scope, people: ContactRef[]): Promise<Array<PersonExport | null>> {
	const found = await findContacts(scope, people);
	const ids = [...new Set(found.flatMap((row) => row?.id ?? []))];
	const names = new Map((await allSequences(scope)).map(({ id, name }) => [id, name]));
	const exports = new Map(ids.map((id): [string, PersonExport] => [id, {}]));
	const collect = (table: string, person: string, rows: AccountRow[]): void => {
		for (const all of exports.values()) all[table] ??= [];
		for (const row of rows) exports.get(String(row[person]))![table]!.push(readable(row, names));
	};
	for (const table of ACCOUNT_TABLES) {
		if (table.person === null) continue;
		collect(table.name, table.person, await rowsOfPeople(scope, table, ids));
		if (table.name === 'contact') collect(TRAVEL_WITH_CONTACT, 'contact_id', await aliasesOfPeople(scope, ids));
	}
	return found.map((row) => (row ? exports.get(row.id)! : null));
}

export async function aliasesOfPeople({ session }: Scope, ids: string[]): Promise<Array<{ contact_id: string; kind: string; value: string }>> {
	return session.all(
		`SELECT a.contact_id, a.kind, a.value FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN ${TRAVEL_WITH_CONTACT} a WHERE a.contact_id = w.id ORDER BY a.kind, a.value`,
		{ wanted: asRows(ids.map((id) => ({ id }))) },
	);
}

function readable(row: AccountRow, sequences: Map<string, string>): Record<string, unknown> {
	const entries = Object.entries(row).filter(([column]) => column !== 'account');
	const shown = Object.fromEntries(entries.map(([column, value]) => [column, shownValue(column, value)]));
	const sequence = sequences.get(String(row.sequence_id));
	return sequence === undefined ? shown : { ...shown, sequence };
}

function shownValue(column: string, value: SqlValue): unknown {
	if (typeof value === 'number' && /(^|_)at$/.test(column)) return new Date(value).toISOString();
	return (column === 'context' || column === 'attributes') && typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
}
