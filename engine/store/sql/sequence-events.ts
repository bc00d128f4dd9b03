/** The outbox of changes: written with the change itself, handed out under a lease, deleted once an execution has had them. */
import type { Reason } from '../../sequence/reason';
import type { SequenceEventKind } from '../contract';
import { asList } from '../driver';
import { newId } from '../ids';
import type { Scope } from './scope';
import { insertRows } from './write-rows';

/** Something that happened. It is kept where the sequence's trigger asks for such events. */
export interface NewSequenceEvent {
	kind: SequenceEventKind;
	/** null: it concerns every sequence of the number. */
	sequenceId: string | null;
	contactId: string | null;
	enrollmentId: string | null;
	step: string | null;
	reason: Reason | null;
	/** For people. */
	detail: string | null;
}

const COLUMNS = {
	id: 'text',
	account: 'text',
	sequence_id: 'text',
	kind: 'text',
	contact_id: 'text',
	enrollment_id: 'text',
	step: 'text',
	reason: 'text',
	detail: 'text',
	at: 'bigint',
	available_at: 'bigint',
	attempts: 'bigint',
} as const;

/** Writes those that somebody asks for; the sequences that got some. */
export async function writeEvents(scope: Scope, events: NewSequenceEvent[]): Promise<string[]> {
	if (events.length === 0) return [];
	const asked = await eventsAskedBy(scope, events.map(({ sequenceId }) => sequenceId));
	const { session, account, now } = scope;
	const rows = events.flatMap((event) =>
		[...asked]
			.filter(([id, kinds]) => (event.sequenceId ?? id) === id && kinds.has(event.kind))
			.map(([id]) => ({
				id: newId(now),
				account,
				sequence_id: id,
				kind: event.kind,
				contact_id: event.contactId,
				enrollment_id: event.enrollmentId,
				step: event.step,
				reason: event.reason,
				detail: event.detail,
				at: now,
				available_at: now,
				attempts: 0,
			})),
	);
	await insertRows(session, 'sequence_event', COLUMNS, rows);
	return [...new Set(rows.map(({ sequence_id }) => sequence_id))];
}

/** Which kinds each of these sequences (null: any of the account) asks for. */
async function eventsAskedBy({ session, account }: Scope, ids: Array<string | null>): Promise<Map<string, Set<string>>> {
	const those = ids.includes(null) ? '' : `AND ${session.dialect.among('id', 'ids')}`;
	const rows = await session.all<{ id: string; events: string }>(`SELECT id, events FROM sequence WHERE account = :account AND events IS NOT NULL ${those}`, {
		account,
		...(ids.includes(null) ? {} : { ids: asList(ids as string[]) }),
	});
	return new Map(rows.map(({ id, events }) => [id, new Set(JSON.parse(events) as string[])]));
}

/** The trigger of this sequence asks for these kinds from now on; what it no longer asks for is forgotten. */
export async function askForEvents({ session }: Scope, sequenceId: string, before: string | null, kinds: readonly SequenceEventKind[]): Promise<void> {
	const events = kinds.length === 0 ? null : JSON.stringify([...kinds].sort());
	if (events === before) return;
	await session.run('UPDATE sequence SET events = :events WHERE id = :id', { id: sequenceId, events });
	await session.run(`DELETE FROM sequence_event WHERE sequence_id = :id AND NOT (${session.dialect.among('kind', 'kinds')})`, { id: sequenceId, kinds: asList(kinds) });
}

/** An execution that takes n8n down with it is not begun for ever. */
export const MOST_DELIVERIES = 10;

const WAITS = `attempts < ${MOST_DELIVERIES}`;

export interface SequenceEventRow {
	id: string;
	kind: SequenceEventKind;
	at: number;
	step: string | null;
	reason: Reason | null;
	detail: string | null;
	attempts: number;
	contact_id: string | null;
	enrollment_id: string | null;
}

/** The oldest that nobody holds. */
export async function leaseEvents(
	{ session, account, now }: Scope,
	sequenceId: string,
	{ token, owner, until, limit }: { token: string; owner: string; until: number; limit: number },
): Promise<SequenceEventRow[]> {
	const rows = await session.all<SequenceEventRow>(
		`UPDATE sequence_event SET lease = :token, lease_owner = :owner, available_at = :until, attempts = attempts + 1
		WHERE id IN (
			SELECT id FROM sequence_event WHERE sequence_id = :sequence AND account = :account AND available_at <= :now AND ${WAITS}
			ORDER BY id LIMIT :limit ${session.dialect.skipLocked}
		) RETURNING id, kind, at, step, reason, detail, attempts, contact_id, enrollment_id`,
		{ token, owner, until, sequence: sequenceId, account, now, limit },
	);
	return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** When the next one may be handed out; null when none waits. Of a long queue the first in line tells. */
export async function earliestEvent({ session, account }: Scope, sequenceId: string): Promise<number | null> {
	const [row] = await session.all<{ at: number | null }>(
		`SELECT MIN(available_at) AS at FROM (
			SELECT available_at FROM sequence_event WHERE sequence_id = :sequence AND account = :account AND ${WAITS} ORDER BY id LIMIT 1000
		) first`,
		{ sequence: sequenceId, account },
	);
	return row?.at ?? null;
}

export async function extendEventLease({ session, account }: Scope, token: string, until: number): Promise<number> {
	return session.run('UPDATE sequence_event SET available_at = :until WHERE lease = :token AND account = :account', { token, account, until });
}

/** They have reached an execution that has ended. */
export async function deleteEventsOf({ session, account }: Scope, token: string): Promise<number> {
	return session.run('DELETE FROM sequence_event WHERE lease = :token AND account = :account', { token, account });
}

/** What processes that are no more held is handed out anew. */
export async function freeEventsOfOthers({ session, account, now }: Scope, sequenceId: string, living: string): Promise<void> {
	await session.run(
		`UPDATE sequence_event SET available_at = :now
		WHERE sequence_id = :sequence AND account = :account AND available_at > :now AND lease IS NOT NULL AND lease_owner <> :living`,
		{ sequence: sequenceId, account, now, living },
	);
}
