/** A driver that fails when told to: before the n-th statement of a transaction, or between the last one and the commit. */
import type { SqlDriver, SqlSession } from '../../../engine/store/driver';

export class InjectedFailure extends Error {
	override readonly name = 'InjectedFailure';
}

export class FailingDriver implements SqlDriver {
	private remaining = Infinity;

	/** @param fail what happens at the point of failure; by default an error that rolls back */
	constructor(
		private readonly inner: SqlDriver,
		private readonly fail: () => void = () => {
			throw new InjectedFailure('failed on purpose');
		},
	) {}

	get dialect() {
		return this.inner.dialect;
	}

	/** From now on: the n-th point fails, n counting from 1. */
	failAt(n: number): void {
		this.remaining = n;
	}

	heal(): void {
		this.remaining = Infinity;
	}

	transaction<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> {
		return this.inner.transaction(async (session) => {
			const result = await work({
				dialect: session.dialect,
				all: (sql, params) => this.point(() => session.all(sql, params)),
				run: (sql, params) => this.point(() => session.run(sql, params)),
				...this.rowByRow(session),
			});
			return this.point(async () => result);
		});
	}

	close(): Promise<void> {
		return this.inner.close();
	}

	/** Each row is a statement, and so a point of failure. */
	private rowByRow(session: SqlSession): Pick<SqlSession, 'runEach'> {
		if (!session.runEach) return {};
		return {
			runEach: async (sql, rows) => {
				for (const row of rows) await this.point(async () => session.runEach?.(sql, [row]));
			},
		};
	}

	private async point<Result>(next: () => Promise<Result>): Promise<Result> {
		this.remaining--;
		if (this.remaining === 0) this.fail();
		return next();
	}
}
