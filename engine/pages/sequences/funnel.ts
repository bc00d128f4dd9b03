/** How far people come: one row per step, with a picture of what became of its messages. */
import type { StepStats } from '../../store/contract';
import { table, type Column } from '../elements';
import { foreign, html, type Html } from '../html';
import { texts } from '../texts';

/** Units of the picture across; it is stretched to whatever room there is. */
const WIDTH = 100;

export function funnel(steps: readonly StepStats[]): Html {
	const widest = Math.max(1, ...steps.map(({ sent }) => sent));
	const { funnel: words, number } = texts;
	const columns: Column<StepStats>[] = [
		{ head: words.step, cell: ({ step, enabled }) => html`${foreign(step)}${!enabled && html` <span class="mark">${words.off}</span>`}` },
		{ head: words.picture, cell: (step) => picture(step, widest) },
		...FIGURES.map(([head, key]): Column<StepStats> => ({ head: words[head], cell: (step) => number(step[key]), number: true })),
	];
	return html`${table(words.caption, columns, steps)}<p class="hint">${words.legend}</p>`;
}

const FIGURES = [
	['waiting', 'waiting'],
	['sent', 'sent'],
	['delivered', 'delivered'],
	['read', 'read'],
	['replied', 'replied'],
	['failed', 'failed'],
	['notSent', 'notSent'],
	['converted', 'conversions'],
] as const;

/** Bars on top of one another: whoever has read it has also got it. */
function picture({ step, sent, delivered, read }: StepStats, widest: number): Html {
	const bars: Array<[string, number]> = [
		['sent', sent],
		['delivered', delivered],
		['read', read],
	];
	const bar = ([name, count]: [string, number], place: number): Html =>
		html`<rect class="bar-${name}" x="0" y="${place * 6}" width="${((count / widest) * WIDTH).toFixed(2)}" height="5"/>`;
	const words = texts.funnel.describe(step, sent, delivered, read);
	return html`<svg class="funnel" viewBox="0 0 ${WIDTH} 17" preserveAspectRatio="none" role="img" aria-label="${words}"><rect class="track" width="${WIDTH}" height="17"/>${bars.map(bar)}</svg>`;
}
