/** The mark of an entry on the line. Shape and colour tell the same, for those who do not see the colours. */
import type { PreviewEntry } from '../../../engine/preview';

const GREEN = '#178a47';
const BLUE = '#2b6cb0';
const AMBER = '#b7791f';
const RED = '#b83232';
const GREY = '#8793a0';

const disc = (x: number, y: number, fill: string): string => `<circle cx="${x}" cy="${y}" r="10" fill="${fill}"/>`;
const stroke = (path: string, colour = '#ffffff'): string => `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
const tick = (x: number, y: number): string => stroke(`M${x - 4.5} ${y + 0.5}l3 3.5l6 -7`);
const cross = (x: number, y: number, colour: string): string => stroke(`M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`, colour);
const square = (x: number, y: number): string => `<rect x="${x - 3.5}" y="${y - 3.5}" width="7" height="7" rx="1" fill="#ffffff"/>`;
const hands = (x: number, y: number): string => stroke(`M${x} ${y - 5}v5l3.5 2.5`);
const bubble = (x: number, y: number): string => `<path d="M${x - 5} ${y - 4.5}h10v6.5h-5.5l-3 3v-3h-1.5z" fill="#ffffff"/>`;
const dot = (x: number, y: number): string => `<circle cx="${x}" cy="${y}" r="3.5" fill="#ffffff"/>`;

export function markOf({ kind, outcome, at }: PreviewEntry, x: number, y: number): string {
	if (kind === 'event') return disc(x, y, outcome === 'refused' ? RED : BLUE) + (outcome === 'reply' ? bubble(x, y) : dot(x, y));
	if (kind === 'end') return disc(x, y, outcome === 'completed' || outcome === 'converted' ? GREEN : RED) + square(x, y);
	switch (outcome) {
		case 'sent':
		case 'done':
		case 'answered':
			return disc(x, y, GREEN) + tick(x, y);
		case 'put_off':
			return disc(x, y, AMBER) + hands(x, y);
		default:
			return `<circle cx="${x}" cy="${y}" r="9" fill="#ffffff" stroke="${at === null ? GREY : RED}" stroke-width="2"/>${cross(x, y, at === null ? GREY : RED)}`;
	}
}
