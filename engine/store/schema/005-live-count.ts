/**
 * How many live people stand where, kept by the database itself whoever writes an enrollment: counting a million of them
 * took PostgreSQL 150 ms for every look at a page.
 *
 * In PostgreSQL each transaction adds a row of its own (`part`), so nobody waits for a total that others add to; the rows are
 * gathered into part 0 now and then (operations/sequences/gather-live-counts). SQLite has one writer, and part 0 only.
 */
import { LIVE_STATES } from '../../sequence/enrollment';
import type { Migration } from './migration';

const STATES = LIVE_STATES.map((state) => `'${state}'`).join(', ');
const PLACE = 'sequence_id, version, step, state, part';
const ADD = `ON CONFLICT (${PLACE}) DO UPDATE SET people = live_count.people + excluded.people`;

const place = (row: string): string => `${row}.sequence_id, ${row}.version, COALESCE(${row}.step, ''), ${row}.state, 0`;
/** SQLite takes ON CONFLICT behind a SELECT only when that has a WHERE. */
const sqliteAdd = (row: string, people: 1 | -1): string =>
	`INSERT INTO live_count (${PLACE}, people) SELECT ${place(row)}, ${people} WHERE ${row}.state IN (${STATES}) ${ADD};`;

const postgresAdd = (changes: string): string =>
	`INSERT INTO live_count (${PLACE}, people)
	SELECT sequence_id, version, COALESCE(step, ''), state, txid_current(), SUM(people)
	FROM (${changes}) AS changes WHERE state IN (${STATES})
	GROUP BY sequence_id, version, COALESCE(step, ''), state HAVING SUM(people) <> 0 ${ADD}`;
const changesOf = (rows: string, people: 1 | -1): string => `SELECT sequence_id, version, step, state, ${people} AS people FROM ${rows}`;

export const liveCount: Migration = {
	version: 5,
	statements: [
		`CREATE TABLE live_count (
			sequence_id TEXT NOT NULL,
			version BIGINT NOT NULL,
			-- empty for people who have no step
			step TEXT NOT NULL,
			state TEXT NOT NULL,
			part BIGINT NOT NULL,
			people BIGINT NOT NULL,
			PRIMARY KEY (sequence_id, version, step, state, part)
		)`,
		'CREATE INDEX live_count_parts ON live_count (sequence_id) WHERE part > 0',
		// People of a sequence by state, latest first, however few they are among a million.
		'CREATE INDEX enrollment_state ON enrollment (sequence_id, state, id)',
		`INSERT INTO live_count (${PLACE}, people)
			SELECT sequence_id, version, COALESCE(step, ''), state, 0, COUNT(*) FROM enrollment WHERE state IN (${STATES})
			GROUP BY sequence_id, version, COALESCE(step, ''), state`,
	],
	ofDatabase: {
		sqlite: [
			`CREATE TRIGGER live_count_came AFTER INSERT ON enrollment BEGIN ${sqliteAdd('NEW', 1)} END`,
			`CREATE TRIGGER live_count_moved AFTER UPDATE OF sequence_id, version, step, state ON enrollment
				WHEN OLD.state <> NEW.state OR OLD.step IS NOT NEW.step OR OLD.version <> NEW.version OR OLD.sequence_id <> NEW.sequence_id
				BEGIN ${sqliteAdd('OLD', -1)} ${sqliteAdd('NEW', 1)} END`,
			`CREATE TRIGGER live_count_left AFTER DELETE ON enrollment BEGIN ${sqliteAdd('OLD', -1)} END`,
		],
		postgres: [
			// The schema as it is now: also whoever names the table in full finds the counts.
			`CREATE FUNCTION live_count_came() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
				BEGIN ${postgresAdd(changesOf('came', 1))}; RETURN NULL; END $$`,
			`CREATE FUNCTION live_count_moved() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
				BEGIN ${postgresAdd(`${changesOf('was', -1)} UNION ALL ${changesOf('became', 1)}`)}; RETURN NULL; END $$`,
			`CREATE FUNCTION live_count_left() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
				BEGIN ${postgresAdd(changesOf('gone', -1))}; RETURN NULL; END $$`,
			`CREATE TRIGGER live_count_came AFTER INSERT ON enrollment
				REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION live_count_came()`,
			`CREATE TRIGGER live_count_moved AFTER UPDATE ON enrollment
				REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION live_count_moved()`,
			`CREATE TRIGGER live_count_left AFTER DELETE ON enrollment
				REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION live_count_left()`,
		],
	},
};
