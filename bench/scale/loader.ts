/**
 * Fills a store with people who wait, by generated SQL: what enrolling leaves behind of each of them is a contact, an
 * alias, an enrollment and a line of the timeline.
 */
import { DatabaseSync } from 'node:sqlite';
import { ACCOUNT } from '../queues/ours';
import { runSql } from '../postgres';
import type { Site } from './site';

/** So many are due in each hour from the start on. */
export const DUE = 1_000;
export const HOUR_MS = 60 * 60_000;
/** Monday 5 January 2026, 09:00 UTC: the hour in which the first ones are due. */
export const START = Date.UTC(2026, 0, 5, 9);

/** Rows of one statement: a transaction that PostgreSQL keeps in memory. */
const CHUNK = 50_000;
/** People who enrolled together, from one list or on one busy morning, are due together. */
const TOGETHER = 50;
/** A prime: one such group's neighbours in the table are far from it in time. */
const SCATTER = 7_919;

interface Words {
	/** `n` as 12 digits. */
	hex: string;
	/** `n` from :from to :until. */
	numbers(from: number, until: number): string;
}

const POSTGRES: Words = {
	hex: "lpad(to_hex(n), 12, '0')",
	numbers: (from, until) => `generate_series(${from}::bigint, ${until}::bigint) AS numbers (n)`,
};

const SQLITE: Words = {
	hex: "printf('%012x', n)",
	numbers: (from, until) =>
		`(WITH RECURSIVE numbers (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${until}) SELECT n FROM numbers)`,
};

function statements({ hex, numbers }: Words, site: Site, sequenceId: string, from: number, until: number): string[] {
	const rows = numbers(from, until);
	// As long as our ids (engine/store/ids.ts), and in the order of the rows like them.
	const id = (kind: string): string => `'V0${kind}' || ${hex}`;
	// Phone numbers come in no order.
	const phone = `'+49' || (15000000000 + (n * 982451653) % 1000000007)`;
	const due = `${START} + (((n / ${TOGETHER}) * ${SCATTER}) % ${site.people / TOGETHER}) / ${DUE / TOGETHER} * ${HOUR_MS}`;
	const enrolledAt = `${START - 24 * HOUR_MS}`;
	return [
		`INSERT INTO contact (id, account, phone, name, created_at, changed_at)
			SELECT ${id('1')}, '${ACCOUNT}', ${phone}, 'Maria Example', ${enrolledAt}, ${enrolledAt} FROM ${rows}`,
		`INSERT INTO contact_alias (account, kind, value, contact_id)
			SELECT '${ACCOUNT}', 'phone', ${phone}, ${id('1')} FROM ${rows}`,
		`INSERT INTO enrollment (id, account, sequence_id, version, contact_id, state, step, due_at, available_at, attempts, enrolled_at, changed_at, reference, context)
			SELECT ${id('2')}, '${ACCOUNT}', '${sequenceId}', 1, ${id('1')}, 'active', 'step 1', ${due}, ${due}, 0, ${enrolledAt}, ${enrolledAt},
				'order ' || n, '{"city":"Berlin"}' FROM ${rows}`,
		`INSERT INTO timeline_event (id, account, contact_id, enrollment_id, sequence_id, kind, detail, at)
			SELECT ${id('3')}, '${ACCOUNT}', ${id('1')}, ${id('2')}, '${sequenceId}', 'enrolled', 'order ' || n, ${enrolledAt} FROM ${rows}`,
	];
}

function* chunks(people: number): Generator<[number, number]> {
	for (let from = 0; from < people; from += CHUNK) yield [from, Math.min(from + CHUNK, people) - 1];
}

/** Writes the people of an installed store; bytes of the database for each. */
export async function load(site: Site, sequenceId: string): Promise<number> {
	return site.store === 'postgres' ? await loadPostgres(site, sequenceId) : loadSqlite(site, sequenceId);
}

async function loadPostgres(site: Site, sequenceId: string): Promise<number> {
	const path = `SET search_path TO "${site.schema}"`;
	for (const [from, until] of chunks(site.people)) {
		await runSql(site.url, path, 'BEGIN', ...statements(POSTGRES, site, sequenceId, from, until), 'COMMIT');
	}
	await runSql(site.url, path, 'VACUUM ANALYZE', 'CHECKPOINT');
	const [size] = await runSql(
		site.url,
		`SELECT SUM(pg_total_relation_size(c.oid))::float8 AS bytes
		FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
		WHERE s.nspname = '${site.schema}' AND c.relkind = 'r'`,
	);
	return Number(size?.bytes) / site.people;
}

function loadSqlite(site: Site, sequenceId: string): number {
	const database = new DatabaseSync(site.file);
	try {
		for (const [from, until] of chunks(site.people)) {
			for (const statement of ['BEGIN', ...statements(SQLITE, site, sequenceId, from, until), 'COMMIT']) database.exec(statement);
		}
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		const size = database.prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size').get();
		return Number(size?.bytes) / site.people;
	} finally {
		database.close();
	}
}
