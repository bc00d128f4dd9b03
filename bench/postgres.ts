/** The PostgreSQL that benches may use: the server of POSTGRES_URL, in schemas of their own. */
import { Client } from 'pg';

/** Throws a sentence when there is none. */
export function postgresUrl(): string {
	const url = process.env.POSTGRES_URL;
	if (!url) throw new Error('This bench needs PostgreSQL. Start a server on 127.0.0.1:5432, or set POSTGRES_URL.');
	return url;
}

/** Runs the statements one after the other on a connection of their own; the rows of the last one. */
export async function runSql(url: string, ...statements: string[]): Promise<Array<Record<string, unknown>>> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		let rows: Array<Record<string, unknown>> = [];
		for (const statement of statements) rows = (await client.query(statement)).rows as typeof rows;
		return rows;
	} finally {
		await client.end();
	}
}

export const dropSchema = (url: string, schema: string): Promise<unknown> => runSql(url, `DROP SCHEMA IF EXISTS "${schema}" CASCADE`);

/** With fresh statistics and nothing left to flush, so that nobody works off what the one before left behind. */
export const settleDown = (url: string): Promise<unknown> => runSql(url, 'VACUUM ANALYZE', 'CHECKPOINT');

export async function postgresVersion(url: string): Promise<string> {
	const [row] = await runSql(url, 'SHOW server_version');
	return String(row?.server_version).split(' ')[0] ?? '';
}
