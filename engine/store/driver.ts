/**
 * What a SQL database looks like to the store. The SQL itself is written once, in engine/store/sql; SQLite and
 * PostgreSQL share the dialect (upserts, RETURNING, partial indexes, UPDATE … FROM, ->>) but for what Dialect holds.
 */
export type SqlValue = string | number | null;
export type SqlParams = Record<string, SqlValue>;
export type ColumnType = 'text' | 'bigint';

export interface Dialect {
	readonly database: 'sqlite' | 'postgres';
	/** A statement of the schema in the database's own words. */
	definition(statement: string): string;
	/**
	 * A JSON array of objects, given as the parameter `:name`, as a table. One statement carries a whole batch
	 * this way, whatever its size. What it is joined with comes behind it in a CROSS JOIN, which SQLite keeps in that
	 * order: left to itself it may read the batch once per row of the table. To PostgreSQL it is a join like others.
	 */
	rows(parameter: string, columns: Record<string, ColumnType>): string;
	/**
	 * A batch as the table `alias`, given column by column as the parameters `:alias_column` (see asColumn): of half the
	 * size and twice as fast to read as the same rows out of JSON. Only where SqlSession.runEach is left out.
	 */
	columns(alias: string, columns: Record<string, ColumnType>): string;
	/**
	 * The condition that a column of texts is one of a JSON array of texts, given as the parameter `:name`. For the ids of
	 * a batch, whose column must lead an index: PostgreSQL looks them up one by one and never reads the table instead, as
	 * it does with a join while it has no statistics (enrolling 1,000 people took 362 ms that way, and 164 this way).
	 */
	among(column: string, parameter: string): string;
	/**
	 * The value of one key of a column with a JSON object, as text; the key is the parameter `:name`. NULL without that key.
	 */
	valueOf(column: string, parameter: string): string;
	/** Appended to a SELECT that claims rows: other workers pass over them instead of waiting. */
	readonly skipLocked: string;
	/** Appended to a SELECT of rows that the same transaction will write, so that nobody writes them in between. */
	lock(alias: string): string;
	/**
	 * The same for a SELECT without an ORDER BY: rows are locked in the order of their ids, so that two transactions
	 * over the same rows never wait for each other. For the same reason contacts are locked before enrollments, and
	 * those before sends.
	 */
	lockInOrder(alias: string): string;
}

/** One open transaction. Parameters are named: `:account` in the text, `{account}` in the call. */
export interface SqlSession {
	readonly dialect: Dialect;
	/**
	 * By how many milliseconds the clock of the database is ahead of the caller's. Processes on several machines agree
	 * on its time, or a lease would look over to one whose clock runs ahead. Absent where caller and database have one clock.
	 */
	readonly clockOffset?: number;
	all<Row>(sql: string, params?: SqlParams): Promise<Row[]>;
	/** The number of rows written. */
	run(sql: string, params?: SqlParams): Promise<number>;
	/**
	 * Runs the statement once for each row, with the row's values for its question marks. A database in the same
	 * process writes three times faster this way than it reads rows out of JSON; where a statement is a round trip,
	 * a driver leaves this out.
	 */
	runEach?(sql: string, rows: ReadonlyArray<readonly SqlValue[]>): Promise<void>;
}

export interface SqlDriver {
	readonly dialect: Dialect;
	/** Runs `work` in one transaction; what it throws rolls everything back. */
	transaction<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result>;
	close(): Promise<void>;
}

/** A batch as a parameter for Dialect.rows. */
export function asRows(batch: ReadonlyArray<Record<string, SqlValue>>): string {
	return storableJson(batch);
}

/** One column of a batch as a parameter for Dialect.columns. */
export function asColumn(values: readonly SqlValue[]): string {
	return `{${values.map((value) => (typeof value === 'string' ? quoted(storable(value)) : String(value))).join(',')}}`;
}

/** As a text stands in PostgreSQL's notation of arrays. */
const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;

/** Texts as a parameter for Dialect.among, each once. */
export function asList(texts: Iterable<string>): string {
	return storableJson([...new Set(texts)]);
}

function storableJson(value: unknown): string {
	const json = JSON.stringify(value);
	return json.includes('\\u') ? json.replace(UNSTORABLE, '$1\\ufffd') : json;
}

/** A text as databases keep it. */
export function storable(text: string): string {
	return /[\0\ud800-\udfff]/.test(text) ? text.replace(/\0|\p{Surrogate}/gu, '\ufffd') : text;
}

/**
 * NUL and halves of a surrogate pair, which people can send us and no database keeps: SQLite cuts the text there,
 * PostgreSQL refuses it. JSON writes them as escapes; an even number of backslashes before makes it one.
 */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;
