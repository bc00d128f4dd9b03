import fc from 'fast-check';
import type { Condition, Period } from '../../../../engine/sequence/conditions/condition';
import { firstMet, isMet, isRuleMet, unmetRule } from '../../../../engine/sequence/conditions/evaluate';
import type { Facts } from '../../../../engine/sequence/conditions/facts';
import { anyCondition, DAY, facts, NOW, rule, unknown } from './builders';

const enrolled: Period = { since: 'enrolled' };
const lastHours = (amount: number): Period => ({ within: { amount, unit: 'hours' } });
const text = (field: Extract<Condition, { kind: 'text' }>['field'], operator: Extract<Condition, { kind: 'text' }>['operator'], value = ''): Condition => ({ kind: 'text', field, operator, value });
const attribute = (name: string, operator: Extract<Condition, { kind: 'value' }>['operator'], value = ''): Condition => ({ kind: 'value', of: 'attribute', name, operator, value });
const received = (comparison: 'at_least' | 'equals', count: number, period: Period): Condition => ({ kind: 'messages', direction: 'received', comparison, count, period });

describe('A condition', () => {
	it.each<[string, Condition, boolean]>([
		['name, whatever the capital letters', text('name', 'is', ' ANA '), true],
		['name that is another', text('name', 'is_not', 'Ana'), false],
		['beginning of the phone number, however it is typed', text('phone', 'starts_with', '+49 170'), true],
		['phone number without digits', text('phone', 'contains', 'abc'), false],
		['country by the phone number', text('country', 'is', 'de'), true],
		['time zone by the phone number', text('timeZone', 'is', 'Europe/Berlin'), true],
		['language', text('language', 'is', 'de'), true],
		['sequence', text('sequence', 'contains', 'pro'), true],
		['step', text('step', 'is', 'Offer'), true],
		['reference that is there', text('reference', 'is_filled'), true],
		['attribute above a number', attribute('age', 'above', '29'), true],
		['attribute that is a text and no number', attribute('language', 'above', '1'), false],
		['attribute that is a number, compared as a text', attribute('age', 'is', '30'), true],
		['time before another', attribute('since', 'before', '2026-01-01'), true],
		['yes of a spreadsheet', attribute('news', 'is_true'), true],
		['attribute that is empty', attribute('empty', 'is_empty'), true],
		['attribute that is missing, which is empty', attribute('missing', 'is_empty'), true],
		['attribute that is missing, which is nothing else either', attribute('missing', 'is_not', 'x'), false],
		['name that every object has', attribute('constructor', 'is_filled'), false],
		['path into the context', { kind: 'value', of: 'context', name: 'cart.total', operator: 'at_least', value: '80' }, true],
		['tag', { kind: 'tag', tag: 'vip', has: true }, true],
		['tag that is not there', { kind: 'tag', tag: 'buyer', has: false }, true],
		['consent', { kind: 'consent', is: 'opted_out' }, false],
		['state', { kind: 'state', is: 'active' }, true],
		['steps sent', { kind: 'steps_sent', comparison: 'equals', count: 1 }, true],
		['no other sequence', { kind: 'elsewhere', is: false }, true],
		['messages since the enrollment', received('equals', 1, enrolled), true],
		['messages in some hours', received('at_least', 2, lastHours(72)), true],
		['messages sent in a day', { kind: 'messages', direction: 'sent', comparison: 'below', count: 2, period: lastHours(24) }, true],
		['silence that is too short', { kind: 'silence', longerThan: { amount: 3, unit: 'hours' } }, false],
		['silence', { kind: 'silence', longerThan: { amount: 1, unit: 'hours' } }, true],
		['human takeover', { kind: 'human', period: lastHours(4) }, true],
		['human takeover that is long ago', { kind: 'human', period: lastHours(2) }, false],
		['conversion', { kind: 'conversion', period: enrolled }, true],
		['conversion of a value', { kind: 'conversion_value', comparison: 'above', value: 50, period: enrolled }, false],
		['expression', { kind: 'expression', holds: true }, true],
	])('tells the %s', (_, condition, met) => {
		expect(isMet(condition, facts())).toBe(met);
	});

	it('does not take the message that led into the sequence for one written since', () => {
		const run = { sequence: 'Promo', reference: null, context: {}, begun: { state: 'active' as const, step: 'Hello', enrolledAt: NOW } };
		expect(isMet(received('at_least', 1, enrolled), facts({ run, received: [NOW] }))).toBe(false);
		expect(isMet(received('at_least', 1, enrolled), facts({ run, received: [NOW + 1] }))).toBe(true);
	});

	it('counts silence from ever for somebody who never wrote', () => {
		const contact = { ...facts().contact, lastInboundAt: null };
		expect(isMet({ kind: 'silence', longerThan: { amount: 1, unit: 'days' } }, facts({ contact }))).toBe(true);
	});

	it('about what is not known is not met, either way it is asked', () => {
		const asked: Condition[] = [
			...[true, false].flatMap((is): Condition[] => [{ kind: 'tag', tag: 'vip', has: is }, { kind: 'elsewhere', is }]),
			text('country', 'is_not', 'DE'),
			text('step', 'is_empty'),
			text('language', 'is_empty'),
			attribute('age', 'is_empty'),
			{ kind: 'steps_sent', comparison: 'below', count: 9 },
			{ kind: 'messages', direction: 'sent', comparison: 'below', count: 9, period: lastHours(1) },
			received('at_least', 0, enrolled),
			{ kind: 'conversion', period: enrolled },
		];
		expect(asked.filter((condition) => isMet(condition, unknown()))).toEqual([]);
	});
});

const situations = fc.constantFrom<Facts>(facts(), unknown(), facts({ run: null }), facts({ tags: new Set(), conversions: [], now: NOW + 9 * DAY }));
const conditions = fc.array(anyCondition, { maxLength: 5 });

describe('Rules', () => {
	it('are all or any of their conditions, whatever these are, and never fail', () => {
		fc.assert(
			fc.property(conditions, situations, (list, known) => {
				const met = list.map((condition) => isMet(condition, known));
				expect(isRuleMet(rule(list, 'all'), known)).toBe(met.length > 0 && !met.includes(false));
				expect(isRuleMet(rule(list, 'any'), known)).toBe(met.includes(true));
			}),
		);
	});

	it('keep to De Morgan: not all of some conditions is any of their opposites', () => {
		const flag = fc.boolean();
		fc.assert(
			fc.property(fc.array(flag, { minLength: 1, maxLength: 6 }), (flags) => {
				const of = (holds: boolean): Condition => ({ kind: 'expression', holds });
				const all = isRuleMet(rule(flags.map(of), 'all'), facts());
				const anyOpposite = isRuleMet(rule(flags.map((holds) => of(!holds)), 'any'), facts());
				expect(all).toBe(!anyOpposite);
			}),
		);
	});

	it('hold the same for the same facts, and change nothing of them', () => {
		fc.assert(
			fc.property(conditions, situations, (list, known) => {
				const before = JSON.stringify([list, known]);
				expect(isRuleMet(rule(list), known)).toBe(isRuleMet(rule(list), known));
				expect(JSON.stringify([list, known])).toBe(before);
			}),
		);
	});

	it('without conditions never hold: an empty rule would stop everybody', () => {
		for (const match of ['all', 'any'] as const) expect(isRuleMet(rule([], match), facts())).toBe(false);
	});

	it('name the first one that holds', () => {
		const no = rule([{ kind: 'expression', holds: false }], 'all', 'no');
		const yes = (name: string) => rule([{ kind: 'expression', holds: true }], 'all', name);
		expect(firstMet([no, yes('a'), yes('b')], facts())?.name).toBe('a');
		expect(firstMet([no], facts())).toBeNull();
		expect(firstMet([], facts())).toBeNull();
	});

	it('of a group name what is not met', () => {
		const of = (name: string, holds: boolean) => rule([{ kind: 'expression', holds }], 'all', name);
		expect(unmetRule({ match: 'all', rules: [of('a', true), of('b', false), of('c', false)] }, facts())).toBe('b');
		expect(unmetRule({ match: 'any', rules: [of('a', false), of('b', false)] }, facts())).toBe('a / b');
		expect(unmetRule({ match: 'any', rules: [of('a', false), of('b', true)] }, facts())).toBeNull();
		expect(unmetRule({ match: 'all', rules: [] }, facts())).toBeNull();
	});
});
