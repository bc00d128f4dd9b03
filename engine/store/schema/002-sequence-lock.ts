/** Sequences that a password protects against changes on the canvas. */
import type { Migration } from './migration';

export const sequenceLock: Migration = {
	version: 2,
	statements: [
		`CREATE TABLE sequence_lock (
			sequence_id TEXT PRIMARY KEY REFERENCES sequence (id),
			account TEXT NOT NULL,
			-- salted scrypt, see operations/sequences/lock-password
			hash TEXT NOT NULL,
			locked_at BIGINT NOT NULL,
			-- passwords tried in a row that were wrong, and before when no other one is looked at
			wrong BIGINT NOT NULL,
			retry_at BIGINT,
			-- the definition that waits for the password, and since when
			waiting TEXT,
			waiting_since BIGINT
		)`,
	],
};
