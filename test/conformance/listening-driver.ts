/** Passes everything on and remembers the statements, with the values they came with last. */
import type { SqlDriver, SqlParams, SqlSession, SqlValue } from '../../engine/store/driver';

export class ListeningDriver implements SqlDriver {
	readonly heard = new Map<string, SqlParams>();

	constructor(private readonly inner: SqlDriver) {}

	get dialect() {
		return this.inner.dialect;
	}

	transaction<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> {
		return this.inner.transaction((session) =>
			work({
				dialect: session.dialect,
				all: (sql, params = {}) => this.note(sql, params).all(session),
				run: (sql, params = {}) => this.note(sql, params).run(session),
				...(session.runEach && { runEach: (sql: string, rows: ReadonlyArray<readonly SqlValue[]>) => this.noteEach(session, sql, rows) }),
			}),
		);
	}

	close(): Promise<void> {
		return this.inner.close();
	}

	private note(sql: string, params: SqlParams) {
		this.heard.set(sql, params);
		return {
			all: <Row>(session: SqlSession) => session.all<Row>(sql, params),
			run: (session: SqlSession) => session.run(sql, params),
		};
	}

	private async noteEach(session: SqlSession, sql: string, rows: ReadonlyArray<readonly SqlValue[]>): Promise<void> {
		const [first = []] = rows;
		this.heard.set(withValues(sql, first), {});
		await session.runEach?.(sql, rows);
	}
}

/** EXPLAIN takes values as they are written: null will do, since plans do not look at values here. */
const withValues = (sql: string, values: readonly SqlValue[]): string => values.reduce<string>((text) => text.replace('?', 'NULL'), sql);
