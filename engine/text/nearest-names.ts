/** "Did you mean …": the names that look most like a mistyped one. */
import { distance } from 'fastest-levenshtein';

const MOST = 3;

/** At most three names, the nearest first: those that contain the wanted one, or differ from it in few letters. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
	const needle = wanted.toLowerCase();
	return [...new Set(names)]
		.map((name) => ({ name, away: distanceOf(needle, name.toLowerCase()) }))
		.filter(({ name, away }) => away <= Math.max(2, Math.min(needle.length, name.length) / 3))
		.sort((a, b) => a.away - b.away || a.name.localeCompare(b.name))
		.slice(0, MOST)
		.map(({ name }) => name);
}

function distanceOf(a: string, b: string): number {
	const [short, long] = a.length < b.length ? [a, b] : [b, a];
	return short.length >= 4 && long.includes(short) ? 1 : distance(a, b);
}
