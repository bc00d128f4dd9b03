/** A database of a test file's own on the server at POSTGRES_URL: its counters tell of nobody else's transactions. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

export interface OwnDatabase {
	/** The connection string. */
	url: string;
	/** One statement as the server's administrator, in this database. */
	query<Row extends object>(sql: string): Promise<Row[]>;
	drop(): Promise<void>;
}

export async function createDatabase(server = process.env.POSTGRES_URL): Promise<OwnDatabase> {
	if (!server) throw new Error('POSTGRES_URL is not set. Start this through `npm run test:conformance`, which looks for a server.');
	const name = `sequences_${randomUUID().replaceAll('-', '')}`;
	const url = new URL(server);
	url.pathname = `/${name}`;
	await queryOnce(server, `CREATE DATABASE ${name}`);
	// No test here cuts the power: nobody need wait for the disk.
	await queryOnce(server, `ALTER DATABASE ${name} SET synchronous_commit = off`);
	return {
		url: url.href,
		query: (sql) => queryOnce(url.href, sql),
		drop: async () => void (await queryOnce(server, `DROP DATABASE ${name} WITH (FORCE)`)),
	};
}

/** A connection of its own for one statement. */
export async function queryOnce<Row extends object>(url: string, sql: string): Promise<Row[]> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Row>(sql)).rows;
	} finally {
		await client.end();
	}
}
