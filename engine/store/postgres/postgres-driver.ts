/** PostgreSQL by `pg`: any number of n8n processes share one database. */
import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import type { Dialect, SqlDriver, SqlSession } from '../driver';
import { numbered } from './named-parameters';
import { asIs, explainPostgresError, isPassing } from './postgres-errors';

const BIGINT_OID = 20;
/** Tries of a transaction that lost against another one; the third in a row is a fault, not bad luck. */
const TRIES = 3;

const postgresDialect: Dialect = {
	rows(parameter, columns) {
		const fields = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
		return `(SELECT * FROM jsonb_to_recordset(CAST(:${parameter} AS jsonb)) AS batch_rows (${fields.join(', ')}))`;
	},
	skipLocked: 'FOR UPDATE SKIP LOCKED',
	lock: (alias) => `FOR UPDATE OF ${alias}`,
};

/** Every bigint of ours is an instant or a count, far below 2^53. */
const numbers = {
	getTypeParser: (oid: number, format?: 'text' | 'binary') =>
		oid === BIGINT_OID ? Number : types.getTypeParser(oid, format as 'text'),
};

class PostgresSession implements SqlSession {
	readonly dialect = postgresDialect;

	constructor(private readonly client: PoolClient) {}

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
}

/**
 * Opens a pool. Works behind PgBouncer in transaction mode: nothing outlives a transaction, so the search path is set
 * in each one (in the same message as BEGIN, so it costs no round trip) and statements are not prepared by name.
 */
export function openPostgres({ schema, ...config }: PostgresSettings): SqlDriver {
	const pool = new Pool({ max: 10, ...config, types: numbers });
	// A server that goes away reports on idle connections; the next query gets a new one.
	pool.on('error', () => undefined);
	const begin = `BEGIN; SET LOCAL search_path TO "${schema}"`;

	const once = async <Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> => {
		const client = await pool.connect();
		let broken: Error | undefined;
		try {
			await client.query(begin);
			const result = await work(new PostgresSession(client));
			await client.query('COMMIT');
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
					if (attempt < TRIES && isPassing(error)) continue;
					throw explainPostgresError(error);
				}
			}
		},
		close: () => pool.end(),
	};
}
