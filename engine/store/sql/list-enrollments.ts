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
	const isOfSequence = only.sequence !== undefined && only.contact === undefined;
	const latest = isOfSequence ? ofSequence(only, page, params) : ofContact(scope, only, page, params);
	return scope.session.all<EnrollmentRow>(`${latest} ORDER BY id DESC LIMIT :limit`, params);
}

/** Of one contact, whose runs are few; or of the whole account, in the order of the ids. */
function ofContact({ session }: Scope, { states, sequence, contact }: EnrollmentsOf, page: Page, params: SqlParams): string {
	const conditions = ['account = :account'];
	if (page.after !== undefined) conditions.push('id < :after');
	if (contact !== undefined) conditions.push('contact_id = :contact');
	if (contact !== undefined) params.contact = contact;
	if (sequence !== undefined) conditions.push("sequence_id || '' = :sequence");
	if (sequence !== undefined) params.sequence = sequence;
	if (states !== null) conditions.push(`state IN (SELECT state FROM ${session.dialect.rows('states', { state: 'text' })} s)`);
	if (states !== null) params.states = asRows(states.map((state) => ({ state })));
	return `SELECT ${ENROLLMENT_COLUMNS} FROM enrollment WHERE ${conditions.join(' AND ')}`;
}

/** In whatever state, unless told. */
function ofSequence({ sequence, states }: EnrollmentsOf, page: Page, params: SqlParams): string {
	params.sequence = sequence!;
	const condition = `l.account = :account AND l.sequence_id = :sequence ${page.after === undefined ? '' : 'AND l.id < :after'}`;
	return eachState({ table: 'enrollment', columns: ENROLLMENT_COLUMNS, condition, order: 'DESC' }, states ?? [...LIVE_STATES, ...ENDED_STATES], params);
}
