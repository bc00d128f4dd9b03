/** What happened, for people to read; and the counters, kept as things happen so that no page scans the sends. */
import type { Reason } from '../../sequence/reason';
import type { TimelineEntry } from '../contract';
import { asRows } from '../driver';
import { newId } from '../ids';
import type { Scope } from './scope';
import { insertRows } from './write-rows';

export interface NewTimelineEvent {
	contactId: string;
	enrollmentId?: string | null;
	sequenceId?: string | null;
	/** As TimelineEntry.kind. */
	kind: 'enrolled' | 'resumed' | 'step' | 'retry' | 'held' | 'ended' | 'message' | 'consent';
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

export interface StepEvent {
	sequenceId: string;
	step: string;
	event: 'accepted' | 'delivered' | 'read' | 'failed' | 'not_sent';
	/** -1 takes back what an event that arrived too early had counted. */
	by: 1 | -1;
}

export async function countStepEvents({ session }: Scope, events: StepEvent[]): Promise<void> {
	if (events.length === 0) return;
	const totals = new Map<string, { sequence_id: string; step: string; event: string; total: number }>();
	for (const { sequenceId, step, event, by } of events) {
		const key = JSON.stringify([sequenceId, step, event]);
		const entry = totals.get(key) ?? { sequence_id: sequenceId, step, event, total: 0 };
		entry.total += by;
		totals.set(key, entry);
	}
	await session.run(
		`INSERT INTO step_counter (sequence_id, step, event, total)
		SELECT sequence_id, step, event, total
		FROM ${session.dialect.rows('batch', { sequence_id: 'text', step: 'text', event: 'text', total: 'bigint' })} n WHERE 1 = 1
		ON CONFLICT (sequence_id, step, event) DO UPDATE SET total = step_counter.total + excluded.total`,
		// In one order for everybody, since each counter stays locked until the transaction ends.
		{ batch: asRows([...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, counter]) => counter)) },
	);
}
