/**
 * SQLite by Node's own node:sqlite (Node >= 22.13): no native module to build, which n8n would not build anyway.
 *
 * WAL lets the editor's reads go on during a write. synchronous=FULL costs one fsync per transaction and makes
 * "committed before the POST" hold for a power cut too; with batches that is one fsync per hundreds of sends.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { storable, type Dialect, type SqlDriver, type SqlParams, type SqlSession, type SqlValue } from '../driver';
import { StoreRefusal, StoreUnavailable } from '../contract';

const BUSY_TIMEOUT_MS = 10_000;

const sqliteDialect: Dialect = {
	database: 'sqlite',
	definition: (statement) => statement,
	rows(parameter, columns) {
		const fields = Object.keys(columns).map((name) => `value->>'${name}' AS ${name}`);
		return `(SELECT ${fields.join(', ')} FROM json_each(:${parameter}))`;
	},
	columns: () => {
		throw new Error('SQLite writes row by row, see runEach');
	},
	among: (column, parameter) => `${column} IN (SELECT value FROM json_each(:${parameter}))`,
	// Of true and false SQLite makes 1 and 0, and their type is their name.
	valueOf: (column, parameter) =>
		`(SELECT CASE type WHEN 'null' THEN NULL WHEN 'true' THEN type WHEN 'false' THEN type ELSE CAST(value AS TEXT) END FROM json_each(${column}) WHERE key = :${parameter})`,
	// BEGIN IMMEDIATE lets one writer in at a time: there is nothing to lock row by row.
	skipLocked: '',
	lock: () => '',
	lockInOrder: () => '',
};

/** What a database in this very process can do beside: read without waiting for its turn. */
export interface SqliteDriver extends SqlDriver {
	/** The rows, at once; null in the middle of a transaction that has written and may yet be rolled back. */
	readNow<Row>(sql: string): Row[] | null;
}

/** Loaded when first used: on a Node without node:sqlite the other stores still work. */
function openDatabase(file: string): DatabaseSync {
	const sqlite = process.getBuiltinModule('node:sqlite');
	if (!sqlite) {
		throw new StoreRefusal('The embedded store needs Node 22.13 or newer, which n8n 2 brings. Update n8n.');
	}
	try {
		return new sqlite.DatabaseSync(file);
	} catch (error) {
		throw cannotOpen(file, error);
	}
}

function cannotOpen(file: string, error: unknown): StoreRefusal {
	const detail = wordsOf(error);
	return new StoreRefusal(
		`The embedded store cannot open its file ${file} (${detail}). Check that the folder exists, that n8n may write to it and that the disk is not full.`,
	);
}

/** Not by instanceof: native errors come from another realm where the pack runs in a sandbox. */
function wordsOf(error: unknown): string {
	return String((error as { message?: unknown } | null)?.message ?? error);
}

class SqliteSession implements SqlSession {
	readonly dialect = sqliteDialect;
	private readonly statements = new Map<string, StatementSync>();

	constructor(private readonly database: DatabaseSync) {}

	async all<Row>(sql: string, params: SqlParams = {}): Promise<Row[]> {
		return this.prepare(sql).all(params) as Row[];
	}

	async run(sql: string, params: SqlParams = {}): Promise<number> {
		return Number(this.prepare(sql).run(params).changes);
	}

	async runEach(sql: string, rows: ReadonlyArray<readonly SqlValue[]>): Promise<void> {
		const statement = this.prepare(sql);
		for (const row of rows) statement.run(...row.map((value) => (typeof value === 'string' ? storable(value) : value)));
	}

	private prepare(sql: string): StatementSync {
		const known = this.statements.get(sql);
		if (known) return known;
		const statement = this.database.prepare(sql);
		this.statements.set(sql, statement);
		return statement;
	}
}

/**
 * Opens (and creates) the file; `:memory:` keeps everything in memory. Throws StoreRefusal when it cannot.
 *
 * @param busyTimeoutMs how long to wait while another program writes to the file
 */
export function openSqlite(file: string, busyTimeoutMs = BUSY_TIMEOUT_MS): SqliteDriver {
	const database = openDatabase(file);
	try {
		database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
		database.exec('PRAGMA journal_mode = WAL');
		database.exec('PRAGMA synchronous = FULL');
		// Whoever is erased is erased from the file: what is deleted is overwritten with zeros.
		database.exec('PRAGMA secure_delete = ON');
		// 64 MiB page cache: the due index of a million enrollments stays in memory.
		database.exec('PRAGMA cache_size = -65536');
	} catch (error) {
		database.close();
		throw cannotOpen(file, error);
	}
	const session = new SqliteSession(database);
	// One connection: a transaction that awaits must not let another one in, so they queue up.
	let tail: Promise<unknown> = Promise.resolve();
	const changes = database.prepare('SELECT total_changes() AS n');
	const changed = (): number => Number((changes.get() as { n: number }).n);
	let changedAtBegin = 0;

	const runTransaction = async <Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> => {
		try {
			database.exec('BEGIN IMMEDIATE');
			changedAtBegin = changed();
			const result = await work(session);
			database.exec('COMMIT');
			return result;
		} catch (error) {
			if (database.isTransaction) database.exec('ROLLBACK');
			throw explainWriteError(error, file);
		}
	};

	return {
		dialect: sqliteDialect,
		transaction(work) {
			const turn = tail.then(() => runTransaction(work));
			tail = turn.catch(() => undefined);
			return turn;
		},
		readNow<Row>(sql: string) {
			if (database.isTransaction && changed() !== changedAtBegin) return null;
			return database.prepare(sql).all() as Row[];
		},
		async close() {
			await tail;
			database.close();
		},
	};
}

/** SQLite's own words for a full or read-only disk help nobody; everything else passes unchanged. */
function explainWriteError(error: unknown, file: string): unknown {
	const detail = wordsOf(error);
	if (/disk is full|disk I\/O error/.test(detail)) {
		return new StoreUnavailable(`The disk of the embedded store is full (${file}). Free some space; nothing of this batch was stored.`);
	}
	if (/readonly database/.test(detail)) {
		return new StoreUnavailable(`The file of the embedded store is read-only (${file}). Let n8n write to it; nothing of this batch was stored.`);
	}
	if (/database is locked/.test(detail)) {
		return new StoreUnavailable(`Another program holds the embedded store (${file}). Let only one n8n process use it.`);
	}
	return error;
}

