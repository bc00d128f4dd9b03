/**
 * `npm run bench -- keywords`: 5,000 keywords over the longest message that WhatsApp allows, beside comparing one
 * keyword after the other.
 */
import { KeywordMatcher, type KeywordRule, type MatchKind } from '../engine/contact/keywords';
import { normalise } from '../engine/contact/normalise';
import { atMost, conclude, median, quantile, rounded } from './report';

const KEYWORDS = 5_000;
const MESSAGE = 4_096;
const LETTERS = 'etaoinshrdlucmfywgpbvkxqjz';

/** Numbers that are the same in every run (Numerical Recipes, ranqd1). */
function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function word(next: () => number): string {
	const length = 3 + Math.floor(next() * 8);
	return Array.from({ length }, () => LETTERS[Math.floor(next() ** 1.6 * LETTERS.length)]!).join('');
}

function phrases(): string[] {
	const next = chance(1);
	const all = new Set<string>();
	while (all.size < KEYWORDS) all.add(next() < 0.3 ? `${word(next)} ${word(next)}` : word(next));
	return [...all];
}

function message(): string {
	const next = chance(2);
	let text = '';
	while (text.length < MESSAGE) text += `${word(next)}${next() < 0.1 ? ', É' : ' '}`;
	return text.slice(0, MESSAGE);
}

/** Milliseconds of each run; the first ones, in which V8 still compiles, do not count. */
function timed(work: () => unknown, runs: number): number[] {
	const times: number[] = [];
	for (let run = -Math.ceil(runs / 5); run < runs; run++) {
		const began = performance.now();
		work();
		if (run >= 0) times.push(performance.now() - began);
	}
	return times;
}

function main(): number {
	const runs = process.argv.includes('--quick') ? 50 : 500;
	const all = phrases();
	const text = message();
	const rows: Record<string, Record<string, number>> = {};
	const measure = (name: string, work: () => unknown, count = runs): number => {
		const times = timed(work, count);
		rows[name] = { 'ms (median)': rounded(median(times), 3), 'ms (95 %)': rounded(quantile(times, 0.95), 3) };
		return median(times);
	};
	const rules = (match: MatchKind, typos = false): KeywordRule[] => all.map((phrase, at) => ({ name: `Rule ${at}`, match, phrases: [phrase], typos }));
	const medians = (['exact', 'word', 'contains', 'starts_with'] as const).map((match) => {
		const matcher = new KeywordMatcher(rules(match));
		return measure(`Keyword Match, ${match}`, () => matcher.findAll([text]));
	});
	const forgiving = new KeywordMatcher(rules('word', true));
	const unlike = text.replaceAll(/[a-z]{3}/g, 'zqx');
	measure('Keyword Match, word, typing errors forgiven, nothing met', () => forgiving.findAll([unlike]), runs / 10);
	measure('making 5,000 rules ready (once)', () => new KeywordMatcher(rules('contains')), runs / 10);
	const plain = all.map((phrase) => normalise(phrase));
	measure('one after the other, contains', () => {
		const normal = normalise(text);
		return plain.filter((phrase) => normal.includes(phrase));
	});
	return conclude({
		bench: 'keywords',
		versions: { node: process.versions.node },
		must: { '5,000 keywords over 4,096 characters, ms (median of the slowest kind)': atMost(rounded(Math.max(...medians), 3), 2) },
		rows,
	});
}

process.exitCode = main();
