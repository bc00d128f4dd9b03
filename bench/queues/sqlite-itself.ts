/**
 * The limit of the embedded store: what SQLite alone takes to read the rows of a batch, put a lease on them, read them
 * again, move them on and write a line of history for each, in the same two transactions on the same tables. No rule is
 * looked at, no definition, no contact. Nothing that keeps to this schema can be faster.
 */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newId } from '../../engine/store/ids';
import { LIVE } from '../../engine/store/sql/live';
import { ENROLLMENT_COLUMNS, type EnrollmentRow } from '../../engine/store/sql/rows';
import { ACCOUNT, embeddedStore } from './ours';
import { BATCH, tomorrow, untilEmpty, type Queue } from './queue';

const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON', 'cache_size = -65536'];

const IDS = '(SELECT value FROM json_each(:ids))';

function batchOf(database: DatabaseSync): () => number {
	const due = database.prepare(
		`SELECT ${ENROLLMENT_COLUMNS} FROM enrollment
		WHERE ${LIVE} AND state = 'active' AND available_at <= :now AND sequence_id = (SELECT id FROM sequence) ORDER BY available_at LIMIT ${BATCH}`,
	);
	const lease = database.prepare(
		`UPDATE enrollment SET lease = :token, lease_owner = 'bench', available_at = :until, attempts = attempts + 1 WHERE id IN ${IDS}`,
	);
	const leased = database.prepare(`SELECT ${ENROLLMENT_COLUMNS} FROM enrollment WHERE lease = :token`);
	const moveOn = database.prepare(
		`UPDATE enrollment SET step = 'reminder', due_at = :due, available_at = :due, lease = NULL, lease_owner = NULL, attempts = 0,
			last_sent_at = :now, changed_at = :now WHERE id IN ${IDS}`,
	);
	const history = database.prepare(
		`INSERT INTO timeline_event (id, account, contact_id, enrollment_id, sequence_id, kind, step, reason, at)
		VALUES (?, ?, ?, ?, ?, 'step', 'hello', 'done', ?)`,
	);
	const transaction = (work: () => void): void => {
		database.exec('BEGIN IMMEDIATE');
		work();
		database.exec('COMMIT');
	};
	return () => {
		const now = Date.now();
		const token = newId(now);
		let rows: EnrollmentRow[] = [];
		transaction(() => {
			rows = due.all({ now }) as unknown as EnrollmentRow[];
			lease.run({ token, until: now + 300_000, ids: JSON.stringify(rows.map(({ id }) => id)) });
		});
		if (rows.length > 0) {
			transaction(() => {
				const held = leased.all({ token }) as unknown as EnrollmentRow[];
				moveOn.run({ due: tomorrow().getTime(), now, ids: JSON.stringify(held.map(({ id }) => id)) });
				for (const { id, contact_id, sequence_id } of held) history.run(newId(now), ACCOUNT, contact_id, id, sequence_id, now);
			});
		}
		return rows.length;
	};
}

export const sqliteItself: Queue = {
	install: (place) => embeddedStore.install(place),
	async open(place) {
		const store = await embeddedStore.open(place);
		const database = new DatabaseSync(path.join(place.folder, 'store.sqlite'));
		for (const pragma of PRAGMAS) database.exec(`PRAGMA ${pragma}`);
		const batch = batchOf(database);
		return {
			add: (share) => store.add(share),
			workOff: () => untilEmpty(() => Promise.resolve(batch())),
			async close() {
				database.close();
				await store.close();
			},
		};
	},
};
