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

describe('a fault of hours, days and shares', () => {
	const daily = [1, 2, 3, 4, 5, 6, 7];
	const window = (more: object) => definition({ windows: [{ days: daily, from: '09:00', to: '17:00', ...more }] });
	const variants = (...weights: number[]) =>
		definition({ steps: [step('test', { variants: weights.map((weight, n) => ({ name: 'ABC'[n]!, weight, message: { kind: 'none' } })) })] });

	it.each([
		['an exact time of 25:00', definition({ steps: [step('late', { at: '25:00' })] }), /Step "late" has the time "25:00"/],
		['an exact time in words', definition({ steps: [step('late', { at: 'noon' })] }), /Step "late" has the time "noon"/],
		['an exact time outside all windows', definition({ windows: window({}).windows!, steps: [step('late', { at: '08:00' })] }), /Step "late" is to be sent at 08:00, but no window/],
		['a window from 9 to 25', window({ to: '25:00' }), /Window 1 has the time "25:00"/],
		['a window without length', window({ to: '09:00' }), /Window 1 opens and closes at 09:00, so it never opens/],
		['a window without days', window({ days: [] }), /Window 1 has no day/],
		['a window on an eighth day', window({ days: [8] }), /Window 1 has an unknown day/],
		['weekend windows on business days', { ...window({ days: [6, 7] }), businessDays: true as const }, /windows are open at weekends only/],
		['a holiday that is no date', definition({ holidays: ['2026-02-30'] }), /The holiday "2026-02-30" is no date/],
		['a holiday in words', definition({ holidays: ['Christmas'] }), /The holiday "Christmas" is no date/],
		['a cap of zero', definition({ frequencyCap: { messages: 0, per: { amount: 1, unit: 'days' } } }), /frequency cap allows 0 messages/],
		['a cap over no time', definition({ frequencyCap: { messages: 1, per: { amount: 0, unit: 'days' } } }), /frequency cap counts over no time/],
		['a spread of weeks', definition({ spread: { amount: 8, unit: 'days' } }), /random spread is over more than 7 days/],
		['an unknown policy', definition({ catchUp: 'guess' as 'skip' }), /"guess" under After Downtime or Pause is not known/],
		['weights that sum to zero', variants(0, 0), /Step "test" has variants whose weights sum to zero/],
		['a negative weight', variants(1, -1), /Step "test", variant "B", has the weight -1/],
		['an A/B test without variants', variants(), /Step "test" is an A\/B test without variants/],
		['a hold-out of more than all', definition({ holdOut: 101 }), /hold-out group is 101 percent/],
	])('%s is told in one sentence', (_, one, sentence) => {
		const faults = faultsOf(one);
		expect(faults).toHaveLength(1);
		expect(faults[0]).toMatch(sentence);
	});

	it('is none for an overnight window, a Friday night that ends on a business-free Saturday, and holidays', () => {
		expect(faultsOf({ ...window({ days: [5], from: '22:00', to: '02:00' }), businessDays: true, holidays: ['2026-12-25'] })).toEqual([]);
		expect(faultsOf(definition({ windows: window({}).windows!, steps: [step('one', { at: '09:00' })] }))).toEqual([]);
	});
});
