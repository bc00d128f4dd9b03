/**
 * The tables of version 0.1.
 *
 * Sends and timeline events name their contact and enrollment without a constraint: PostgreSQL would read and lock the
 * named row for each of them (6 µs and a write to the contact, for a line of history). Whoever inserts them holds
 * the contact already, and erasing goes by the list of account-tables.ts, which a test compares with these names.
 */
import { LIVE, ONE_LIVE } from '../sql/live';
import type { Migration } from './migration';

export const firstRelease: Migration = {
	version: 1,
	statements: [
		`CREATE TABLE contact (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			phone TEXT,
			user_id TEXT,
			name TEXT,
			time_zone TEXT,
			first_inbound_at BIGINT,
			-- wamid of the message that was emitted as their first
			first_message_id TEXT,
			last_inbound_at BIGINT,
			-- the last time somebody answered them from the phone app
			last_human_at BIGINT,
			-- null: allowed; else who said stop: keyword, preference, meta_error, manual, import
			opted_out_by TEXT,
			consent_at BIGINT,
			-- the same for utility messages
			utility_out_by TEXT,
			-- JSON object of whatever the user keeps with the person
			attributes TEXT NOT NULL DEFAULT '{}',
			created_at BIGINT NOT NULL,
			-- of two stores' rows the one that changed last holds
			changed_at BIGINT NOT NULL
		)`,
		`CREATE TABLE contact_tag (
			contact_id TEXT NOT NULL REFERENCES contact (id),
			tag TEXT NOT NULL,
			account TEXT NOT NULL,
			added_at BIGINT NOT NULL,
			PRIMARY KEY (contact_id, tag)
		)`,
		'CREATE INDEX contact_tag_tag ON contact_tag (account, tag)',
		`CREATE TABLE contact_alias (
			account TEXT NOT NULL,
			kind TEXT NOT NULL,
			value TEXT NOT NULL,
			contact_id TEXT NOT NULL REFERENCES contact (id),
			PRIMARY KEY (account, kind, value)
		)`,
		'CREATE INDEX contact_alias_contact ON contact_alias (contact_id)',
		`CREATE TABLE consent_event (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			contact_id TEXT NOT NULL REFERENCES contact (id),
			-- marketing or utility
			category TEXT NOT NULL,
			change TEXT NOT NULL,
			source TEXT NOT NULL,
			message_id TEXT,
			-- what shows that it was said, in words of whoever recorded it
			proof TEXT,
			at BIGINT NOT NULL
		)`,
		// What Meta delivers twice is one word of the contact's, and counts once.
		'CREATE UNIQUE INDEX consent_event_once ON consent_event (contact_id, category, source, change, at)',
		`CREATE TABLE sequence (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			name TEXT NOT NULL,
			version BIGINT NOT NULL,
			definition TEXT NOT NULL,
			-- 0 while no node publishes it: then nothing is claimed
			open BIGINT NOT NULL,
			-- since when and why it is paused by a person; nothing is claimed meanwhile
			paused_at BIGINT,
			paused_reason TEXT,
			-- the template for which the engine paused it: it goes on by itself once Meta approves that one again
			paused_for TEXT,
			-- the version up to which people in flight have been moved, see operations/live-edit
			followed_version BIGINT NOT NULL,
			-- the node that published it last: it may rename it, also after closing it
			owner_workflow TEXT,
			owner_node TEXT,
			owner_label TEXT,
			-- the last claim, to the minute; and until when all that came due was claimed, or missed (operations/heartbeat)
			claimed_at BIGINT,
			caught_up_at BIGINT,
			created_at BIGINT NOT NULL,
			UNIQUE (account, name)
		)`,
		`CREATE TABLE sequence_version (
			sequence_id TEXT NOT NULL REFERENCES sequence (id),
			version BIGINT NOT NULL,
			definition TEXT NOT NULL,
			published_at BIGINT NOT NULL,
			-- JSON: what publishing it meant for the people in flight
			effect TEXT,
			PRIMARY KEY (sequence_id, version)
		)`,
		`CREATE TABLE notice (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			kind TEXT NOT NULL,
			-- null: it is about the whole account
			sequence_id TEXT REFERENCES sequence (id),
			-- the template it is about
			template TEXT,
			reason TEXT NOT NULL,
			detail TEXT NOT NULL,
			at BIGINT NOT NULL,
			-- when a process took it, to tell it to people
			taken_at BIGINT
		)`,
		'CREATE INDEX notice_untold ON notice (account) WHERE taken_at IS NULL',
		`CREATE TABLE account_hold (
			account TEXT PRIMARY KEY,
			since BIGINT NOT NULL,
			-- until then nothing is handed out, and then one step, to see whether it goes through
			until BIGINT NOT NULL,
			reason TEXT NOT NULL,
			detail TEXT NOT NULL,
			-- the lease of the step that may be sent all the same
			probe TEXT,
			told_at BIGINT
		)`,
		`CREATE TABLE number_pace (
			account TEXT PRIMARY KEY,
			-- when the next message may leave, in microseconds
			next_us BIGINT NOT NULL,
			-- messages in a thousand seconds at rated_at, less than the limit after Meta has refused some
			rate BIGINT NOT NULL,
			rated_at BIGINT NOT NULL,
			slowed_at BIGINT
		)`,
		`CREATE TABLE running_batch (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			-- null: its messages belong to no sequence, or to several
			sequence_id TEXT,
			node TEXT NOT NULL,
			of BIGINT NOT NULL,
			done BIGINT NOT NULL,
			sent BIGINT NOT NULL,
			began_at BIGINT NOT NULL,
			seen_at BIGINT NOT NULL
		)`,
		'CREATE INDEX running_batch_account ON running_batch (account, seen_at)',
		`CREATE TABLE enrollment (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			sequence_id TEXT NOT NULL REFERENCES sequence (id),
			version BIGINT NOT NULL,
			contact_id TEXT NOT NULL REFERENCES contact (id),
			state TEXT NOT NULL,
			reason TEXT,
			-- what makes the reason clear, such as the name of a guard's rule
			reason_detail TEXT,
			step TEXT,
			due_at BIGINT,
			-- due_at, or the end of the lease while somebody holds it: the claim reads this index only
			available_at BIGINT,
			lease TEXT,
			lease_owner TEXT,
			attempts BIGINT NOT NULL,
			-- the lease and step finished last: further nodes of the same execution may still send for it
			last_lease TEXT,
			last_step TEXT,
			enrolled_at BIGINT NOT NULL,
			-- wamid of the message that led here: it never enrolls twice and is no reply to this run
			enrolled_by TEXT,
			last_sent_at BIGINT,
			-- when the latest awaited reply came
			replied_at BIGINT,
			-- 1: they get nothing, for comparison
			held_out BIGINT NOT NULL DEFAULT 0,
			ended_at BIGINT,
			-- wamid of the message that ended it
			ended_by TEXT,
			reference TEXT,
			context TEXT NOT NULL,
			-- when it last moved on (leases do not count): of two stores' rows the later one holds
			changed_at BIGINT NOT NULL,
			paused_at BIGINT,
			-- when the run ends because the contact stayed silent
			expires_at BIGINT,
			-- JSON array of names of steps that this run leaves out
			cancelled_steps TEXT,
			-- the run that the first of a chain of runs was, and how many came before this one
			chain_root TEXT,
			chain_depth BIGINT NOT NULL DEFAULT 0
		)`,
		// The runs of a contact, of which one in each sequence may be live: all live ones have the same last part.
		`CREATE UNIQUE INDEX enrollment_contact ON enrollment (contact_id, sequence_id, ${ONE_LIVE})`,
		// Of all that are live, so that a sequence finds these by it too; those that wait for nothing stand at its end.
		`CREATE INDEX enrollment_due ON enrollment (sequence_id, available_at) WHERE ${LIVE}`,
		'CREATE INDEX enrollment_lease ON enrollment (lease) WHERE lease IS NOT NULL',
		'CREATE INDEX enrollment_chain ON enrollment (chain_root) WHERE chain_root IS NOT NULL',
		`CREATE TABLE send (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			contact_id TEXT NOT NULL, -- REFERENCES contact
			enrollment_id TEXT, -- REFERENCES enrollment
			sequence_id TEXT,
			step TEXT,
			node TEXT NOT NULL,
			label TEXT NOT NULL,
			state TEXT NOT NULL,
			-- how often it was begun: an answer to an earlier POST is told from one to the latest
			posts BIGINT NOT NULL,
			wamid TEXT,
			error_code BIGINT,
			error TEXT,
			sending_at BIGINT NOT NULL,
			accepted_at BIGINT,
			sent_at BIGINT,
			delivered_at BIGINT,
			read_at BIGINT,
			failed_at BIGINT
		)`,
		'CREATE UNIQUE INDEX send_once ON send (enrollment_id, step, node) WHERE enrollment_id IS NOT NULL',
		'CREATE UNIQUE INDEX send_wamid ON send (account, wamid) WHERE wamid IS NOT NULL',
		"CREATE INDEX send_sending ON send (account, sending_at) WHERE state = 'sending'",
		"CREATE INDEX send_unconfirmed ON send (account, id) WHERE state = 'unconfirmed'",
		'CREATE INDEX send_contact ON send (contact_id, id)',
		// Whom templates have reached outside their windows, and until when they count for the messaging limit.
		`CREATE TABLE reach (
			account TEXT NOT NULL,
			contact_id TEXT NOT NULL REFERENCES contact (id),
			counts_until BIGINT NOT NULL,
			PRIMARY KEY (contact_id, account)
		)`,
		'CREATE INDEX reach_counting ON reach (account, counts_until)',
		// What the frequency cap counts.
		"CREATE INDEX send_capped ON send (contact_id, sending_at) WHERE sequence_id IS NOT NULL AND state <> 'failed'",
		`CREATE TABLE timeline_event (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			contact_id TEXT NOT NULL, -- REFERENCES contact
			enrollment_id TEXT,
			sequence_id TEXT,
			kind TEXT NOT NULL,
			step TEXT,
			reason TEXT,
			detail TEXT,
			at BIGINT NOT NULL
		)`,
		'CREATE INDEX timeline_event_contact ON timeline_event (contact_id, id)',
		`CREATE TABLE webhook_event (
			account TEXT NOT NULL,
			-- fingerprint of the wamid, which itself holds the phone number
			id TEXT NOT NULL,
			-- the process that took it in; until it is acknowledged a redelivery to another process counts as new
			owner TEXT NOT NULL,
			acknowledged BIGINT NOT NULL,
			received_at BIGINT NOT NULL,
			-- what the trigger was about to emit, for a message that Meta will not deliver again, and which trigger
			kept TEXT,
			keeper TEXT,
			PRIMARY KEY (account, id)
		)`,
		'CREATE INDEX webhook_event_received ON webhook_event (received_at)',
		'CREATE INDEX webhook_event_kept ON webhook_event (account, keeper) WHERE kept IS NOT NULL',
		`CREATE TABLE step_counter (
			sequence_id TEXT NOT NULL REFERENCES sequence (id),
			step TEXT NOT NULL,
			event TEXT NOT NULL,
			total BIGINT NOT NULL,
			PRIMARY KEY (sequence_id, step, event)
		)`,
		// Opt-outs of people who were erased: salted hashes of their addresses, and nothing else.
		`CREATE TABLE suppression_salt (
			account TEXT NOT NULL,
			salt TEXT NOT NULL,
			PRIMARY KEY (account, salt)
		)`,
		`CREATE TABLE suppression (
			account TEXT NOT NULL,
			hash TEXT NOT NULL,
			opted_out_by TEXT NOT NULL,
			at BIGINT NOT NULL,
			PRIMARY KEY (account, hash)
		)`,
		`CREATE TABLE conversion (
			id TEXT PRIMARY KEY,
			account TEXT NOT NULL,
			order_id TEXT NOT NULL,
			contact_id TEXT NOT NULL REFERENCES contact (id),
			-- in thousandths of the currency: the smallest unit that any currency has
			value_thousandths BIGINT,
			currency TEXT,
			coupon TEXT,
			at BIGINT NOT NULL,
			-- the run and step it is attributed to; null when no message led to it
			enrollment_id TEXT,
			sequence_id TEXT,
			step TEXT,
			recorded_at BIGINT NOT NULL
		)`,
		`CREATE TABLE keyword (
			account TEXT NOT NULL,
			-- as it is compared, see engine/contact/keywords
			keyword TEXT NOT NULL,
			written TEXT NOT NULL,
			workflow TEXT NOT NULL,
			-- the trigger that brings the workflow its messages
			trigger_node TEXT NOT NULL,
			-- where it stands, for people
			label TEXT NOT NULL,
			claimed_at BIGINT NOT NULL,
			PRIMARY KEY (account, keyword)
		)`,
		'CREATE UNIQUE INDEX conversion_once ON conversion (account, order_id)',
		'CREATE INDEX conversion_contact ON conversion (contact_id, at)',
	],
};
