/**
 * Phrases that people meant and did not quite write: a letter missing, too many or wrong, or two of them swapped.
 * In phrases of 4 to 7 letters one slip is forgiven, in longer ones two; in shorter ones none, since "yes" is not "yet".
 * The first letter has to be right ("rice" is not "price"), and a phrase with digits is a code, not a word.
 */
import { distance } from 'fastest-levenshtein';

/** What of a text a phrase is held against. */
export type TypoPlace = 'whole' | 'start' | 'anywhere';

interface Forgiving {
	id: number;
	words: string;
	wordCount: number;
	place: TypoPlace;
}

const SHORTEST = 4;
const TWO_SLIPS_FROM = 8;

/** Phrases of which slips are forgiven, made ready once for any number of texts. */
export class TypoIndex {
	/** By first letter. */
	private readonly phrases = new Map<string, Forgiving[]>();
	private readonly wordCounts = new Set<number>();

	/**
	 * Takes in a phrase; one that forgives nothing stays out.
	 * @param words normalised
	 */
	add(id: number, words: string, place: TypoPlace): void {
		if (slipsOf(words) === 0) return;
		const wordCount = words.split(' ').length;
		const [first] = words;
		this.phrases.set(first!, [...(this.phrases.get(first!) ?? []), { id, words, wordCount, place }]);
		this.wordCounts.add(wordCount);
	}

	/** The phrases that the text means; it is normalised. */
	find(text: string): Set<number> {
		const found = new Set<number>();
		if (this.phrases.size === 0) return found;
		const words = text.split(' ');
		this.compare(text, found, ({ place }) => place === 'whole');
		for (const count of this.wordCounts) {
			const parts = partsOf(words, count);
			const [start] = parts;
			if (start === undefined) continue;
			this.compare(start, found, (phrase) => phrase.place === 'start' && phrase.wordCount === count);
			for (const part of new Set(parts)) {
				this.compare(part, found, (phrase) => phrase.place === 'anywhere' && phrase.wordCount === count);
			}
		}
		return found;
	}

	private compare(part: string, found: Set<number>, fits: (phrase: Forgiving) => boolean): void {
		for (const phrase of this.phrases.get(part[0] ?? '') ?? []) {
			if (fits(phrase) && isSlipOf(part, phrase.words)) found.add(phrase.id);
		}
	}
}

/** Whether a normalised text can be the phrase with no more slips than the phrase forgives. */
export function isSlipOf(text: string, phrase: string): boolean {
	const slips = slipsOf(phrase);
	if (slips === 0 || Math.abs(text.length - phrase.length) > slips || text[0] !== phrase[0]) return false;
	return distance(text, phrase) <= slips || isSwapOf(text, phrase);
}

/** Every run of so many words. */
function partsOf(words: string[], count: number): string[] {
	const parts: string[] = [];
	for (let at = 0; at + count <= words.length; at++) parts.push(words.slice(at, at + count).join(' '));
	return parts;
}

/** Scripts in which one sign is a whole word or a syllable: another sign is another word. */
const UNFORGIVING = /[\p{N}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function slipsOf(phrase: string): number {
	const length = phrase.replaceAll(' ', '').length;
	if (length < SHORTEST || UNFORGIVING.test(phrase)) return 0;
	return length < TWO_SLIPS_FROM ? 1 : 2;
}

/** Two neighbouring letters swapped, which counts as two changes elsewhere and is one slip of the fingers. */
function isSwapOf(text: string, phrase: string): boolean {
	if (text.length !== phrase.length) return false;
	let at = 0;
	while (at < text.length && text[at] === phrase[at]) at++;
	return text[at] === phrase[at + 1] && text[at + 1] === phrase[at] && text.slice(at + 2) === phrase.slice(at + 2);
}
