/** Looking enrollments up: by id, by sequence and contact, or as a list with filters and pages. */
import { StoreRefusal, type EnrollmentFilter, type EnrollmentTarget, type EnrollmentView, type Page } from '../../contract';
import { contactsById, findContacts } from '../../sql/contacts';
import { currentEnrollments, enrollmentsById, pairKey } from '../../sql/enrollments';
import { latestEnrollments, type EnrollmentsOf } from '../../sql/list-enrollments';
import { toContact, toEnrollment, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sequenceRowByName, sequencesById } from '../../sql/sequences';
import { unknownSequence } from './enroll';

/** The row that each target means: the live enrollment, else the latest; null where there is none. */
export async function findTargets(scope: Scope, targets: EnrollmentTarget[]): Promise<Array<EnrollmentRow | null>> {
	const byId = await enrollmentsById(scope, targets.flatMap((target) => ('id' in target ? [target.id] : [])));
	const named = targets.filter((target) => 'sequence' in target);
	const sequenceIds = new Map<string, string>();
	for (const name of new Set(named.map((target) => target.sequence))) sequenceIds.set(name, await sequenceId(scope, name));
	const contacts = await findContacts(scope, named.map((target) => target.contact));
	const pairs = named.map((target, i) => ({
		sequence_id: sequenceIds.get(target.sequence)!,
		contact_id: contacts[i]?.id ?? '',
	}));
	const rows = await currentEnrollments(scope, pairs);
	let next = 0;
	return targets.map((target) => {
		if ('id' in target) return byId.get(target.id) ?? null;
		const pair = pairs[next++]!;
		return rows.get(pairKey(pair)) ?? null;
	});
}

async function sequenceId(scope: Scope, name: string): Promise<string> {
	const row = await sequenceRowByName(scope, name);
	if (!row) throw new StoreRefusal(await unknownSequence(scope, name));
	return row.id;
}

export async function listEnrollments(scope: Scope, filter: EnrollmentFilter, page: Page): Promise<EnrollmentView[]> {
	const only: EnrollmentsOf = { states: filter.states ?? null };
	if (filter.sequence !== undefined) only.sequence = await sequenceId(scope, filter.sequence);
	if (filter.contact !== undefined) {
		const [contact] = await findContacts(scope, [filter.contact]);
		if (!contact) return [];
		only.contact = contact.id;
	}
	return (await viewsOf(scope, await latestEnrollments(scope, only, page))) as EnrollmentView[];
}

export async function viewsOf(scope: Scope, rows: Array<EnrollmentRow | null>): Promise<Array<EnrollmentView | null>> {
	const present = rows.flatMap((row) => row ?? []);
	const sequences = await sequencesById(scope, present.map((row) => row.sequence_id));
	const contacts = await contactsById(scope, present.map((row) => row.contact_id));
	return rows.map((row) => {
		if (!row) return null;
		const contact = contacts.get(row.contact_id);
		if (!contact) throw new Error(`enrollment ${row.id} belongs to no contact`);
		return { ...toEnrollment(row), sequence: sequences.get(row.sequence_id)?.name ?? '', contact: toContact(contact) };
	});
}
