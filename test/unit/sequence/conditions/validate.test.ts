import type { Condition } from '../../../../engine/sequence/conditions/condition';
import { needsOf } from '../../../../engine/sequence/conditions/facts';
import { faultsOfEntry, faultsOfRules } from '../../../../engine/sequence/conditions/validate';
import { DAY, rule } from './builders';

describe('Rules that make no sense are refused in a sentence', () => {
	it.each<[string, Condition, RegExp]>([
		['a number compare without a number', { kind: 'value', of: 'attribute', name: 'age', operator: 'above', value: 'old' }, /"Bought" compares a number, but none is given/],
		['a count that is none', { kind: 'messages', direction: 'sent', comparison: 'equals', count: NaN, period: { since: 'enrolled' } }, /compares a number/],
		['half a message', { kind: 'steps_sent', comparison: 'equals', count: 0.5 }, /counts 0.5. Write a whole number/],
		['a tag without a name', { kind: 'tag', tag: ' ', has: true }, /tag without a name/],
		['a negative time', { kind: 'silence', longerThan: { amount: -1, unit: 'days' } }, /time of -1 days. Write a number above 0/],
		['a period of nothing', { kind: 'conversion', period: { within: { amount: 0, unit: 'days' } } }, /time of 0 days/],
		['an empty value', { kind: 'text', field: 'name', operator: 'is', value: '' }, /compares with an empty value/],
		['a phone number without digits', { kind: 'text', field: 'phone', operator: 'starts_with', value: 'Ana' }, /no digits/],
		['a country by its name', { kind: 'text', field: 'country', operator: 'is', value: 'Germany' }, /two letters, such as DE/],
		['an attribute without a name', { kind: 'value', of: 'attribute', name: '', operator: 'is_empty', value: '' }, /an attribute without a name/],
		['a time that is none', { kind: 'value', of: 'context', name: 'until', operator: 'before', value: 'soon' }, /"soon", which is no time/],
	])('%s', (_, condition, sentence) => {
		expect(faultsOfRules([rule([condition], 'all', 'Bought')])).toEqual([expect.stringMatching(sentence)]);
	});

	it('a rule without a name or without conditions', () => {
		expect(faultsOfRules([rule([{ kind: 'tag', tag: 'x', has: true }], 'all', '')])).toEqual([expect.stringContaining('Rule 1 has no name')]);
		expect(faultsOfRules([rule([], 'all', 'Bought')])).toEqual([expect.stringContaining('has no condition')]);
	});

	it('an entry condition about a run that has not begun', () => {
		const [fault] = faultsOfEntry({ match: 'all', rules: [rule([{ kind: 'conversion', period: { since: 'enrolled' } }], 'all', 'New')] });
		expect(fault).toContain('"New" asks about the enrollment, which has not begun');
		expect(faultsOfEntry({ match: 'all', rules: [] })).toHaveLength(1);
		expect(faultsOfEntry({ match: 'all', rules: [rule([{ kind: 'tag', tag: 'x', has: true }])] })).toEqual([]);
	});
});

describe('What is loaded', () => {
	it('is only what the rules ask for, as far back as the farthest of them', () => {
		const needs = needsOf([
			rule([{ kind: 'messages', direction: 'received', comparison: 'at_least', count: 1, period: { within: { amount: 2, unit: 'days' } } }]),
			rule([{ kind: 'messages', direction: 'received', comparison: 'at_least', count: 1, period: { within: { amount: 1, unit: 'hours' } } }]),
			rule([{ kind: 'conversion', period: { since: 'enrolled' } }]),
			rule([{ kind: 'consent', is: 'allowed' }]),
		]);
		expect([...needs.families].sort()).toEqual(['conversions', 'received', 'run']);
		expect(needs.reach.received).toBe(2 * DAY);
		expect([...needs.sinceEnrolled]).toEqual(['conversions']);
	});
});
