/** Changes that a Sequence Trigger is told of: an outbox, written with the change and emptied by the trigger. */
import type { Migration } from './migration';

export const sequenceEvents: Migration = {
	version: 4,
	statements: [
		// JSON array of the kinds of changes its trigger asks for; null: none
		'ALTER TABLE sequence ADD COLUMN events TEXT',
		`CREATE TABLE sequence_event (
			-- by which the receiver tells a repeated delivery
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			sequence_id TEXT NOT NULL, -- REFERENCES sequence
			kind TEXT NOT NULL,
			contact_id TEXT, -- REFERENCES contact
			enrollment_id TEXT, -- REFERENCES enrollment
			step TEXT,
			reason TEXT,
			detail TEXT,
			at BIGINT NOT NULL,
			lease TEXT,
			lease_owner TEXT,
			-- when it may be handed out, or the end of the lease while somebody holds it
			available_at BIGINT NOT NULL,
			attempts BIGINT NOT NULL
		)`,
		'CREATE INDEX sequence_event_sequence ON sequence_event (sequence_id, id)',
		'CREATE INDEX sequence_event_lease ON sequence_event (lease) WHERE lease IS NOT NULL',
		'CREATE INDEX sequence_event_contact ON sequence_event (contact_id) WHERE contact_id IS NOT NULL',
	],
};
