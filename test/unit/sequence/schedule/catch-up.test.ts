import { catchUp, isMissed, LEAST_SPREAD_MS } from '../../../../engine/sequence/schedule/catch-up';
import type { CatchUpPolicy } from '../../../../engine/sequence/definition';
import { DAY, definition, enrollment, HOUR, MINUTE, NOW, step } from '../builders';

const ZONE = 'Europe/Berlin';
const steps = [step('one'), step('off', { enabled: false }), step('two'), step('three', { delay: { amount: 1, unit: 'days' } })];
const policy = (one: CatchUpPolicy | undefined, more = {}) => definition({ steps, ...(one ? { catchUp: one } : {}), ...more });
/** Step one was due at NOW, two would have been an hour later, three a day after that. */
const run = enrollment({ dueAt: NOW, attempts: 0 });

describe('a missed step', () => {
	it.each([
		['a quarter of an hour late', NOW + 15 * MINUTE, NOW + 15 * MINUTE, false],
		['a little later than that', NOW + 15 * MINUTE + 1, NOW + 15 * MINUTE, true],
		['one in a queue that has been worked on since', NOW + HOUR, NOW - 1, false],
		['one of a sequence of which nothing is known', NOW + HOUR, null, false],
	])('%s', (_, now, caughtUpAt, missed) => {
		expect(isMissed(NOW, caughtUpAt, now)).toBe(missed);
	});
});

describe('the policy', () => {
	it('is to send all unless one was chosen', () => {
		expect(catchUp(policy(undefined), run, ZONE, NOW + DAY)).toBeNull();
		expect(catchUp(policy('send_all'), run, ZONE, NOW + DAY)).toBeNull();
	});

	it('"only the latest" passes over all but the last that came due', () => {
		expect(catchUp(policy('latest_only'), run, ZONE, NOW + 30 * MINUTE)).toBeNull();
		expect(catchUp(policy('latest_only'), run, ZONE, NOW + HOUR)).toEqual({ kind: 'missed', missed: [{ step: 'one', at: NOW }], next: { step: 'two', at: NOW + HOUR } });
	});

	it('"skip" goes on where the run would stand', () => {
		expect(catchUp(policy('skip'), run, ZONE, NOW + 2 * HOUR)).toEqual({
			kind: 'missed',
			missed: [{ step: 'one', at: NOW }, { step: 'two', at: NOW + HOUR }],
			next: { step: 'three', at: NOW + HOUR + DAY },
		});
		expect(catchUp(policy('skip'), run, ZONE, NOW + 9 * DAY)).toMatchObject({ next: null, missed: { length: 3 } });
	});

	it('"spread" finds a later place, the same each time, within the hour or the longer spread of the sequence, and once only', () => {
		const place = (more = {}, id = 'e') => catchUp(policy('spread', more), { ...run, id }, ZONE, NOW + DAY) as { at: number };
		for (let n = 0; n < 100; n++) {
			expect(place({}, `e${n}`).at - NOW - DAY).toBeGreaterThan(0);
			expect(place({}, `e${n}`).at - NOW - DAY).toBeLessThanOrEqual(LEAST_SPREAD_MS);
		}
		expect(place()).toEqual(place());
		const long = Array.from({ length: 100 }, (_, n) => place({ spread: { amount: 5, unit: 'hours' } }, `e${n}`).at - NOW - DAY);
		expect(Math.max(...long)).toBeGreaterThan(4 * HOUR);
		expect(catchUp(policy('spread'), { ...run, reason: 'catching_up' }, ZONE, NOW + DAY)).toBeNull();
	});
});
