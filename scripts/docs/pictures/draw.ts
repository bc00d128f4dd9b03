/** Draws lanes as an SVG: time on the left, a line with a mark for everything that happens, and its sentence. */
import type { PreviewEntry } from '../../../engine/preview';
import type { Lane } from './lane';
import { markOf } from './marks';
import { clockOf, subtitleOf, titleOf } from './texts';

const LANE = 440;
const MARGIN = 24;
const LINE_X = 138;
const TEXT_X = 160;
/** Characters of a line that surely fit beside the marks: of a sentence, and of what stands above it in bold. */
const FITS = 44;
const BOLD_FITS = 34;
const HOUR = 60 * 60_000;

const FONT = `-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif`;
const INK = '#1f2933';
const FAINT = '#616e7c';

/** Lanes side by side, two in a row. */
export function draw(lanes: readonly Lane[]): string {
	const rows = Array.from({ length: Math.ceil(lanes.length / 2) }, (_, i) => lanes.slice(2 * i, 2 * i + 2).map(drawLane));
	const columns = Math.min(2, lanes.length);
	let y = MARGIN;
	const groups: string[] = [];
	for (const row of rows) {
		row.forEach(({ parts }, i) => groups.push(`<g transform="translate(${MARGIN + i * (LANE + MARGIN)} ${y})">\n${parts.join('\n')}\n</g>`));
		y += Math.max(...row.map(({ height }) => height)) + MARGIN;
	}
	const width = 2 * MARGIN + columns * LANE + (columns - 1) * MARGIN;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="${FONT}" role="img">`,
		`<title>${escaped(lanes.map(({ title }) => title).join('; '))}</title>`,
		`<rect width="${width}" height="${y}" rx="12" fill="#ffffff" stroke="#d5dbe1"/>`,
		...groups,
		'</svg>',
		'',
	].join('\n');
}

function drawLane({ title, note, entries }: Lane): { parts: string[]; height: number } {
	const parts = [text(0, 16, title, { size: 16, weight: 600 }), text(0, 37, note, { size: 13, fill: FAINT })];
	let y = 70;
	const marks: Array<{ y: number; mark: string }> = [];
	entries.forEach((entry, i) => {
		y += i === 0 ? 0 : gapBefore(entry, entries[i - 1]!);
		const lines = wrapped(subtitleOf(entry), FITS);
		const faint = entry.at === null;
		// The same instant is told once.
		const clock = entry.at !== null && entry.at === entries[i - 1]?.at && entry.latestAt === undefined ? [] : clockOf(entry);
		parts.push(...clock.map((line, n) => text(LINE_X - 22, y + 5 + 17 * n, line, { size: 13, anchor: 'end', fill: n === 0 ? INK : FAINT })));
		const head = wrapped(titleOf(entry), BOLD_FITS);
		parts.push(...head.map((line, n) => text(TEXT_X, y + 5 + 18 * n, line, { size: 15, weight: 600, fill: faint ? FAINT : INK })));
		parts.push(...lines.map((line, n) => text(TEXT_X, y + 6 + 18 * head.length + 17 * n, line, { size: 13, fill: FAINT })));
		marks.push({ y, mark: markOf(entry, LINE_X, y) });
		y += 18 * (head.length - 1) + 17 * lines.length;
	});
	const line = `<path d="M${LINE_X} ${marks[0]!.y}V${marks.at(-1)!.y}" stroke="#c5ced6" stroke-width="2"/>`;
	return { parts: [...parts, line, ...marks.map(({ mark }) => mark)], height: y + 14 };
}

/** More room where more time passes. */
function gapBefore(entry: PreviewEntry, last: PreviewEntry): number {
	const hours = ((entry.at ?? 0) - (last.at ?? entry.at ?? 0)) / HOUR;
	if (entry.at === null || last.at === null || hours < 1) return 34;
	return hours < 24 ? 42 : 52;
}

interface Style {
	size: number;
	weight?: number;
	fill?: string;
	anchor?: 'end';
}

function text(x: number, y: number, words: string, { size, weight = 400, fill = INK, anchor }: Style): string {
	return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}"${anchor ? ` text-anchor="${anchor}"` : ''}>${escaped(words)}</text>`;
}

function wrapped(words: string, fits: number): string[] {
	const lines: string[] = [];
	for (const word of words.split(' ').filter(Boolean)) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= fits) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

const escaped = (words: string): string => words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
