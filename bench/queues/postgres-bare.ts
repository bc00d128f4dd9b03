/**
 * The least that a step of a sequence takes on PostgreSQL, in the leanest tables that can be thought of: a batch is taken by
 * one row that names its members, so that no other process takes them meanwhile; the people are read with it; a step that
 * another one has ended in between is left alone; one line of history is written for each. No ledger of sends, no counts of
 * people, no versions, windows, caps or time zones, no definition that is looked at. What a store can reach at best.
 */
import { Pool, type PoolClient } from 'pg';
import { newId } from '../../engine/store/ids';
import { runSql } from '../postgres';
import { BATCH, batches, tomorrow, untilEmpty, type Place, type Queue } from './queue';

const ID = 'text COLLATE "C"';
const TABLES = `
	CREATE TABLE person (id ${ID} PRIMARY KEY, phone text NOT NULL, reference text, context text NOT NULL);
	CREATE TABLE run (id ${ID} PRIMARY KEY, person_id ${ID} NOT NULL, step text NOT NULL, due_at bigint NOT NULL, moves bigint NOT NULL, changed_at bigint NOT NULL);
	CREATE INDEX run_due ON run (due_at, id);
	CREATE TABLE lease (id ${ID} PRIMARY KEY, until bigint NOT NULL, runs text[] NOT NULL);
	CREATE TABLE history (person_id ${ID} NOT NULL, id ${ID} NOT NULL, run_id ${ID} NOT NULL, step text NOT NULL, reason text NOT NULL, at bigint NOT NULL,
		PRIMARY KEY (person_id, id))`;

const LEASE_MS = 5 * 60_000;

interface Due {
	id: string;
	person_id: string;
	step: string;
	moves: string;
	phone: string;
	reference: string | null;
	context: string;
}

async function transaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
	const client = await pool.connect();
	try {
		await client.query('BEGIN');
		const result = await work(client);
		await client.query('COMMIT');
		return result;
	} finally {
		client.release();
	}
}

const DUE = `SELECT due.id, due.person_id, due.step, due.moves, person.phone, person.reference, person.context
	FROM (
		SELECT * FROM run WHERE due_at <= $1 AND id NOT IN (SELECT unnest(runs) FROM lease WHERE until > $1) ORDER BY due_at, id LIMIT ${BATCH}
	) due JOIN person ON person.id = due.person_id`;

const MOVE_ON = `UPDATE run SET step = 'reminder', due_at = $1, moves = run.moves + 1, changed_at = $2
	FROM unnest($3::text[], $4::bigint[]) AS taken (id, moves) WHERE run.id = taken.id AND run.moves = taken.moves`;

const HISTORY = `INSERT INTO history (person_id, id, run_id, step, reason, at)
	SELECT person_id, id, run_id, 'hello', 'done', $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS line (person_id, id, run_id)`;

/** Claims go one behind the other: whoever comes later sees which runs are taken. */
async function claim(client: PoolClient, token: string, now: number): Promise<Due[]> {
	await client.query("SELECT pg_advisory_xact_lock(hashtext(current_schema() || 'claims'))");
	const { rows } = await client.query<Due>(DUE, [now]);
	if (rows.length === 0) return [];
	await client.query('INSERT INTO lease VALUES ($1, $2, $3)', [token, now + LEASE_MS, rows.map(({ id }) => id)]);
	return rows;
}

async function finish(client: PoolClient, token: string, due: Due[], now: number): Promise<void> {
	const ids = due.map(({ id }) => id);
	const moved = await client.query(MOVE_ON, [tomorrow().getTime(), now, ids, due.map(({ moves }) => moves)]);
	if (moved.rowCount !== ids.length) throw new Error(`${moved.rowCount} of ${ids.length} runs were moved on`);
	await client.query('DELETE FROM lease WHERE id = $1', [token]);
	await client.query(HISTORY, [due.map(({ person_id }) => person_id), ids.map(() => newId(now)), ids, now]);
}

/** Rows by their keys, as in tables of any size: these are so narrow that the server would rather read them whole for each batch, twice as dear. */
const LOOKED_UP = '-c enable_hashjoin=off -c enable_mergejoin=off';

const connect = ({ url, schema }: Place): Pool => new Pool({ connectionString: url, options: `-c search_path=${schema} ${LOOKED_UP}` });

export const postgresBare: Queue = {
	async install({ url, schema }) {
		await runSql(url, `CREATE SCHEMA "${schema}"`, `SET search_path TO "${schema}"`, TABLES);
	},
	async open(place) {
		const pool = connect(place);
		return {
			async add(share) {
				for (const items of batches(share)) {
					const now = Date.now();
					const ids = items.map(() => newId(now));
					const values = [ids, items.map(({ phone }) => phone), items.map(({ reference }) => reference), items.map(({ context }) => JSON.stringify(context))];
					await transaction(pool, async (client) => {
						await client.query('INSERT INTO person SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])', values);
						await client.query("INSERT INTO run SELECT id, id, 'hello', $2, 0, $2 FROM unnest($1::text[]) AS item (id)", [ids, now]);
					});
				}
			},
			workOff: () =>
				untilEmpty(async () => {
					const token = newId(Date.now());
					const due = await transaction(pool, (client) => claim(client, token, Date.now()));
					if (due.length > 0) await transaction(pool, (client) => finish(client, token, due, Date.now()));
					return due.length;
				}),
			close: () => pool.end(),
		};
	},
};
