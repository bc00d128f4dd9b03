/** Erasing people: every row that is theirs, in every table. What they said about consent outlives them as a hash. */
import type { ContactRef } from '../../../contact/contact';
import { isLive, type EnrollmentState } from '../../../sequence/enrollment';
import { ACCOUNT_TABLES, tableNamed, TRAVEL_WITH_CONTACT } from '../../account-tables';
import type { ErasedPerson } from '../../contract/maintenance';
import { deleteRowsOf, rowsOfPeople } from '../../sql/account-rows';
import { findContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { forUtility, suppress, unsuppress } from '../../sql/suppression';
import { forgetKeptOf } from '../../sql/webhook-events';
import { aliasesOfPeople } from './export-person';

/** Children first, as the rows hang on one another. */
const THEIRS: ReadonlyArray<{ table: string; person: string }> = [...ACCOUNT_TABLES]
	.reverse()
	.flatMap(({ name, person }) => {
		if (person === null) return [];
		return name === 'contact' ? [{ table: TRAVEL_WITH_CONTACT, person: 'contact_id' }, { table: name, person }] : [{ table: name, person }];
	});

/**
 * Runs that are under way need no end of their own: with the row the lease is gone, so that its holder is told "ended"
 * at the next call, and nothing that hangs on an end (another sequence, a tag) may begin.
 */
export async function erasePeople(scope: Scope, people: ContactRef[]): Promise<Array<ErasedPerson | null>> {
	const found = await findContacts(scope, people);
	const contacts = new Map(found.flatMap((row) => (row ? [[row.id, row] as const] : [])));
	const ids = [...contacts.keys()];
	if (ids.length === 0) return people.map(() => null);
	// Whoever writes about these people now is waited for, and whoever comes later finds nobody.
	await lockContacts(scope, ids);
	const kept = await keepOptOuts(scope, contacts);
	const live = await liveRunsOf(scope, ids);
	await forgetKeptOf(scope, ids);
	const rows = new Map(ids.map((id): [string, Record<string, number>] => [id, {}]));
	for (const { table, person } of THEIRS) {
		for (const [id, count] of await deleteRowsOf(scope, table, person, ids)) rows.get(id)![table] = count;
	}
	return found.map((row) =>
		row && { contactId: row.id, rows: rows.get(row.id)!, liveEnrollments: live.get(row.id) ?? 0, optOutKept: kept.has(row.id) },
	);
}

async function liveRunsOf(scope: Scope, ids: string[]): Promise<Map<string, number>> {
	const counts = new Map<string, number>();
	for (const { contact_id, state } of await rowsOfPeople(scope, tableNamed('enrollment')!, ids)) {
		if (isLive(state as EnrollmentState)) counts.set(String(contact_id), (counts.get(String(contact_id)) ?? 0) + 1);
	}
	return counts;
}

/** Who had opted out is remembered by hashes; of who had not, no hash stays either. Answers whose opt-out is kept. */
async function keepOptOuts(scope: Scope, contacts: Map<string, ContactRow>): Promise<Set<string>> {
	const addresses = (await aliasesOfPeople(scope, [...contacts.keys()])).filter(({ kind }) => kind !== 'id');
	const optedOut = addresses.flatMap((address) => {
		const { opted_out_by: marketing, utility_out_by: utility, consent_at } = contacts.get(address.contact_id)!;
		const at = consent_at ?? scope.now;
		return [
			...(marketing === null ? [] : [{ address, source: marketing, at }]),
			...(utility === null ? [] : [{ address: forUtility(address), source: utility, at }]),
		];
	});
	await suppress(scope, optedOut);
	await unsuppress(scope, addresses.filter(({ contact_id }) => contacts.get(contact_id)!.opted_out_by === null));
	await unsuppress(scope, addresses.filter(({ contact_id }) => contacts.get(contact_id)!.utility_out_by === null).map(forUtility));
	return new Set(optedOut.map(({ address }) => address.contact_id));
}
