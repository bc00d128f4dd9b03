/** All that a store holds of an account at one moment. */
import type { ContactRow, EnrollmentRow, SendRow } from '../../engine/store/sql/rows';
import type { Count } from '../../engine/store/sql/counters';
import { ACCOUNT, type Ground } from './ground';

export interface Event {
	id: string;
	contact_id: string;
	enrollment_id: string | null;
	sequence_id: string | null;
	kind: string;
	step: string | null;
	reason: string | null;
	at: number;
}

export interface SequenceRow {
	id: string;
	name: string;
	version: number;
	open: number;
	paused_at: number | null;
	followed_version: number;
	/** The kinds that its trigger asks for, as JSON; null: none. */
	events: string | null;
}

/** What waits in the outbox. */
export interface ToldEvent {
	id: string;
	sequence_id: string;
	enrollment_id: string | null;
	kind: string;
	reason: string | null;
}

export interface Review {
	id: string;
	enrollment_id: string;
	step: string;
	state: string;
	silence: string;
	expires_at: number | null;
	decided_via: string | null;
}

export interface Snapshot {
	reviews: Map<string, Review>;
	runs: Map<string, EnrollmentRow>;
	sends: Map<string, SendRow>;
	contacts: Map<string, ContactRow>;
	sequences: Map<string, SequenceRow>;
	events: Map<string, Event>;
	told: Map<string, ToldEvent>;
	counts: Count[];
	tags: Array<{ contact_id: string; tag: string }>;
	conversions: Array<{ order_id: string; sequence_id: string | null; enrollment_id: string | null }>;
}

const TABLES = ['enrollment', 'send', 'contact', 'sequence', 'timeline_event', 'step_counter', 'contact_tag', 'conversion', 'review', 'sequence_event'] as const;

/** @param only the tables that are looked at; of the others nothing is in the snapshot */
export async function snapshot(ground: Ground, account = ACCOUNT, only: ReadonlyArray<(typeof TABLES)[number]> = TABLES): Promise<Snapshot> {
	const tables = await ground.read(only);
	const rows = <Kind>(table: (typeof TABLES)[number]): Kind[] => (tables[table] ?? []).filter((row) => row.account === account) as unknown as Kind[];
	const byId = <Kind extends { id: string }>(all: Kind[]): Map<string, Kind> => new Map(all.map((row) => [row.id, row]));
	const sequences = byId(rows<SequenceRow>('sequence'));
	return {
		runs: byId(rows<EnrollmentRow>('enrollment')),
		sends: byId(rows<SendRow>('send')),
		contacts: byId(rows<ContactRow>('contact')),
		sequences,
		reviews: byId(rows<Review>('review')),
		events: byId(rows<Event>('timeline_event')),
		told: byId(rows<ToldEvent>('sequence_event')),
		counts: ((tables.step_counter ?? []) as unknown as Count[]).filter(({ sequence_id }) => sequences.has(sequence_id)),
		tags: rows('contact_tag'),
		conversions: rows('conversion'),
	};
}
