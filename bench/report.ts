/** What a benchmark prints: a table for people, and as its last line one JSON object for programs. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Bound {
	value: number;
	/** What must hold, as people write it: "< 2", ">= 500". */
	bound: string;
	ok: boolean;
}

export interface Report {
	bench: string;
	versions: Record<string, string>;
	must: Record<string, Bound>;
	figures?: Record<string, number | string>;
	/** What was compared, a row each; the columns are the same in all of them. */
	rows?: Record<string, Record<string, number>>;
}

/** Bounds that are checked. */
export const atMost = (value: number, limit: number): Bound => ({ value, bound: `<= ${limit}`, ok: value <= limit });
export const atLeast = (value: number, limit: number): Bound => ({ value, bound: `>= ${limit}`, ok: value >= limit });

/** The value that lies at `share` of the way through the sorted ones: 0.5 the median, 0.95 the 95th percentile. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Where the figures come from; the load says how busy the machine was, the bench itself included. */
function machine(): string {
	const [first] = cpus();
	const gib = Math.round(totalmem() / 2 ** 30);
	return `${cpus().length} cores (${first?.model ?? 'unknown'}), ${gib} GiB, ${platform()} ${release()}, load ${rounded(loadavg()[1]!, 1)}`;
}

/** Prints the report; the exit code that belongs to it. */
export function conclude(report: Report): number {
	if (report.rows) console.table(report.rows);
	if (report.figures) console.table(report.figures);
	console.table(report.must);
	console.log(JSON.stringify({ ...report, machine: machine(), date: new Date().toISOString() }));
	return Object.values(report.must).every(({ ok }) => ok) ? 0 : 1;
}
