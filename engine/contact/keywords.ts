/**
 * Which of a list of named rules a text meets. Their order is their priority; a rule that is met as it is written goes
 * before one that is met with a typing error only.
 */
import { createHash } from 'node:crypto';
import { normalise, normaliseSigns } from './normalise';
import { Pattern, patternProblem } from './pattern';
import { PhraseIndex } from './phrase-index';
import { TypoIndex, type TypoPlace } from './typos';

/** How a phrase is compared with a text. Case, accents, punctuation and emoji do not matter, except to a regex. */
export type MatchKind = 'exact' | 'word' | 'contains' | 'starts_with' | 'regex';

export interface KeywordRule {
	name: string;
	phrases: string[];
	match: MatchKind;
	/** Typing errors are forgiven (typos.ts). Of no meaning for `contains` and `regex`. */
	typos?: boolean;
}

export interface KeywordMatch {
	/** Position of the rule. */
	index: number;
	rule: string;
	/** The phrase as the author wrote it. */
	phrase: string;
	/** It was written with a typing error. */
	typo?: true;
}

/** A rule that cannot work; the message is a sentence that names it and says why. */
export class KeywordRuleError extends Error {
	override readonly name = 'KeywordRuleError';
}

/** A phrase of a rule; all phrases of all rules stand in one list, so that the place in it is the priority. */
interface Phrase {
	rule: number;
	written: string;
	match: MatchKind;
	/** What is looked for: words, or signs where there are no words. A regex as it is. */
	sought: string;
	of: 'words' | 'signs' | 'pattern';
}

/** Rules made ready once, for any number of texts. */
export class KeywordMatcher {
	private readonly phrases: Phrase[];
	private readonly words: Sought;
	private readonly signs: Sought;
	private readonly patterns: Array<{ place: number; pattern: Pattern }>;
	private readonly typos = new TypoIndex();

	/** @throws KeywordRuleError for a rule without phrases, two rules of one name, or a regex that cannot be used */
	constructor(private readonly rules: readonly KeywordRule[]) {
		refuseEqualNames(rules);
		this.phrases = rules.flatMap(phrasesOf);
		this.words = new Sought(this.phrases, 'words');
		this.signs = new Sought(this.phrases, 'signs');
		this.patterns = this.phrases.flatMap(({ of, sought }, place) => (of === 'pattern' ? [{ place, pattern: new Pattern(sought) }] : []));
		for (const [place, { rule, of, match, sought }] of this.phrases.entries()) {
			const forgiven = FORGIVEN[match];
			if (rules[rule]!.typos && of === 'words' && forgiven) this.typos.add(place, sought, forgiven);
		}
	}

	/** The first rule that one of the texts meets; null when none does. */
	find(texts: string[], takesPart: (rule: number) => boolean = everyRule): KeywordMatch | null {
		return this.findAll(texts, takesPart)[0] ?? null;
	}

	/**
	 * Every rule that one of the texts meets, in their order, each with its first phrase that is there. Typing errors
	 * are thought of only when no rule is met as it is written.
	 *
	 * @param takesPart whether the rule at this place counts at all this time
	 */
	findAll(texts: string[], takesPart: (rule: number) => boolean = everyRule): KeywordMatch[] {
		const written = texts.filter((text) => text !== '');
		const asWritten = this.firstOfRules(this.placesIn(written), takesPart);
		if (asWritten.length > 0) return asWritten;
		const meant = written.flatMap((text) => [...this.typos.find(normalise(text))]);
		return this.firstOfRules(meant, takesPart).map((match) => ({ ...match, typo: true }));
	}

	private placesIn(texts: string[]): Set<number> {
		const places = new Set<number>();
		for (const text of texts) {
			this.words.findIn(text, places);
			this.signs.findIn(text, places);
			for (const { place, pattern } of this.patterns) if (pattern.matches(text)) places.add(place);
		}
		return places;
	}

	private firstOfRules(places: Iterable<number>, takesPart: (rule: number) => boolean): KeywordMatch[] {
		const found = new Map<number, KeywordMatch>();
		for (const place of [...places].sort((a, b) => a - b)) {
			const { rule, written } = this.phrases[place]!;
			if (!found.has(rule) && takesPart(rule)) found.set(rule, { index: rule, rule: this.rules[rule]!.name, phrase: written });
		}
		return [...found.values()];
	}
}

/** The phrases of a text field: one a line, or with commas between them; for regular expressions one a line only. */
export function splitPhrases(field: string, match: MatchKind): string[] {
	const separator = match === 'regex' ? /\r?\n/u : /[\r\n,،，、]/u;
	return field
		.split(separator)
		.map((phrase) => phrase.trim())
		.filter((phrase) => phrase !== '');
}

/**
 * What a rule listens for, in the form in which two keywords are the same one, however they are spelt and compared.
 *
 * @throws KeywordRuleError for a rule that cannot work
 */
export function keywordsOf(rule: KeywordRule): Array<{ keyword: string; written: string }> {
	return phrasesOf(rule, 0).map(({ of, sought, written }) => ({ keyword: shortened(of === 'pattern' ? `/${sought}/` : sought), written }));
}

/** Indexes of databases take no more. */
const LONGEST_KEYWORD = 200;

const shortened = (keyword: string): string => (keyword.length <= LONGEST_KEYWORD ? keyword : createHash('sha256').update(keyword).digest('hex'));

const everyRule = (): boolean => true;

const FORGIVEN: Partial<Record<MatchKind, TypoPlace>> = { exact: 'whole', starts_with: 'start', word: 'anywhere' };

function refuseEqualNames(rules: readonly KeywordRule[]): void {
	const names = new Set<string>();
	for (const { name } of rules) {
		const key = name.trim().toLowerCase();
		if (names.has(key)) throw new KeywordRuleError(`Two rules are called "${name}": give each its own name`);
		names.add(key);
	}
}

function phrasesOf(rule: KeywordRule, place: number): Phrase[] {
	const phrases = rule.phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '');
	if (phrases.length === 0) throw new KeywordRuleError(`The rule "${rule.name}" has no phrase: add at least one`);
	return phrases.map((written) => ({ rule: place, written, ...soughtOf(rule, written) }));
}

function soughtOf({ name, match }: KeywordRule, written: string): Pick<Phrase, 'match' | 'sought' | 'of'> {
	if (match === 'regex') {
		const problem = patternProblem(written);
		if (problem !== null) throw new KeywordRuleError(`The rule "${name}" cannot be used: ${problem}`);
		return { match, sought: written, of: 'pattern' };
	}
	const words = normalise(written);
	if (words !== '') return { match, sought: words, of: 'words' };
	// A phrase of nothing but signs, such as a thumb or a question mark, is compared sign by sign; it has no edges of words.
	const signs = normaliseSigns(written);
	if (signs === '') throw new KeywordRuleError(`The rule "${name}" has a phrase of invisible characters only`);
	return { match: match === 'word' ? 'contains' : match, sought: signs, of: 'signs' };
}

/** The phrases of one form, and the form that a text takes for them. */
class Sought {
	private readonly index: PhraseIndex;
	private readonly phrases: Array<{ place: number; match: MatchKind }>;

	constructor(all: readonly Phrase[], private readonly form: 'words' | 'signs') {
		const mine = all.map((phrase, place) => ({ ...phrase, place })).filter(({ of }) => of === form);
		this.phrases = mine.map(({ place, match }) => ({ place, match }));
		this.index = new PhraseIndex(mine.map(({ sought }) => sought));
	}

	/** Adds the places of the phrases that the text meets. */
	findIn(written: string, places: Set<number>): void {
		if (this.phrases.length === 0) return;
		const text = this.form === 'words' ? normalise(written) : normaliseSigns(written);
		this.index.visit(text, (at, start, end) => {
			const { place, match } = this.phrases[at]!;
			if (!places.has(place) && IS_MET[match](text, start, end)) places.add(place);
		});
	}
}

/** Whether a phrase that stands between start and end of the text is there in the way it has to be. */
const IS_MET: Record<MatchKind, (text: string, start: number, end: number) => boolean> = {
	exact: (text, start, end) => start === 0 && end === text.length,
	contains: () => true,
	starts_with: (_text, start) => start === 0,
	word: (text, start, end) => isEdge(text, start) && isEdge(text, end),
	regex: () => false,
};

/** Scripts that write words without spaces between them: there every place is the edge of a word. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word ends or begins at this place of a normalised text. */
function isEdge(text: string, at: number): boolean {
	if (at === 0 || at === text.length || text[at - 1] === ' ' || text[at] === ' ') return true;
	const before = [...text.slice(Math.max(0, at - 2), at)].at(-1)!;
	return WITHOUT_SPACES.test(before) || WITHOUT_SPACES.test(String.fromCodePoint(text.codePointAt(at)!));
}
