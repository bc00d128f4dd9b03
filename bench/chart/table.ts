/** Tables in a page of the documentation, kept between comments: `<!-- send -->` and `<!-- /send -->`. */
import type { Kept } from './kept';

/** The page with the table of a bench renewed. Throws when the page has no place for it. */
export function withTable(page: string, kept: Kept): string {
	const [begin, end] = [`<!-- ${kept.bench} -->`, `<!-- /${kept.bench} -->`];
	const [from, to] = [page.indexOf(begin), page.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for the table of ${kept.bench}: ${begin} and ${end}.`);
	return `${page.slice(0, from + begin.length)}\n${table(kept)}\n${page.slice(to)}`;
}

/** Programs whose names are written otherwise than their packages. */
const PROGRAMS: Record<string, string> = { node: 'Node', postgres: 'PostgreSQL', sqlite: 'SQLite' };

function table({ rows = {}, must, versions, machine, date }: Kept): string {
	const columns = Object.keys(Object.values(rows)[0] ?? {});
	const lines = Object.entries(rows).map(([name, row]) => [name, ...columns.map((column) => number(row[column]))]);
	const bounds = Object.entries(must).map(([name, { value, bound, ok }]) => [name, number(value), `\`${bound}\``, ok ? 'yes' : 'no']);
	const used = Object.entries(versions).map(([name, version]) => `${PROGRAMS[name] ?? name} ${version}`);
	const where = `Measured on ${date.slice(0, 10)}: ${used.join(', ')}, ${machine}.`;
	return [...grid(['', ...columns], lines), '', ...grid(['must reach', 'measured', 'bound', 'reached'], bounds), '', where].join('\n');
}

function grid(head: string[], lines: string[][]): string[] {
	const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
	return [row(head), row(head.map(() => '---')), ...lines.map(row)];
}

const number = (value: number | undefined): string => value?.toLocaleString('en-US') ?? '';
