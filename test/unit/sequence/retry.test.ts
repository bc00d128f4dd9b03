import fc from 'fast-check';
import { retryPauseMs } from '../../../engine/sequence/retry';
import { stableFraction } from '../../../engine/sequence/stable-hash';

const attempt = fc.integer({ min: 1, max: 50 });

describe('the pause before the next attempt', () => {
	it('is at least the six seconds that Meta wants, four times as long each time, and not for ever', () => {
		expect([1, 2, 3, 4, 5, 50].map((n) => retryPauseMs(n, 0))).toEqual([6_000, 24_000, 96_000, 384_000, 900_000, 900_000]);
		expect(retryPauseMs(0, 0)).toBe(6_000);
	});

	it('is spread over half as much again', () => {
		expect(retryPauseMs(1, 1)).toBe(9_000);
		expect(retryPauseMs(1, 0.5)).toBe(7_500);
	});

	it('is the same for the same enrollment, never shrinks with the attempts, and is a whole number', () => {
		fc.assert(
			fc.property(attempt, fc.string(), (n, id) => {
				const pause = retryPauseMs(n, stableFraction(id));
				expect(pause).toBe(retryPauseMs(n, stableFraction(id)));
				expect(pause).toBeLessThanOrEqual(retryPauseMs(n + 1, stableFraction(id)));
				expect(Number.isInteger(pause)).toBe(true);
			}),
		);
	});

	it('spreads a thousand enrollments that failed together over all of it', () => {
		const pauses = Array.from({ length: 1000 }, (_, n) => retryPauseMs(1, stableFraction(`enrollment ${n}`)));
		const tenths = new Set(pauses.map((pause) => Math.floor((pause - 6_000) / 300)));
		expect(tenths.size).toBeGreaterThanOrEqual(10);
	});
});
