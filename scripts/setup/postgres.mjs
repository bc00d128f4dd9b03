import { postgresPrograms } from './postgres-programs.mjs';
import { privatePostgres } from './private-server.mjs';
import { leftOut } from './left-out.mjs';

const usual = 'postgres://postgres@127.0.0.1:5432/postgres';

/**
 * What the tests of the PostgreSQL store need.
 *
 * @typedef {object} Postgres
 * @property {string} url The address of a server; tests make schemas and databases of their own in it and drop them.
 * @property {string} programs The folder with `initdb` and `postgres`, for servers that tests throw away.
 */

/**
 * The server at POSTGRES_URL, else the usual one where it answers, else one of our own that ends with this process.
 *
 * @returns {Promise<Postgres | undefined>} undefined where there is none; that is said loudly, and fails in CI.
 */
export async function postgres() {
	try {
		const programs = await postgresPrograms();
		return { url: (await answering()) ?? (await privatePostgres(programs)), programs };
	} catch (error) {
		leftOut('POSTGRESQL', 'the tests of the PostgreSQL store and of queue mode', 'Start a server on 127.0.0.1:5432, or set POSTGRES_URL', error);
		return undefined;
	}
}

/** @returns {Promise<string | undefined>} */
async function answering() {
	const { default: pg } = await import('pg');
	const url = process.env.POSTGRES_URL ?? usual;
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
	try {
		await client.connect();
		return url;
	} catch (error) {
		// One that was named must be the one that is used.
		if (process.env.POSTGRES_URL) throw error;
		return undefined;
	} finally {
		await client.end().catch(() => undefined);
	}
}
