/**
 * What holds after all that a contact said, pure. Only the latest word of each kind counts, so the order in which
 * words arrive does not matter, nor how often.
 */
import type { ConsentSource, LatestWord } from '../sql/consent';

export interface Consent {
	/** Who said the stop that holds; null when marketing is allowed. */
	optedOutBy: ConsentSource | null;
	/** When the word that decides was said; null when nothing was. */
	at: number | null;
}

type Word = Omit<LatestWord, 'contactId'>;

/**
 * A stop holds until the person says start. Meta's own "resume" lifts only what Meta's own switch or error had set
 * (Meta: getting-opt-in). Of two words in the same instant the stricter one wins.
 */
export function consentAfter(words: readonly Word[]): Consent {
	const starts = words.filter(({ change }) => change === 'start');
	const holding = words.filter(
		(stop) => stop.change === 'stop' && !starts.some((start) => start.at > stop.at && lifts(start.source, stop.source)),
	);
	const decisive = latest(holding) ?? latest(starts);
	return { optedOutBy: holding.length > 0 ? (decisive?.source ?? null) : null, at: decisive?.at ?? null };
}

function lifts(start: ConsentSource, stop: ConsentSource): boolean {
	return start === 'keyword' || stop !== 'keyword';
}

/** Of words in the same instant the first of these is named. */
const NEAREST: readonly ConsentSource[] = ['keyword', 'preference', 'meta_error'];

function latest(words: readonly Word[]): Word | undefined {
	return [...words].sort((a, b) => b.at - a.at || NEAREST.indexOf(a.source) - NEAREST.indexOf(b.source))[0];
}
