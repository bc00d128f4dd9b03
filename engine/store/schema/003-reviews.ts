/** What a person is to decide, and what they decided. */
import type { Migration } from './migration';

/** Contact and run are named without a constraint, as in sends: whoever writes a review holds the run already. */
export const reviews: Migration = {
	version: 3,
	statements: [
		`CREATE TABLE review (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			-- null: the item belongs to nobody who is known
			contact_id TEXT, -- REFERENCES contact
			-- the run whose step waits; null for an item that waits in its execution
			enrollment_id TEXT, -- REFERENCES enrollment
			sequence_id TEXT,
			step TEXT,
			-- id of the gate node: each gate decides for itself
			gate TEXT NOT NULL,
			gate_label TEXT NOT NULL,
			-- what the reviewer reads, filled in for the contact
			shown TEXT NOT NULL,
			-- template and language, like "promo (en)"
			label TEXT,
			-- JSON: the message as it came, and as a reviewer changed it
			message TEXT,
			edited TEXT,
			-- pending, approved, rejected, withdrawn
			state TEXT NOT NULL,
			-- hold, approve, skip, end: what silence means, and from when on
			silence TEXT NOT NULL,
			expires_at BIGINT,
			-- phone number of who may decide by a tap in WhatsApp
			reviewer TEXT,
			-- approve, skip, end; by whom, by which way: link, dashboard, whatsapp, silence
			verdict TEXT,
			decided_by TEXT,
			decided_via TEXT,
			comment TEXT,
			decided_at BIGINT,
			-- why it was withdrawn
			reason TEXT,
			-- 1: the run came back to the step by a jump, and what was approved once counts no more
			spent BIGINT NOT NULL DEFAULT 0,
			-- the execution that waits, which of its items this is, and where it is woken
			execution TEXT,
			item BIGINT,
			resume_url TEXT,
			-- when the gate let it through, or its execution was woken
			passed_at BIGINT,
			created_at BIGINT NOT NULL,
			changed_at BIGINT NOT NULL
		)`,
		'CREATE INDEX review_state ON review (account, state, id)',
		'CREATE INDEX review_sequence ON review (sequence_id, state, id) WHERE sequence_id IS NOT NULL',
		"CREATE INDEX review_silence ON review (account, expires_at) WHERE state = 'pending' AND expires_at IS NOT NULL",
		'CREATE INDEX review_run ON review (enrollment_id) WHERE enrollment_id IS NOT NULL',
		'CREATE INDEX review_contact ON review (contact_id, label) WHERE contact_id IS NOT NULL',
		'CREATE INDEX review_execution ON review (execution) WHERE execution IS NOT NULL',
		"CREATE INDEX review_unwoken ON review (account, decided_at) WHERE execution IS NOT NULL AND passed_at IS NULL AND state <> 'pending'",
	],
};
