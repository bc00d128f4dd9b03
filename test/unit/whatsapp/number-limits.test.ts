import { NumberLimits, peopleIn } from '../../../engine/whatsapp/number-limits';
import type { GraphAnswer } from '../../../engine/whatsapp/transport';

describe('the limits of a number', () => {
	it.each([
		['TIER_250', 250],
		['TIER_2K', 2_000],
		['TIER_100K', 100_000],
		['TIER_UNLIMITED', null],
		['', null],
	])('%s is %s people', (tier, people) => expect(peopleIn(tier)).toBe(people));

	it('are read once an hour; while Meta cannot be asked they hold as before', async () => {
		let now = 0;
		let asked = 0;
		let answer: GraphAnswer = { kind: 'ok', body: { throughput: { level: 'HIGH' }, whatsapp_business_manager_messaging_limit: 'TIER_10K' } };
		const limits = new NumberLimits('1065', () => now);
		const read = () => limits.read({ call: async () => (asked++, answer) });
		expect(await Promise.all([read(), read()])).toEqual(Array(2).fill({ perSecond: 1_000, people: 10_000 }));
		answer = { kind: 'unreachable', detail: '' };
		now = 61 * 60_000;
		expect(await read()).toEqual({ perSecond: 1_000, people: 10_000 });
		expect(asked).toBe(2);
	});

	it('are the usual ones where nothing is known', async () => {
		const limits = new NumberLimits('1065', () => 0);
		expect(await limits.read({ call: async () => { throw new Error('odd'); } })).toEqual({ perSecond: 80, people: null });
	});
});
