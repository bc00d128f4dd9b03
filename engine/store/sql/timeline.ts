/** What happened, for people to read; and the counters, kept as things happen so that no page scans the sends. */
import type { Reason } from '../../sequence/reason';
import type { TimelineEntry } from '../contract';
import { asRows } from '../driver';
import { groupBy } from '../group-by';
import { newId } from '../ids';
import { addCounts } from './counters';
import type { Scope } from './scope';
import { insertRows } from './write-rows';

export interface NewTimelineEvent {
	contactId: string;
	enrollmentId?: string | null;
	sequenceId?: string | null;
	/** As TimelineEntry.kind. */
	kind:
		| 'enrolled' | 'waited' | 'resumed' | 'paused' | 'moved' | 'step' | 'retry' | 'held' | 'ended' | 'refused' | 'message' | 'notice' | 'human' | 'conversion' | 'consent' | 'merged' | 'in_review' | 'reviewed' | 'conversation';
	step?: string | null;
	reason?: Reason | null;
	detail?: string | null;
}

const COLUMNS = {
	id: 'text',
	account: 'text',
	contact_id: 'text',
	enrollment_id: 'text',
	sequence_id: 'text',
	kind: 'text',
	step: 'text',
	reason: 'text',
	detail: 'text',
	at: 'bigint',
} as const;

export async function addTimeline({ session, account, now }: Scope, events: NewTimelineEvent[]): Promise<void> {
	await insertRows(
		session,
		'timeline_event',
		COLUMNS,
		events.map((event) => ({
			id: newId(now),
			account,
			contact_id: event.contactId,
			enrollment_id: event.enrollmentId ?? null,
			sequence_id: event.sequenceId ?? null,
			kind: event.kind,
			step: event.step ?? null,
			reason: event.reason ?? null,
			detail: event.detail ?? null,
			at: now,
		})),
	);
}

interface TimelineRow {
	at: number;
	kind: string;
	sequence: string | null;
	step: string | null;
	reason: string | null;
	detail: string | null;
}

/** The latest `limit` events of a contact, oldest first. */
export async function timelineOf({ session }: Scope, contactId: string, limit: number): Promise<TimelineEntry[]> {
	const rows = await session.all<TimelineRow>(
		`SELECT t.at, t.kind, s.name AS sequence, t.step, t.reason, t.detail
		FROM timeline_event t LEFT JOIN sequence s ON s.id = t.sequence_id
		WHERE t.contact_id = :contact ORDER BY t.id DESC LIMIT :limit`,
		{ contact: contactId, limit },
	);
	return rows.reverse().map((row) => ({ ...row, reason: row.reason as Reason | null }));
}

/** The latest `limit` events of each of these contacts, oldest first. */
export async function timelinesOf({ session }: Scope, contactIds: string[], limit: number): Promise<Map<string, TimelineEntry[]>> {
	if (contactIds.length === 0) return new Map();
	const rows = await session.all<TimelineRow & { contact_id: string }>(
		`SELECT contact_id, at, kind, sequence, step, reason, detail FROM (
			SELECT t.contact_id, t.id, t.at, t.kind, s.name AS sequence, t.step, t.reason, t.detail,
				ROW_NUMBER() OVER (PARTITION BY t.contact_id ORDER BY t.id DESC) AS place
			FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN timeline_event t LEFT JOIN sequence s ON s.id = t.sequence_id
			WHERE t.contact_id = w.id
		) latest WHERE place <= :limit ORDER BY contact_id, id`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))), limit },
	);
	const entries = rows.map(({ contact_id, ...row }) => ({ contact_id, entry: { ...row, reason: row.reason as Reason | null } }));
	return new Map([...groupBy(entries, ({ contact_id }) => contact_id)].map(([id, all]) => [id, all.map(({ entry }) => entry)]));
}

export interface StepEvent {
	sequenceId: string;
	step: string;
	event: 'accepted' | 'delivered' | 'read' | 'failed' | 'not_sent';
	/** -1 takes back what an event that arrived too early had counted. */
	by: 1 | -1;
}

export async function countStepEvents(scope: Scope, events: StepEvent[]): Promise<void> {
	await addCounts(scope, events.map(({ sequenceId, step, event, by }) => ({ sequence_id: sequenceId, step, event, total: by })));
}
