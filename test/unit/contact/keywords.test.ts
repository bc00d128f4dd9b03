import fc from 'fast-check';
import {
	KeywordMatcher,
	KeywordRuleError,
	splitPhrases,
	type KeywordRule,
	type MatchKind,
} from '../../../engine/contact/keywords';

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
		['with a regex that could take for ever', [{ name: 'R', match: 'regex', phrases: ['(a+)+$'] }], /"R".*for ever/],
		['with a choice that repeats', [{ name: 'R', match: 'regex', phrases: ['^(a|aa)*$'] }], /"R".*for ever/],
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

	test('a regex that takes too long on a text counts as no match, soon', () => {
		const slow = new KeywordMatcher([{ name: 'R', match: 'regex', phrases: ['^a*a*a*a*a*a*a*a*b$'] }]);
		const began = Date.now();
		expect(slow.find(['a'.repeat(4096)])).toBeNull();
		expect(Date.now() - began).toBeLessThan(2_000);
		expect(slow.find(['aab'])?.rule).toBe('R');
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
