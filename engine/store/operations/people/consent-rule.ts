/**
 * What holds after all that a contact said, pure. Only the latest word of each kind counts, so the order in which
 * words arrive does not matter, nor how often.
 */
import type { ConsentCategory, ConsentSource } from '../../../contact/consent';
import type { LatestWord } from '../../sql/consent';

export interface Consent {
	/** Who said the stop that holds; null when messages of the category are allowed. */
	optedOutBy: ConsentSource | null;
	/** When the word that decides was said; null when nothing was. */
	at: number | null;
}

type Word = Omit<LatestWord, 'contactId'>;

/**
 * A stop holds until the person says start. Meta's own "resume" lifts only what Meta's own switch or error had set
 * (Meta: getting-opt-in), and what somebody records lifts only what the person told us, since Meta would refuse the
 * message all the same. Of two words in the same instant the stricter one wins.
 */
export function consentAfter(all: readonly Word[], category: ConsentCategory): Consent {
	const words = all.filter((word) => isAbout(word, category));
	const starts = words.filter(({ change }) => change === 'start');
	const holding = words.filter(
		(stop) => stop.change === 'stop' && !starts.some((start) => start.at > stop.at && lifts(start.source, stop.source)),
	);
	const decisive = latest(holding) ?? latest(starts);
	return { optedOutBy: holding.length > 0 ? (decisive?.source ?? null) : null, at: decisive?.at ?? null };
}

/** Who writes START wants messages again, of whatever kind. */
const isAbout = ({ category, change, source }: Word, wanted: ConsentCategory): boolean =>
	category === wanted || (change === 'start' && source === 'keyword');

/** Meta's own switch, or an error because of it. */
const OF_META: ReadonlySet<ConsentSource> = new Set(['preference', 'meta_error']);

function lifts(start: ConsentSource, stop: ConsentSource): boolean {
	return start === 'keyword' || OF_META.has(start) === OF_META.has(stop);
}

/** Of words in the same instant the first of these is named. */
const NEAREST: readonly ConsentSource[] = ['keyword', 'manual', 'import', 'preference', 'meta_error'];

function latest(words: readonly Word[]): Word | undefined {
	return [...words].sort((a, b) => b.at - a.at || NEAREST.indexOf(a.source) - NEAREST.indexOf(b.source))[0];
}
