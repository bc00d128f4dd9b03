import fc from 'fast-check';
import { normalise, normaliseSigns } from '../../../engine/contact/normalise';

describe('normalise', () => {
	test.each([
		['capital letters', 'PROMO', 'promo'],
		['accents', 'Café à la crème', 'cafe a la creme'],
		['full-width letters', 'ＰＲＯＭＯ', 'promo'],
		['punctuation', '  Promo!!! (now) ', 'promo now'],
		['emoji', '🎉 promo 👍🏽', 'promo'],
		['an emoji of several parts', 'promo 👩‍👩‍👧', 'promo'],
		['zero-width characters', 'pro\u200bmo\ufeff', 'promo'],
		['direction marks', '\u200fpromo\u200e', 'promo'],
		['a keycap emoji, which is a digit', '1️⃣', '1'],
		['Turkish capital İ and dotless ı', 'İPTAL ÇIKIŞ', 'iptal cikis'],
		['German ß', 'Straße', 'strasse'],
		['Polish ł', 'Łódź', 'lodz'],
		['Vietnamese đ', 'Đăng ký', 'dang ky'],
		['Greek final sigma and accents', 'ΛΌΓΟΣ', 'λογοσ'],
		['Russian ё', 'Ещё', 'еще'],
		['Arabic vowel signs, hamza and lengthening', 'إِيقَـاف', 'ايقاف'],
		['Persian letters', 'کتابی', 'كتابي'],
		['Hebrew points', 'שָׁלוֹם', 'שלום'],
		['Arabic and Hindi digits', '١٢ ३', '12 3'],
		['Japanese half-width letters', 'ﾌﾟﾛﾓ', 'プロモ'],
		['Korean in pieces', '\u1112\u1161\u11ab', '한'],
	])('makes no difference of %s', (_what, written, expected) => {
		expect(normalise(written)).toBe(expected);
		expect(normalise(expected)).toBe(normalise(normalise(expected)));
	});

	test('keeps signs that are part of a word: й is not и, and Hindi and Thai keep their vowels', () => {
		expect(normalise('мой')).not.toBe(normalise('мои'));
		expect(normalise('काम')).not.toBe(normalise('कम'));
		expect(normalise('ข่าว')).not.toBe(normalise('ขาว'));
	});

	test('leaves nothing of a message without letters and digits, of which normaliseSigns keeps the signs', () => {
		expect(normalise('👍🏽 !?')).toBe('');
		expect(normaliseSigns('👍🏽 !?')).toBe('👍 !?');
		expect(normaliseSigns('❤️')).toBe(normaliseSigns('❤'));
	});

	test('takes any text, and doing it twice changes nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
				const once = normalise(text);
				expect(normalise(once)).toBe(once);
			}),
			{ numRuns: 500 },
		);
	});
});
