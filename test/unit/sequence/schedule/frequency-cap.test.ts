import fc from 'fast-check';
import { earliestUnderCap } from '../../../../engine/sequence/schedule/frequency-cap';
import { DAY, HOUR, NOW } from '../builders';

const perDay = (messages: number) => ({ messages, per: { amount: 1, unit: 'days' as const } });

describe('a frequency cap', () => {
	it.each([
		[1, [], 0],
		[1, [NOW - DAY], 0],
		[1, [NOW - HOUR], DAY - HOUR],
		[2, [NOW - HOUR], 0],
		[2, [NOW - HOUR, NOW - 3 * HOUR], DAY - 3 * HOUR],
		[2, [NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR], DAY - 2 * HOUR],
		[1, [NOW], DAY],
	])('of %i a day after %j allows the next in %i ms', (messages, sent, wait) => {
		expect(earliestUnderCap(perDay(messages), sent, NOW) - NOW).toBe(wait);
	});

	it('is kept by the instant it answers, and by no earlier one', () => {
		const history = fc.array(fc.integer({ min: NOW - 3 * DAY, max: NOW }), { maxLength: 12 });
		fc.assert(
			fc.property(history, fc.integer({ min: 1, max: 4 }), (sent, messages) => {
				const within = (at: number) => sent.filter((one) => one > at - DAY && one <= at).length;
				const earliest = earliestUnderCap(perDay(messages), sent, NOW);
				expect(within(earliest)).toBeLessThan(messages);
				if (earliest > NOW) expect(within(earliest - 1)).toBeGreaterThanOrEqual(messages);
			}),
		);
	});
});
