/** PostgreSQL by `pg`: any number of n8n processes share one database. */
import { Pool, types, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import type { Dialect, SqlDriver, SqlSession } from '../driver';
import { ClockOffset } from './clock-offset';
import { numbered } from './named-parameters';
import { asIs, explainPostgresError, isConnectionLoss, isLostRace, mayHaveCommitted, outcomeUnknown } from './postgres-errors';

const BIGINT_OID = 20;
/**
 * Tries of a transaction that lost against others. Each loss means that another one got through, so there are no more
 * losses than rivals: with three tries, eight processes that took in the same new people failed.
 */
const TRIES = 20;
/** Tries of a transaction whose connection broke: the third in a row is a server that is down, not one that restarted. */
const CONNECTIONS = 3;

const postgresDialect: Dialect = {
	database: 'postgres',
	// By their bytes, as SQLite compares texts: the rules of a language cost several times as much at every index.
	definition: (statement) => statement.replace(/\bTEXT\b/g, 'TEXT COLLATE "C"'),
	rows(parameter, columns) {
		const fields = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
		return `(SELECT * FROM jsonb_to_recordset(CAST(:${parameter} AS jsonb)) AS batch_rows (${fields.join(', ')}))`;
	},
	columns(alias, columns) {
		const arrays = Object.entries(columns).map(([name, type]) => `CAST(:${alias}_${name} AS ${type}[])`);
		return `unnest(${arrays.join(', ')}) AS ${alias} (${Object.keys(columns).join(', ')})`;
	},
	among: (column, parameter) => `${column} = ANY(ARRAY(SELECT jsonb_array_elements_text(CAST(:${parameter} AS jsonb))))`,
	valueOf: (column, parameter) => `(CAST(${column} AS json) ->> CAST(:${parameter} AS text))`,
	// Not FOR UPDATE: that would also wait for whoever only inserts rows that refer to these.
	skipLocked: 'FOR NO KEY UPDATE SKIP LOCKED',
	lock: (alias) => `FOR NO KEY UPDATE OF ${alias}`,
	lockInOrder: (alias) => `ORDER BY ${alias}.id FOR NO KEY UPDATE OF ${alias}`,
};

/** Every bigint of ours is an instant or a count, far below 2^53. */
const numbers = {
	getTypeParser: (oid: number, format?: 'text' | 'binary') =>
		oid === BIGINT_OID ? Number : types.getTypeParser(oid, format as 'text'),
};

class PostgresSession implements SqlSession {
	readonly dialect = postgresDialect;

	constructor(
		private readonly client: PoolClient,
		readonly clockOffset: number,
	) {}

	async all<Row>(sql: string, params = {}): Promise<Row[]> {
		return (await this.client.query(numbered(sql, params))).rows as Row[];
	}

	async run(sql: string, params = {}): Promise<number> {
		return (await this.client.query(numbered(sql, params))).rowCount ?? 0;
	}
}

export interface PostgresSettings extends PoolConfig {
	/** The schema that holds our tables; letters, digits and underscores. */
	schema: string;
	/**
	 * The clock that callers take `now` from, in UTC milliseconds. With it, all their times are put right by what it
	 * differs from the database's; without it they are taken as they are.
	 */
	clock?: () => number;
}

/** A failure at the COMMIT: whether the transaction holds is not known. */
class CommitFailed extends Error {
	constructor(override readonly cause: unknown) {
		super('the connection was lost during COMMIT');
	}
}

/**
 * Opens a pool. Works behind PgBouncer in transaction mode: nothing outlives a transaction, so the search path is set
 * in each one (in the same message as BEGIN, so it costs no round trip) and statements are not prepared by name.
 */
export function openPostgres({ schema, clock, ...config }: PostgresSettings): SqlDriver {
	const pool = new Pool({ max: 10, keepAlive: true, ...config, types: numbers });
	// A server that goes away reports on idle connections; the next query gets a new one.
	pool.on('error', () => undefined);
	// One that goes away in the middle of a transaction reports on its connection, too: unheard, that would end n8n.
	pool.on('connect', (client) => void client.on('error', () => undefined));
	const offset = clock && new ClockOffset(clock);

	const once = async <Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> => {
		const client = await pool.connect();
		let broken: Error | undefined;
		try {
			const begin = (): Promise<number> => beginTransaction(client, schema);
			const clockOffset = offset ? await offset.measure(begin) : (await begin(), 0);
			const result = await work(new PostgresSession(client, clockOffset));
			await commit(client);
			return result;
		} catch (error) {
			await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
			throw asIs(error);
		} finally {
			client.release(broken);
		}
	};

	return {
		dialect: postgresDialect,
		async transaction(work) {
			for (let attempt = 1; ; attempt++) {
				try {
					return await once(work);
				} catch (error) {
					if (error instanceof CommitFailed) throw outcomeUnknown(error.cause);
					if (attempt < triesAfter(error)) continue;
					throw explainPostgresError(error);
				}
			}
		},
		close: () => pool.end(),
	};
}

function triesAfter(error: unknown): number {
	if (isLostRace(error)) return TRIES;
	return isConnectionLoss(error) ? CONNECTIONS : 1;
}

/** The isolation is named, since a database may have another default. Answers the database's time. */
async function beginTransaction(client: PoolClient, schema: string): Promise<number> {
	const results = (await client.query(
		`BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path TO "${schema}";
		SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint) AS now`,
	)) as unknown as Array<QueryResult<{ now: number }>>;
	return results[2]!.rows[0]!.now;
}

async function commit(client: PoolClient): Promise<void> {
	try {
		await client.query('COMMIT');
	} catch (error) {
		throw mayHaveCommitted(error) ? new CommitFailed(error) : asIs(error);
	}
}
