import type { DelayUnit } from '../../../engine/sequence/definition';
import { faultsOf } from '../../../engine/sequence/validate';
import { definition, step } from './builders';

const delay = (amount: number, unit: DelayUnit = 'days') => ({ delay: { amount, unit } });

describe('a definition that can be published', () => {
	it.each([
		['several steps', definition()],
		['no wait at all', definition({ steps: [step('one', delay(0, 'seconds'))] })],
		['ten years', definition({ steps: [step('one', delay(3650))] })],
		['one of two steps switched off', definition({ steps: [step('one', { enabled: false }), step('two')] })],
		['names that differ in case only', definition({ steps: [step('One'), step('one')] })],
	])('with %s has no faults', (_, one) => {
		expect(faultsOf(one)).toEqual([]);
	});
});

describe('a fault of a step', () => {
	it.each([
		['two of the same name', [step('hello'), step('other'), step('hello')], /Step "hello" is there twice \(number 1 and 3\)/],
		['no name', [step('one'), step(' ')], /Step 2 has no name/],
		['a long name', [step('x'.repeat(101))], /Step "x{101}" has a name longer than 100/],
		['a negative delay', [step('late', delay(-1))], /Step "late" has a negative delay \(-1 days\)/],
		['a delay that is no number', [step('late', delay(NaN))], /Step "late" has a delay that is no number/],
		['an endless delay', [step('late', delay(Infinity))], /Step "late" has a delay that is no number/],
		['a delay beyond all days', [step('late', delay(3651))], /Step "late" waits more than ten years/],
		['a delay beyond all hours', [step('late', delay(1e9, 'hours'))], /Step "late" waits more than ten years/],
		['a delay beyond all seconds', [step('late', delay(1e300, 'seconds'))], /Step "late" waits more than ten years/],
		['an unknown unit', [step('late', delay(1, 'weeks' as DelayUnit))], /Step "late" has the unknown unit "weeks"/],
		['an empty text', [step('say', { message: { kind: 'text', text: ' \n' } })], /Step "say" has an empty text/],
		['no template', [step('say', { message: { kind: 'template', name: '', language: 'en', variables: {} } })], /Step "say" has no template/],
	])('%s is told in one sentence that names the step', (_, steps, sentence) => {
		const faults = faultsOf(definition({ steps }));
		expect(faults).toHaveLength(1);
		expect(faults[0]).toMatch(sentence);
	});

	it('is told for each step that has one, in their order', () => {
		const steps = [step('a', delay(-1)), step('b'), step('c', delay(-2))];
		expect(faultsOf(definition({ steps })).map((fault) => /Step "(.)"/.exec(fault)?.[1])).toEqual(['a', 'c']);
	});
});

describe('a fault of the sequence', () => {
	it.each([
		['no name', definition({ name: '  ' }), /no name/],
		['a long name', definition({ name: 'x'.repeat(101) }), /longer than 100/],
		['no steps', definition({ steps: [] }), /no steps/],
		['all steps switched off', definition({ steps: [step('one', { enabled: false })] }), /switched off/],
		['an unknown time zone', definition({ timeZone: 'Europe/Atlantis' }), /"Europe\/Atlantis".*does not exist/],
		['no attempts', definition({ maxAttempts: 0 }), /attempts/],
		['half an attempt', definition({ maxAttempts: 1.5 }), /attempts/],
	])('%s is told in one sentence', (_, one, sentence) => {
		const faults = faultsOf(one);
		expect(faults).toHaveLength(1);
		expect(faults[0]).toMatch(sentence);
	});
});
