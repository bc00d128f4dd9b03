/** What conditions ask about: one statement per family of facts for a whole batch, from its contacts or runs by index. */
import { asRows } from '../driver';
import { LIVE } from './live';
import { timePrefix } from '../ids';
import type { EnrollmentRow } from './rows';
import type { Scope } from './scope';

export type RunRow = Pick<EnrollmentRow, 'id' | 'contact_id' | 'sequence_id' | 'state' | 'step' | 'enrolled_at' | 'reference' | 'context'> & { sequence: string };

export async function runsById({ session, account }: Scope, ids: string[]): Promise<Map<string, RunRow>> {
	if (ids.length === 0) return new Map();
	const rows = await session.all<RunRow>(
		`SELECT e.id, e.contact_id, e.sequence_id, e.state, e.step, e.enrolled_at, e.reference, e.context, s.name AS sequence
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN enrollment e JOIN sequence s ON s.id = e.sequence_id
		WHERE e.id = w.id AND e.account = :account`,
		{ account, wanted: idRows(ids) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

export interface PersonRow {
	id: string;
	/** JSON. */
	attributes: string;
	last_human_at: number | null;
}

export async function personsById({ session, account }: Scope, contactIds: string[]): Promise<Map<string, PersonRow>> {
	const rows = await session.all<PersonRow>(
		`SELECT c.id, c.attributes, c.last_human_at FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN contact c WHERE c.id = w.id AND c.account = :account`,
		{ account, wanted: idRows(contactIds) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** Steps of these runs whose message Meta accepted, each once. */
export async function stepsSentOf({ session }: Scope, enrollmentIds: string[]): Promise<Array<{ enrollment_id: string; step: string }>> {
	if (enrollmentIds.length === 0) return [];
	return session.all(
		`SELECT DISTINCT s.enrollment_id, s.step FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN send s WHERE s.enrollment_id = w.id AND s.wamid IS NOT NULL AND s.step IS NOT NULL`,
		{ wanted: idRows(enrollmentIds) },
	);
}

/** In which sequences these contacts are at the moment. */
export async function liveSequencesOf({ session }: Scope, contactIds: string[]): Promise<Array<{ contact_id: string; sequence_id: string }>> {
	return session.all(
		`SELECT e.contact_id, e.sequence_id FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN enrollment e WHERE e.contact_id = w.id AND e.${LIVE}`,
		{ wanted: idRows(contactIds) },
	);
}

/** A contact with the instant (UTC milliseconds) from which on something of theirs counts. */
export interface Since {
	id: string;
	since: number;
}

export interface Happened {
	contact_id: string;
	at: number;
}

/** When these contacts wrote. The timeline's ids begin with their time, so only its end is read. */
export async function receivedSince({ session }: Scope, wanted: Since[]): Promise<Happened[]> {
	return session.all(
		`SELECT t.contact_id, t.at FROM ${session.dialect.rows('wanted', { id: 'text', first: 'text' })} w
		CROSS JOIN timeline_event t WHERE t.contact_id = w.id AND t.id >= w.first AND t.kind = 'message'`,
		{ wanted: asRows(wanted.map(({ id, since }) => ({ id, first: timePrefix(since) }))) },
	);
}

/** When messages to these contacts were accepted, of whatever sequence or of none. */
export async function sentSince({ session }: Scope, wanted: Since[]): Promise<Happened[]> {
	return session.all(
		`SELECT s.contact_id, COALESCE(s.accepted_at, s.sending_at) AS at
		FROM ${session.dialect.rows('wanted', { id: 'text', since: 'bigint' })} w
		CROSS JOIN send s WHERE s.contact_id = w.id AND s.wamid IS NOT NULL AND COALESCE(s.accepted_at, s.sending_at) >= w.since`,
		{ wanted: sinceRows(wanted) },
	);
}

export async function conversionsSince({ session }: Scope, wanted: Since[]): Promise<Array<Happened & { value_thousandths: number | null }>> {
	return session.all(
		`SELECT c.contact_id, c.at, c.value_thousandths
		FROM ${session.dialect.rows('wanted', { id: 'text', since: 'bigint' })} w
		CROSS JOIN conversion c WHERE c.contact_id = w.id AND c.at >= w.since`,
		{ wanted: sinceRows(wanted) },
	);
}

const idRows = (ids: string[]): string => asRows([...new Set(ids)].map((id) => ({ id })));

const sinceRows = (wanted: Since[]): string => asRows(wanted.map(({ id, since }) => ({ id, since })));
