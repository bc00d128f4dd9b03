/**
 * Regular expressions of workflow authors on texts of strangers. JavaScript's own engine can take longer than the
 * universe lasts on a few dozen letters; RE2 reads every letter once, whatever the pattern, and in return knows no
 * look-ahead, look-behind and back-references.
 */
import { RE2JS } from 're2js';

export const LONGEST_PATTERN = 200;
/** Characters of a message that a pattern sees; WhatsApp allows 4,096 in a text. */
export const LONGEST_TEXT = 4096;
/**
 * States that a pattern may have: each costs its share of time at every letter. 2,000 of them took 130 ms over a text
 * of full length, 500 take 30; \d{4} has six.
 */
const MOST_STATES = 500;

/** Why a regular expression cannot be used, or null when it can. Written to follow "The rule X: ". */
export function patternProblem(source: string): string | null {
	if (source.length > LONGEST_PATTERN) return `the regular expression is longer than ${LONGEST_PATTERN} characters`;
	if (/\(\?(?:=|!|<=|<!)/.test(source) || /\\[1-9]/.test(source)) {
		return `"${source}" looks ahead, looks behind or refers back, (?=…) (?<=…) \\1, which regular expressions cannot do here`;
	}
	try {
		if (compile(source).programSize() > MOST_STATES) return `"${source}" counts too far: use smaller numbers in { }`;
	} catch (error) {
		const detail = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
		return `"${source}" is not a regular expression (${detail})`;
	}
	return null;
}

/** Tries one pattern on texts. Case does not matter; the text is taken as it was written. */
export class Pattern {
	private readonly pattern: RE2JS;

	/** @param source one that has no {@link patternProblem} */
	constructor(source: string) {
		this.pattern = compile(source);
	}

	matches(text: string): boolean {
		return this.pattern.test(text.slice(0, LONGEST_TEXT));
	}
}

/** Authors write what they know from JavaScript, such as \u00e9 and \/. */
const compile = (source: string): RE2JS => RE2JS.compile(RE2JS.translateRegExp(source), RE2JS.CASE_INSENSITIVE);
