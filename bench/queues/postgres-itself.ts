/**
 * The limit of any store on PostgreSQL: what the server and `pg` alone take to read the due rows of a batch by an index, to
 * move each of them on, and to write a line of history for each. A row is as narrow as can be and has one index beside its key; no lease
 * is written, since the batches of this one process go one behind the other; no rule, no contact, no definition is looked at.
 * A queue that must give work to several processes, and a sequence that must know whom it writes to, do all that besides.
 */
import { Pool, type PoolClient } from 'pg';
import { newId } from '../../engine/store/ids';
import { runSql } from '../postgres';
import { BATCH, batches, tomorrow, untilEmpty, type Place, type Queue } from './queue';

const TABLES = `
	CREATE TABLE run (id text COLLATE "C" PRIMARY KEY, step text NOT NULL, due_at bigint NOT NULL, changed_at bigint NOT NULL);
	CREATE INDEX run_due ON run (due_at, id);
	CREATE TABLE history (run_id text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, step text NOT NULL, reason text NOT NULL, at bigint NOT NULL,
		PRIMARY KEY (run_id, id))`;

const connect = ({ url, schema }: Place): Pool => new Pool({ connectionString: url, options: `-c search_path=${schema}` });

interface Due {
	id: string;
	due_at: string;
}

/** The last row that was taken. What comes behind it nobody holds. */
class Front {
	private last: Due = { id: '', due_at: '0' };
	private turn: Promise<unknown> = Promise.resolve();

	/** One batch after the other: each begins where the one before ended. */
	next(client: PoolClient, now: number): Promise<Due[]> {
		const mine = this.turn.then(async () => {
			const { rows } = await client.query<Due>({
				name: 'due',
				text: `SELECT id, due_at FROM run WHERE (due_at, id) > ($1, $2) AND due_at <= $3 ORDER BY due_at, id LIMIT ${BATCH}`,
				values: [this.last.due_at, this.last.id, now],
			});
			this.last = rows.at(-1) ?? this.last;
			return rows;
		});
		this.turn = mine;
		return mine;
	}
}

async function moveOn(client: PoolClient, due: Due[], now: number): Promise<void> {
	const ids = due.map(({ id }) => id);
	await client.query('BEGIN');
	const moved = await client.query({
		name: 'move on',
		text: "UPDATE run SET step = 'reminder', due_at = $1, changed_at = $2 WHERE id = ANY($3) AND step = 'hello'",
		values: [tomorrow().getTime(), now, ids],
	});
	if (moved.rowCount !== ids.length) throw new Error(`${moved.rowCount} of ${ids.length} rows were moved on`);
	await client.query({
		name: 'history',
		text: "INSERT INTO history (run_id, id, step, reason, at) SELECT run_id, id, 'hello', 'done', $3 FROM unnest($1::text[], $2::text[]) AS line (run_id, id)",
		values: [ids, ids.map(() => newId(now)), now],
	});
	await client.query('COMMIT');
}

export const postgresItself: Queue = {
	async install({ url, schema }) {
		await runSql(url, `CREATE SCHEMA "${schema}"`, `SET search_path TO "${schema}"`, TABLES);
	},
	async open(place) {
		const pool = connect(place);
		const front = new Front();
		return {
			async add(share) {
				for (const items of batches(share)) {
					const now = Date.now();
					await pool.query("INSERT INTO run (id, step, due_at, changed_at) SELECT id, 'hello', $2, $2 FROM unnest($1::text[]) AS item (id)", [items.map(() => newId(now)), now]);
				}
			},
			workOff: () =>
				untilEmpty(async () => {
					const client = await pool.connect();
					try {
						const now = Date.now();
						const due = await front.next(client, now);
						if (due.length > 0) await moveOn(client, due, now);
						return due.length;
					} finally {
						client.release();
					}
				}),
			close: () => pool.end(),
		};
	},
};
