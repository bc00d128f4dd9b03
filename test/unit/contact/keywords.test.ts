import fc from 'fast-check';
import {
	KeywordMatcher,
	KeywordRuleError,
	splitPhrases,
	type KeywordRule,
	type MatchKind,
} from '../../../engine/contact/keywords';
import { normalise } from '../../../engine/contact/normalise';

const matches = (match: MatchKind, phrase: string, text: string): boolean =>
	new KeywordMatcher([{ name: 'rule', match, phrases: [phrase] }]).find([text]) !== null;

describe('how a phrase is compared', () => {
	test.each<[MatchKind, string, string, boolean]>([
		['exact', 'promo', ' Promó! ', true],
		['exact', 'promo', 'promo please', false],
		['word', 'price', 'What is the PRICE?', true],
		['word', 'price', 'Any prices?', false],
		['word', 'how much', 'So, how  much is it', true],
		['word', 'much', 'muchmuch much', true],
		['word', '退订', '我要退订谢谢', true],
		['word', 'ราคา', 'ขอราคาหน่อย', true],
		['word', '가격', '가격 알려줘', true],
		['word', 'promo', '我要promo谢谢', true],
		['word', '𠮷', '我𠮷野', true],
		['exact', 'prices', 'ＰＲＩ\u200bＣＥＳ', true],
		['contains', 'price', 'Any prices?', true],
		['contains', 'price', 'hello', false],
		['starts_with', 'order', 'Order 1234', true],
		['starts_with', 'order', 'My order', false],
		['regex', '^#?\\d{4}$', '1234', true],
		['regex', 'PROMO', 'a promo b', true],
		['regex', '^\\d+$', '12a', false],
		['exact', '👍', '👍🏽', true],
		['exact', '👍', 'ok 👍', false],
		['word', '👍', 'ok 👍', true],
		['exact', '?', '??', false],
		['exact', '1', '１', true],
		['exact', '1', '١', true],
	])('%s %s in "%s": %s', (match, phrase, text, expected) => {
		expect(matches(match, phrase, text)).toBe(expected);
	});

	test('an empty text matches nothing', () => {
		expect(matches('contains', 'a', '')).toBe(false);
		expect(matches('regex', '.*', '')).toBe(false);
	});
});

describe('rules', () => {
	const rule = (name: string, ...phrases: string[]): KeywordRule => ({ name, match: 'word', phrases });

	test('the first rule in order wins, and the phrase is told as it was written', () => {
		const matcher = new KeywordMatcher([rule('A', 'nothing'), rule('B', 'Çay', 'kahve'), rule('C', 'cay')]);
		expect(matcher.find(['bir cay lütfen'])).toEqual({ index: 1, rule: 'B', phrase: 'Çay' });
	});

	test('any of several texts may match: what a button shows and its id', () => {
		expect(new KeywordMatcher([rule('A', 'price list')]).find(['Send', 'price_list'])?.rule).toBe('A');
	});

	test('without rules nothing matches', () => {
		expect(new KeywordMatcher([]).find(['hello'])).toBeNull();
	});

	test.each<[string, KeywordRule[], RegExp]>([
		['without phrase', [rule('Prices', ' ', '')], /"Prices" has no phrase/],
		['of invisible characters only', [rule('Prices', '\u200b')], /"Prices" has a phrase of invisible/],
		['of one name', [rule('Prices', 'a'), rule('prices ', 'b')], /Two rules are called "prices "/],
		['with a broken regex', [{ name: 'R', match: 'regex', phrases: ['(a'] }], /"R" cannot be used: "\(a" is not a regular expression/],
		['with a regex that looks ahead', [{ name: 'R', match: 'regex', phrases: ['a(?=b)'] }], /"R".*"a\(\?=b\)" looks ahead/],
		['with a regex that refers back', [{ name: 'R', match: 'regex', phrases: ['(a)\\1'] }], /"R".*refers back/],
		['with a regex that counts too far', [{ name: 'R', match: 'regex', phrases: ['.{999}x'] }], /"R".*counts too far/],
		['with a regex that is too long', [{ name: 'R', match: 'regex', phrases: ['a'.repeat(201)] }], /"R".*longer than 200/],
	])('a rule %s is refused by name', (_what, rules, message) => {
		expect(() => new KeywordMatcher(rules)).toThrow(KeywordRuleError);
		expect(() => new KeywordMatcher(rules)).toThrow(message);
	});

	test('ordinary groups and repeats are allowed in a regex', () => {
		for (const source of ['(hi|hello) there', '^order\\s*#?(\\d+)$', '[(+*]+', '\\(a+\\)+', '(?:a|b)?c', '(ab){2}']) {
			expect(() => new KeywordMatcher([{ name: 'R', match: 'regex', phrases: [source] }])).not.toThrow();
		}
	});

	test('a regex that JavaScript would never finish is read as fast as any', () => {
		const sources = ['(a+)+$', '^(a|aa)*$', '^a*a*a*a*a*a*a*a*b$', '(?:a|b|ab)*c', '([a-z]+)*!'];
		const matcher = new KeywordMatcher(sources.map((source, at) => ({ name: `R${at}`, match: 'regex', phrases: [source] })));
		// Of JavaScript's engine this takes longer than any time limit of a test.
		expect(matcher.findAll([`${'a'.repeat(4095)}b`]).map(({ index }) => index)).toEqual([2]);
		expect(matcher.find(['a'.repeat(4096)])?.index).toBe(0);
	});

	test('a regex takes the escapes of JavaScript', () => {
		for (const [source, text] of [['^caf\\u00e9$', 'CAFÉ'], ['^1\\/2$', '1/2'], ['(?<size>x+)l', 'XXL']] as const) {
			expect(matches('regex', source, text)).toBe(true);
		}
	});

	test('all rules that are met are told in their order, each with its first phrase that is there', () => {
		const matcher = new KeywordMatcher([rule('A', 'two', 'one'), rule('B', 'three'), { name: 'C', match: 'regex', phrases: ['o.e'] }, rule('D', 'one')]);
		expect(matcher.findAll(['one two']).map(({ rule: name, phrase }) => [name, phrase])).toEqual([['A', 'two'], ['C', 'o.e'], ['D', 'one']]);
	});

	test('a rule that takes no part is passed over', () => {
		const matcher = new KeywordMatcher([rule('A', 'hi'), rule('B', 'hi')]);
		expect(matcher.find(['hi'], (index) => index !== 0)?.rule).toBe('B');
	});

	test('phrases inside one another, equal ones and overlapping ones are all found', () => {
		const kinds: MatchKind[] = ['contains', 'word', 'exact', 'starts_with'];
		const matcher = new KeywordMatcher(kinds.map((match) => ({ name: match, match, phrases: ['she sells', 'sells', 'he', 'sells she'] })));
		expect(matcher.findAll(['She sells shells']).map(({ rule: name, phrase }) => [name, phrase])).toEqual([
			['contains', 'she sells'], ['word', 'she sells'], ['starts_with', 'she sells'],
		]);
	});
});

describe('splitPhrases', () => {
	test('takes commas of all scripts and line ends', () => {
		expect(splitPhrases('price, prices\nhow much،سعر、价格，多少钱\r\n', 'word')).toEqual([
			'price', 'prices', 'how much', 'سعر', '价格', '多少钱',
		]);
	});

	test('keeps the commas of regular expressions', () => {
		expect(splitPhrases('a{1,3}\n b ', 'regex')).toEqual(['a{1,3}', 'b']);
	});
});

test('the index finds what comparing one phrase after the other finds', () => {
	const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '谢', '𠮷', '?'), minLength: 1, maxLength: 6 });
	const says: Record<string, (text: string, phrase: string) => boolean> = {
		exact: (text, phrase) => text === phrase,
		contains: (text, phrase) => text.includes(phrase),
		starts_with: (text, phrase) => text.startsWith(phrase),
	};
	fc.assert(
		fc.property(fc.array(word, { maxLength: 12 }), fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '谢', '𠮷'), maxLength: 30 }), (written, text) => {
			const phrases = written.filter((phrase) => normalise(phrase) !== '');
			for (const [match, compare] of Object.entries(says)) {
				const matcher = new KeywordMatcher(phrases.map((phrase, at) => ({ name: String(at), match: match as MatchKind, phrases: [phrase] })));
				const expected = phrases.flatMap((phrase, at) => (text !== '' && compare(normalise(text), normalise(phrase)) ? [at] : []));
				expect(matcher.findAll([text]).map(({ index }) => index)).toEqual(expected);
			}
		}),
		{ numRuns: 300 },
	);
});

test('no text and no phrase makes matching throw, and an exact phrase always matches itself', () => {
	const kinds = fc.constantFrom<MatchKind>('exact', 'word', 'contains', 'starts_with', 'regex');
	fc.assert(
		fc.property(kinds, fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 60 }), (match, phrase, text) => {
			let matcher: KeywordMatcher;
			try {
				matcher = new KeywordMatcher([{ name: 'rule', match, phrases: [phrase] }]);
			} catch (error) {
				expect(error).toBeInstanceOf(KeywordRuleError);
				return;
			}
			matcher.find([text]);
			if (match !== 'regex') expect(matcher.find([phrase])?.index).toBe(0);
		}),
		{ numRuns: 400 },
	);
});
