/**
 * Regular expressions of workflow authors on texts of strangers. JavaScript's engine can take longer than the
 * universe lasts on a few dozen letters, so the worst patterns are refused when the rule is read, and every
 * comparison has a time limit, after which it counts as no match.
 */
import { createContext, Script } from 'node:vm';

export const LONGEST_PATTERN = 200;
/** Characters of a message that a pattern sees; WhatsApp allows 4,096 in a text. */
export const LONGEST_TEXT = 4096;
/** Milliseconds that one comparison may take; an ordinary one takes a hundredth of one. */
const TIME_LIMIT = 50;

/** Why a regular expression cannot be used, or null when it can. Written to follow "The rule X: ". */
export function patternProblem(source: string): string | null {
	if (source.length > LONGEST_PATTERN) return `the regular expression is longer than ${LONGEST_PATTERN} characters`;
	try {
		new RegExp(source, 'iu');
	} catch (error) {
		const detail = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
		return `"${source}" is not a regular expression (${detail})`;
	}
	if (repeatsARepeat(source)) return `"${source}" repeats a group that itself repeats, which can take for ever`;
	return null;
}

/** Tries one pattern on texts. Case does not matter; the text is taken as it was written. */
export class Pattern {
	private readonly pattern: RegExp;

	constructor(source: string) {
		this.pattern = new RegExp(source, 'iu');
	}

	/** False too when the time limit ran out. */
	matches(text: string): boolean {
		Object.assign(table, { pattern: this.pattern, text: text.slice(0, LONGEST_TEXT) });
		try {
			return COMPARE.runInContext(table, { timeout: TIME_LIMIT }) === true;
		} catch {
			return false;
		}
	}
}

// A script of its own, because that is all V8 can stop in the middle of a comparison. Pattern and text are
// laid on the table as values: neither becomes code.
const COMPARE = new Script('pattern.test(text)');
const table = createContext(Object.create(null) as object);

/** True for shapes such as (a+)+ and (a|b*)*: a group with a repeat or a choice inside, repeated without end. */
function repeatsARepeat(source: string): boolean {
	const open: boolean[] = [];
	let escaped = false;
	let inClass = false;
	for (let i = 0; i < source.length; i++) {
		const sign = source[i];
		if (escaped) escaped = false;
		else if (sign === '\\') escaped = true;
		else if (inClass) inClass = sign !== ']';
		else if (sign === '[') inClass = true;
		else if (sign === '(') open.push(false);
		else if (sign === ')') {
			const risky = open.pop() ?? false;
			const repeated = isRepeat(source, i + 1);
			if (risky && repeated) return true;
			if ((risky || repeated) && open.length > 0) open[open.length - 1] = true;
		} else if (open.length > 0 && (sign === '|' || isRepeat(source, i))) {
			open[open.length - 1] = true;
		}
	}
	return false;
}

function isRepeat(source: string, at: number): boolean {
	return /^(?:[*+]|\{\d+,\d*\})/.test(source.slice(at, at + 12));
}
