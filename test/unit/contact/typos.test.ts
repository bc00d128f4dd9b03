import { KeywordMatcher, type KeywordRule, type MatchKind } from '../../../engine/contact/keywords';
import { isSlipOf } from '../../../engine/contact/typos';

describe('typing errors', () => {
	test.each<[string, string, boolean]>([
		['prise', 'price', true],
		['prce', 'price', true],
		['pricce', 'price', true],
		['pirce', 'price', true],
		['rice', 'price', false],
		['prrise', 'price', false],
		['yet', 'yes', false],
		['appoitmnet', 'appointment', false],
		['apointmant', 'appointment', true],
		['order 1235', 'order 1234', false],
		['退货', '退订', false],
		['how mich', 'how much', true],
		['цена', 'цены', true],
		['', 'price', false],
	])('"%s" for "%s" is forgiven: %s', (text, phrase, forgiven) => {
		expect(isSlipOf(text, phrase)).toBe(forgiven);
	});
});

describe('rules that forgive typing errors', () => {
	const rule = (name: string, match: MatchKind, phrase: string, typos = true): KeywordRule => ({ name, match, phrases: [phrase], typos });

	test.each<[MatchKind, string, string, boolean]>([
		['exact', 'price list', 'Prise list!', true],
		['exact', 'price list', 'the prise list', false],
		['word', 'price list', 'Send me the prise list, please', true],
		['starts_with', 'price list', 'Prise list please', true],
		['starts_with', 'price list', 'The prise list', false],
		['contains', 'price', 'prise', false],
		['regex', 'price', 'prise', false],
	])('%s %s in "%s": %s', (match, phrase, text, expected) => {
		expect(new KeywordMatcher([rule('R', match, phrase)]).find([text]) !== null).toBe(expected);
	});

	test('do so only when they are told to, and say so', () => {
		expect(new KeywordMatcher([rule('R', 'word', 'price', false)]).find(['prise'])).toBeNull();
		expect(new KeywordMatcher([rule('R', 'word', 'price')]).find(['prise'])).toEqual({ index: 0, rule: 'R', phrase: 'price', typo: true });
	});

	test('come after every rule that is met as it is written', () => {
		const matcher = new KeywordMatcher([rule('A', 'exact', 'prices'), rule('B', 'exact', 'price')]);
		expect(matcher.find(['price'])?.rule).toBe('B');
		expect(matcher.find(['pricee'])?.rule).toBe('A');
	});
});
