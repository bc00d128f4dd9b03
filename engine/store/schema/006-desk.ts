/** The conversation desk: agents, the conversation of each contact, and sequences that are timers of the desk. */
import type { Migration } from './migration';

export const desk: Migration = {
	version: 6,
	statements: [
		`CREATE TABLE desk_agent (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			name TEXT NOT NULL,
			-- where they are told of their work: a phone number, an e-mail address
			address TEXT,
			-- most conversations at the same time
			reception_limit BIGINT NOT NULL,
			available BIGINT NOT NULL,
			last_assigned_at BIGINT,
			created_at BIGINT NOT NULL,
			changed_at BIGINT NOT NULL,
			UNIQUE (account, name)
		)`,
		`CREATE TABLE conversation (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			contact_id TEXT NOT NULL REFERENCES contact (id),
			-- bot, unassigned, queued, assigned, closed
			state TEXT NOT NULL,
			-- who has it, or had it last
			agent_id TEXT REFERENCES desk_agent (id),
			since BIGINT NOT NULL,
			opened_at BIGINT NOT NULL,
			-- its place in the line; null for one that does not stand in it
			queued_at BIGINT,
			-- 1: an agent has had it since it was opened
			human BIGINT NOT NULL,
			last_customer_at BIGINT,
			last_agent_at BIGINT,
			-- the customer's first message since the last answer
			waiting_since BIGINT,
			-- closed, silence
			closed_by TEXT,
			survey_until BIGINT,
			survey_answer TEXT,
			-- wamid of the answer: it opens no conversation
			survey_message_id TEXT,
			changed_at BIGINT NOT NULL
		)`,
		'CREATE UNIQUE INDEX conversation_contact ON conversation (contact_id)',
		"CREATE INDEX conversation_held ON conversation (account, agent_id) WHERE state = 'assigned'",
		'CREATE INDEX conversation_line ON conversation (account, queued_at, contact_id) WHERE queued_at IS NOT NULL',
		'CREATE INDEX conversation_state ON conversation (account, state, id)',
		// Behind the one above: of two that cost alike SQLite takes the newer one.
		"CREATE INDEX conversation_beside ON conversation (account, state, id) WHERE state <> 'closed' AND queued_at IS NULL",
		'CREATE INDEX conversation_agent ON conversation (agent_id) WHERE agent_id IS NOT NULL',
		// The moment of a conversation at which the desk enrolls people; null for sequences that people are enrolled in.
		'ALTER TABLE sequence ADD COLUMN moment TEXT',
		'CREATE INDEX sequence_moment ON sequence (account) WHERE moment IS NOT NULL',
	],
};
