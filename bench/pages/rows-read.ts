/** A driver that tells how many rows of tables and indexes each statement reads, by PostgreSQL's own account. */
import type { SqlDriver, SqlParams, SqlSession } from '../../engine/store/driver';

interface PlanNode {
	'Node Type': string;
	'Relation Name'?: string;
	'Actual Rows': number;
	'Actual Loops': number;
	'Rows Removed by Filter'?: number;
	'Rows Removed by Index Recheck'?: number;
	Plans?: PlanNode[];
}

/** Rows that scans fetched, those that a filter then threw away included. */
function rowsOf(node: PlanNode): number {
	const below = (node.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);
	if (!node['Node Type'].includes('Scan') || node['Relation Name'] === undefined) return below;
	const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
	return below + each * node['Actual Loops'];
}

export interface RowCount {
	statements: number;
	rows: number;
	/** The statement that read most, and how many rows. */
	widest: { sql: string; rows: number };
}

export class CountingDriver implements SqlDriver {
	/** Since it was last set anew; null while nobody asks. */
	count: RowCount | null = null;

	constructor(private readonly inner: SqlDriver) {}

	get dialect() {
		return this.inner.dialect;
	}

	transaction<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> {
		return this.inner.transaction((session) =>
			work({
				dialect: session.dialect,
				...(session.clockOffset === undefined ? {} : { clockOffset: session.clockOffset }),
				all: async <Row>(sql: string, params?: SqlParams) => {
					await this.note(session, sql, params);
					return await session.all<Row>(sql, params);
				},
				run: (sql, params) => session.run(sql, params),
				...(session.runEach ? { runEach: session.runEach.bind(session) } : {}),
			}),
		);
	}

	close(): Promise<void> {
		return this.inner.close();
	}

	private async note(session: SqlSession, sql: string, params?: SqlParams): Promise<void> {
		if (!this.count || this.dialect.database !== 'postgres' || !/^\s*(SELECT|WITH)/.test(sql)) return;
		const [row] = await session.all<{ 'QUERY PLAN': Array<{ Plan: PlanNode }> }>(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, params);
		const rows = rowsOf(row!['QUERY PLAN'][0]!.Plan);
		this.count.statements += 1;
		this.count.rows += rows;
		if (rows > this.count.widest.rows) this.count.widest = { sql, rows };
	}
}
