/** Which of a list of named rules a text meets: rules are tried in order, and the first that matches wins. */
import { normalise, normaliseSigns } from './normalise';
import { Pattern, patternProblem } from './pattern';

/** How a phrase is compared with a text. Case, accents, punctuation and emoji do not matter, except to a regex. */
export type MatchKind = 'exact' | 'word' | 'contains' | 'starts_with' | 'regex';

export interface KeywordRule {
	name: string;
	phrases: string[];
	match: MatchKind;
}

export interface KeywordMatch {
	/** Position of the rule. */
	index: number;
	rule: string;
	/** The phrase as the author wrote it. */
	phrase: string;
}

/** A rule that cannot work; the message is a sentence that names it and says why. */
export class KeywordRuleError extends Error {
	override readonly name = 'KeywordRuleError';
}

interface ReadyPhrase {
	written: string;
	matches(text: PreparedText): boolean;
}

/** One text in the forms that phrases need, each made once. */
interface PreparedText {
	written: string;
	words: string;
	signs: string;
}

/** Rules made ready once, for any number of texts. */
export class KeywordMatcher {
	private readonly rules: Array<{ name: string; phrases: ReadyPhrase[] }>;

	/** @throws KeywordRuleError for a rule without phrases, two rules of one name, or a regex that cannot be used */
	constructor(rules: KeywordRule[]) {
		const names = new Set<string>();
		this.rules = rules.map((rule) => {
			const key = rule.name.trim().toLowerCase();
			if (names.has(key)) throw new KeywordRuleError(`Two rules are called "${rule.name}": give each its own name`);
			names.add(key);
			const phrases = rule.phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '');
			if (phrases.length === 0) throw new KeywordRuleError(`The rule "${rule.name}" has no phrase: add at least one`);
			return { name: rule.name, phrases: phrases.map((phrase) => ready(rule, phrase)) };
		});
	}

	/** The first rule that one of the texts meets, in the order of the rules; null when none does. */
	find(texts: string[]): KeywordMatch | null {
		const prepared = texts.filter((text) => text !== '').map(prepare);
		for (const [index, rule] of this.rules.entries()) {
			for (const phrase of rule.phrases) {
				if (prepared.some((text) => phrase.matches(text))) {
					return { index, rule: rule.name, phrase: phrase.written };
				}
			}
		}
		return null;
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

function prepare(written: string): PreparedText {
	return { written, words: normalise(written), signs: normaliseSigns(written) };
}

function ready(rule: KeywordRule, written: string): ReadyPhrase {
	if (rule.match === 'regex') {
		const problem = patternProblem(written);
		if (problem !== null) throw new KeywordRuleError(`The rule "${rule.name}" cannot be used: ${problem}`);
		const pattern = new Pattern(written);
		return { written, matches: (text) => pattern.matches(text.written) };
	}
	const compare = COMPARISONS[rule.match];
	const words = normalise(written);
	// A phrase of nothing but signs, such as a thumb or a question mark, is compared sign by sign.
	if (words === '') {
		const signs = normaliseSigns(written);
		if (signs === '') throw new KeywordRuleError(`The rule "${rule.name}" has a phrase of invisible characters only`);
		const compareSigns = rule.match === 'word' ? COMPARISONS.contains : compare;
		return { written, matches: (text) => compareSigns(text.signs, signs) };
	}
	return { written, matches: (text) => compare(text.words, words) };
}

const COMPARISONS: Record<Exclude<MatchKind, 'regex'>, (text: string, phrase: string) => boolean> = {
	exact: (text, phrase) => text === phrase,
	contains: (text, phrase) => text.includes(phrase),
	starts_with: (text, phrase) => text.startsWith(phrase),
	word: hasWord,
};

/** Scripts that write words without spaces between them: there every place is the edge of a word. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** True when the phrase stands in the text as whole words. Both are normalised. */
function hasWord(text: string, phrase: string): boolean {
	const freeStart = WITHOUT_SPACES.test([...phrase][0] ?? '');
	const freeEnd = WITHOUT_SPACES.test([...phrase].at(-1) ?? '');
	for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
		const end = at + phrase.length;
		const startsWord = freeStart || at === 0 || text[at - 1] === ' ';
		const endsWord = freeEnd || end === text.length || text[end] === ' ';
		if (startsWord && endsWord) return true;
	}
	return false;
}
