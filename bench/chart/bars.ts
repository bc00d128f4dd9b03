/** Bar charts as SVG, on a card of their own so that they can be read on a light page and on a dark one. */

export interface BarChart {
	title: string;
	/** What the numbers are, e.g. "ms of CPU per message". */
	unit: string;
	bars: Array<{ name: string; value: number; /** Drawn in the colour of this package. */ ours: boolean }>;
}

const WIDTH = 760;
const NAMES = 305;
const LONGEST = 350;
const ROW = 28;
const HEAD = 62;

const STYLE = `
	.card { fill: #ffffff; stroke: #d0d7de }
	text { font: 13px system-ui, sans-serif; fill: #1f2328 }
	.title { font-size: 15px; font-weight: 600 }
	.unit { fill: #59636e }
	.theirs { fill: #8c959f }
	.ours { fill: #1a7f5a }
	@media (prefers-color-scheme: dark) {
		.card { fill: #161b22; stroke: #3d444d }
		text { fill: #e6edf3 }
		.unit { fill: #9198a1 }
		.theirs { fill: #6e7681 }
		.ours { fill: #2ea879 }
	}`;

/** Several charts below each other. */
export function drawn(charts: BarChart[]): string {
	let y = 0;
	const parts = charts.map((chart) => {
		const part = `<g transform="translate(0 ${y})">${panel(chart)}</g>`;
		y += HEAD + chart.bars.length * ROW + 8;
		return part;
	});
	const label = charts.flatMap(({ title, bars }) => [title, ...bars.map(({ name, value }) => `${name}: ${value}`)]).join('; ');
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 8}" width="${WIDTH}" height="${y + 8}" role="img" aria-label="${escaped(label)}">
<style>${STYLE}
</style>
<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${y + 7}" rx="8"/>
${parts.join('\n')}
</svg>
`;
}

function panel({ title, unit, bars }: BarChart): string {
	const most = Math.max(...bars.map(({ value }) => value));
	const rows = bars.map(({ name, value, ours }, i) => {
		const [y, length] = [HEAD + i * ROW, Math.max(2, (value / most) * LONGEST)];
		return (
			`<text x="${NAMES - 10}" y="${y + 14}" text-anchor="end">${escaped(name)}</text>` +
			`<rect class="${ours ? 'ours' : 'theirs'}" x="${NAMES}" y="${y}" width="${length.toFixed(1)}" height="20" rx="3"/>` +
			`<text x="${NAMES + length + 8}" y="${y + 14}">${value.toLocaleString('en-US')}</text>`
		);
	});
	return `<text class="title" x="20" y="30">${escaped(title)}</text><text class="unit" x="20" y="48">${escaped(unit)}</text>\n${rows.join('\n')}`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
