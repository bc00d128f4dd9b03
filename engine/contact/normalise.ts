/**
 * Text as keywords compare it: what people type in a hurry, on any keyboard and in any script, comes out equal.
 * Both sides of a comparison go through the same function, so it only has to be the same, not readable.
 */

/** Letters that Unicode does not take apart into a base letter and an accent, as people type them without it. */
const SIMPLER: Record<string, string> = {
	ß: 'ss', ı: 'i', ø: 'o', đ: 'd', ð: 'd', ł: 'l', æ: 'ae', œ: 'oe', ς: 'σ',
	// Arabic keyboards of different countries write the same letter with different signs.
	ى: 'ي', ی: 'ي', ک: 'ك', ٱ: 'ا',
};
const SIMPLER_LETTERS = new RegExp(`[${Object.keys(SIMPLER).join('')}]`, 'gu');

/**
 * Accents that can be left out without changing the word: of Latin, Greek and Cyrillic (but й is a letter of
 * its own, и with a breve), Hebrew points, Arabic vowel signs, hamza on a carrier and the lengthening stroke.
 * Signs of other scripts (Hindi, Thai, …) carry the vowels and stay.
 */
const ACCENTS = /(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/gu;

/** Zero-width characters, direction marks, emoji presentation and skin tones: invisible, or variants of one sign. */
const INVISIBLE = /[\p{Cf}\u034f\ufe00-\ufe0f\u{e0100}-\u{e01ef}\p{EMod}\u20e3]/gu;

/** Whatever is no letter, no sign that belongs to a letter, and no digit. */
const SEPARATORS = /[^\p{L}\p{M}\p{N}]+/gu;

/** Where the ten digits of other scripts begin; a menu answered with ١ means 1. */
const DIGIT_ZEROS = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0];

/**
 * Lower-case words with single spaces between them: width, case, accents, punctuation, emoji and invisible
 * characters no longer matter. Empty when nothing but those was there.
 */
export function normalise(text: string): string {
	return fold(text).replace(SEPARATORS, ' ').trim();
}

/** As {@link normalise}, but signs and emoji stay: for phrases that consist of nothing else. */
export function normaliseSigns(text: string): string {
	return fold(text).replace(/\s+/gu, ' ').trim();
}

function fold(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFD')
		.replace(INVISIBLE, '')
		.replace(ACCENTS, '')
		// Together again: Korean syllables and Japanese voiced letters must not stay in pieces.
		.normalize('NFC')
		.replace(SIMPLER_LETTERS, (letter) => SIMPLER[letter] ?? letter)
		.replace(/\p{Nd}/gu, plainDigit);
}

function plainDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	const zero = DIGIT_ZEROS.find((start) => code >= start && code < start + 10);
	return zero === undefined ? digit : String(code - zero);
}
