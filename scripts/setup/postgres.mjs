import { say } from './say.mjs';

const usual = 'postgres://postgres@127.0.0.1:5432/postgres';

/**
 * The address of a PostgreSQL that the tests may use: POSTGRES_URL, else the usual one when a server answers there.
 * Tests make schemas of their own in it and drop them. Says loudly when there is none.
 *
 * @returns {Promise<string | undefined>}
 */
export async function postgres() {
	const url = process.env.POSTGRES_URL ?? usual;
	const { default: pg } = await import('pg');
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
	try {
		await client.connect();
		return url;
	} catch (error) {
		say(`NO POSTGRESQL: the tests of the PostgreSQL store are LEFT OUT (${error instanceof Error ? error.message : error}). Start a server on 127.0.0.1:5432, or set POSTGRES_URL.`);
		return undefined;
	} finally {
		await client.end().catch(() => undefined);
	}
}
