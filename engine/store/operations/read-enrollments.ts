/** Looking enrollments up: by id, by sequence and contact, or as a list with filters and pages. */
import { StoreRefusal, type EnrollmentFilter, type EnrollmentTarget, type EnrollmentView, type Page } from '../contract';
import { asRows, type SqlParams } from '../driver';
import { contactsById, findContacts } from '../sql/contacts';
import { currentEnrollments, enrollmentsById, pairKey } from '../sql/enrollments';
import { ENROLLMENT_COLUMNS, toContact, toEnrollment, type EnrollmentRow } from '../sql/rows';
import type { Scope } from '../sql/scope';
import { sequenceRowByName, sequencesById } from '../sql/sequences';
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
	const conditions = ['account = :account'];
	const params: SqlParams = { account: scope.account, limit: page.limit };
	if (filter.sequence !== undefined) {
		conditions.push('sequence_id = :sequence');
		params.sequence = await sequenceId(scope, filter.sequence);
	}
	if (filter.contact !== undefined) {
		const [contact] = await findContacts(scope, [filter.contact]);
		if (!contact) return [];
		conditions.push('contact_id = :contact');
		params.contact = contact.id;
	}
	if (filter.states?.length === 1) {
		// As a value, so that the index gives one state's runs in their order.
		conditions.push('state = :state');
		params.state = filter.states[0]!;
	} else if (filter.states !== undefined) {
		conditions.push(`state IN (SELECT state FROM ${scope.session.dialect.rows('states', { state: 'text' })} s)`);
		params.states = asRows(filter.states.map((state) => ({ state })));
	}
	if (page.after !== undefined) {
		conditions.push('id < :after');
		params.after = page.after;
	}
	const rows = await scope.session.all<EnrollmentRow>(
		`SELECT ${ENROLLMENT_COLUMNS} FROM enrollment WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT :limit`,
		params,
	);
	return (await viewsOf(scope, rows)) as EnrollmentView[];
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
