/**
 * Draws docs/images/performance-*.svg and writes the tables of docs/performance.md from what the benches said last,
 * kept in docs/performance/*.json:
 * `npm run bench -- send | tail -n 1 > docs/performance/send.json`, likewise `drip`, `store` and `scale`, then `npm run bench -- chart`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawn, type BarChart } from './chart/bars';
import { readKept } from './chart/kept';
import { withTable } from './chart/table';

const DOCS = path.resolve(__dirname, '..', 'docs');

/** What is drawn of a bench: columns of its rows, and how their charts are headed. */
const DRAWN: Record<string, Array<{ column: string; title: string; unit: string }>> = {
	send: [
		{ column: 'CPU ms per message', title: 'What a message costs n8n', unit: 'ms of CPU, less is better' },
		{ column: 'messages a second', title: 'Template messages from one execution', unit: 'messages a second, more is better' },
	],
	store: [
		{ column: 'worked off a second', title: 'Steps worked off', unit: 'a second, more is better' },
		{ column: 'µs in all', title: 'What a step costs Node and PostgreSQL', unit: 'µs of CPU, less is better' },
	],
	scale: [
		{ column: 'claimed and finished a second', title: 'Steps claimed and finished beside people who wait', unit: 'a second, more is better' },
		{ column: 'bytes of database per person', title: 'What a person who waits takes on the disk', unit: 'bytes, less is better' },
	],
	drip: [
		{ column: 'CPU ms per message', title: 'What a message of a sequence costs n8n', unit: 'ms of CPU, less is better' },
		{ column: 'database KiB per person', title: 'How much the databases grow', unit: 'KiB per person, less is better' },
		{ column: 'memory growth KiB per person', title: 'How much memory n8n takes at its peak', unit: 'KiB per person, less is better' },
	],
};

/** Rows of this package; the others are n8n's own nodes, and queues. */
const OURS = /^(Send Template|Sequence Trigger|ours|embedded|postgres)/;

async function main(): Promise<void> {
	for (const [bench, columns] of Object.entries(DRAWN)) {
		const kept = await readKept(path.join(DOCS, 'performance', `${bench}.json`));
		const { rows = {} } = kept;
		const charts = columns.map(({ column, title, unit }): BarChart => ({
			title,
			unit,
			bars: Object.entries(rows).map(([name, row]) => ({ name, value: row[column] ?? 0, ours: OURS.test(name) })),
		}));
		const file = path.join(DOCS, 'images', `performance-${bench}.svg`);
		await writeFile(file, drawn(charts));
		const page = path.join(DOCS, 'performance.md');
		await writeFile(page, withTable(await readFile(page, 'utf8'), kept));
		console.log(`${file} and ${page}`);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
