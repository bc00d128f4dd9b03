import fc from 'fast-check';
import { retryPauseMs } from '../../../engine/sequence/retry';
import { HOUR } from './builders';

const attempt = fc.integer({ min: 1, max: 50 });

describe('the pause before the next attempt', () => {
	it('doubles from half a minute to an hour, of which up to a quarter is taken off', () => {
		for (const [n, full] of [30_000, 60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, HOUR, HOUR].entries()) {
			const pause = retryPauseMs(n + 1, 'some enrollment');
			expect(pause).toBeLessThanOrEqual(full);
			expect(pause).toBeGreaterThanOrEqual(full * 0.75);
		}
	});

	it('is the same for the same enrollment, never shrinks with the attempts, and is a whole number', () => {
		fc.assert(
			fc.property(attempt, fc.string(), (n, id) => {
				const pause = retryPauseMs(n, id);
				expect(pause).toBe(retryPauseMs(n, id));
				expect(pause).toBeLessThanOrEqual(retryPauseMs(n + 1, id));
				expect(Number.isInteger(pause)).toBe(true);
			}),
		);
	});

	it('spreads a thousand that failed together over the quarter', () => {
		const pauses = Array.from({ length: 1000 }, (_, n) => retryPauseMs(1, `enrollment ${n}`));
		const tenths = new Set(pauses.map((pause) => Math.floor((pause - 22_500) / 750)));
		expect(tenths.size).toBeGreaterThanOrEqual(10);
	});
});
