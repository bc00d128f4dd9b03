/** What a benchmark prints: a table for people, and as its last line one JSON object for programs. */

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
	figures: Record<string, number | string>;
}

/** A bound that is checked: `at most` and `at least` are what the benches promise. */
export const atMost = (value: number, limit: number): Bound => ({ value, bound: `<= ${limit}`, ok: value <= limit });
export const atLeast = (value: number, limit: number): Bound => ({ value, bound: `>= ${limit}`, ok: value >= limit });

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Prints the report; the exit code that belongs to it. */
export function conclude(report: Report): number {
	console.table(report.figures);
	console.table(report.must);
	console.log(JSON.stringify(report));
	return Object.values(report.must).every(({ ok }) => ok) ? 0 : 1;
}
