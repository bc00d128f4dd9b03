/** Lists of enrollments, latest first, a page at a time. */
import { ENDED_STATES, LIVE_STATES, type EnrollmentState } from '../../sequence/enrollment';
import type { Page } from '../contract';
import { asRows, type SqlParams } from '../driver';
import { eachState } from './each-state';
import { ENROLLMENT_COLUMNS, type EnrollmentRow } from './rows';
import type { Scope } from './scope';

export interface EnrollmentsOf {
	/** null: in whatever state. */
	states: readonly EnrollmentState[] | null;
	/** The id of a sequence. */
	sequence?: string;
	/** The id of a contact. */
	contact?: string;
}

export async function latestEnrollments(scope: Scope, only: EnrollmentsOf, page: Page): Promise<EnrollmentRow[]> {
	const params: SqlParams = { account: scope.account, limit: page.limit };
	if (page.after !== undefined) params.after = page.after;
	const conditions = [
		'account = :account',
		...(page.after === undefined ? [] : ['id < :after']),
		only.sequence !== undefined && only.contact === undefined
			? ofSequence(only.sequence, only.states, page, params)
			: ofContact(scope, only, params),
	];
	return scope.session.all<EnrollmentRow>(
		`SELECT ${ENROLLMENT_COLUMNS} FROM enrollment WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT :limit`,
		params,
	);
}

/** Of one contact, whose runs are few; or of the whole account, in the order of the ids. */
function ofContact({ session }: Scope, { states, sequence, contact }: EnrollmentsOf, params: SqlParams): string {
	const conditions = ['1 = 1'];
	if (contact !== undefined) conditions.push('contact_id = :contact');
	if (contact !== undefined) params.contact = contact;
	if (sequence !== undefined) conditions.push("sequence_id || '' = :sequence");
	if (sequence !== undefined) params.sequence = sequence;
	if (states !== null) conditions.push(`state IN (SELECT state FROM ${session.dialect.rows('states', { state: 'text' })} s)`);
	if (states !== null) params.states = asRows(states.map((state) => ({ state })));
	return conditions.join(' AND ');
}

/** In whatever state, unless told. */
function ofSequence(sequence: string, states: EnrollmentsOf['states'], page: Page, params: SqlParams): string {
	params.sequence = sequence;
	const condition = `l.sequence_id = :sequence ${page.after === undefined ? '' : 'AND l.id < :after'}`;
	return `id IN (${eachState('enrollment', condition, states ?? [...LIVE_STATES, ...ENDED_STATES], 'DESC', params)})`;
}
