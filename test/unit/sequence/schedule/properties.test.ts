/** What holds for every schedule, in every zone the machine knows, above all around the changes of the clock. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Delay, SendWindow } from '../../../../engine/sequence/definition';
import { dueAfter, dueAt, isOpenAt, latestWithSpread, stagesOf, type Timing } from '../../../../engine/sequence/schedule';
import { changeBetween, firstInstantOf, localTimeOf, minutesOf, offsetAt } from '../../../../engine/sequence/schedule/clock';
import { neverOpens } from '../../../../engine/sequence/schedule/validate';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = Intl.supportedValuesOf('timeZone');

/** The changes of the clock of a zone in these years, found month by month. */
function changesOf(zone: string): number[] {
	const changes: number[] = [];
	for (let month = Date.UTC(2024, 0); month < Date.UTC(2028, 0); month += 15 * DAY) {
		if (offsetAt(month, zone) !== offsetAt(month + 15 * DAY, zone)) changes.push(changeBetween(month, month + 15 * DAY, zone));
	}
	return changes;
}

const changing = ZONES.map((zone) => ({ zone, changes: changesOf(zone) })).filter(({ changes }) => changes.length > 0);

const anywhere = fc.record({ zone: fc.constantFrom(...ZONES), anchor: fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) }) });
const nearChange = fc
	.record({ of: fc.constantFrom(...changing), which: fc.nat(20), off: fc.integer({ min: -3 * DAY, max: 3 * HOUR }) })
	.map(({ of, which, off }) => ({ zone: of.zone, anchor: of.changes[which % of.changes.length]! + off }));
const start = fc.oneof(anywhere, nearChange);

const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45')).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const delay: fc.Arbitrary<Delay> = fc.record({ amount: fc.oneof(fc.nat(5), fc.double({ min: 0, max: 5, noNaN: true })), unit: fc.constantFrom('minutes', 'hours', 'days') });
const window: fc.Arbitrary<SendWindow> = fc
	.record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), from: time, to: fc.oneof(time, fc.constant('24:00')) })
	.filter(({ from, to }) => from !== to);
const holiday = fc.integer({ min: 0, max: 4 * 365 }).map((day) => new Date(Date.UTC(2024, 0) + day * DAY).toISOString().slice(0, 10));
const timing: fc.Arbitrary<Timing> = fc
	.record(
		{
			windows: fc.array(window, { minLength: 1, maxLength: 3 }),
			businessDays: fc.constant(true as const),
			holidays: fc.array(holiday, { maxLength: 20 }),
			spread: fc.record({ amount: fc.nat(90), unit: fc.constantFrom('seconds' as const, 'minutes' as const) }),
		},
		{ requiredKeys: [] },
	)
	.filter((one) => !neverOpens(one));
const step = fc.record({ name: fc.string(), delay, at: time }, { requiredKeys: ['name', 'delay'] });

const RUNS = { numRuns: 1000 };

describe('any schedule in any zone', () => {
	it('is told by its stages: each later than the one before, the last one the time itself, then at most the spread', () => {
		fc.assert(
			fc.property(start, timing, step, fc.string(), ({ zone, anchor }, one, what, enrollmentId) => {
				const stages = stagesOf({ timing: one, step: what, anchor, zone, enrollmentId }).map(({ at }) => at);
				const hours = { ...one, spread: undefined };
				const last = stages.at(-1)!;
				expect(stages[0]).toBe(dueAfter(anchor, what.delay, zone));
				expect(stages).toEqual([...new Set(stages)].sort((a, b) => a - b));
				expect(last).toBe(dueAt({ timing: hours, step: what, anchor, zone, enrollmentId }));
				const due = dueAt({ timing: one, step: what, anchor, zone, enrollmentId });
				expect(due).toBeGreaterThanOrEqual(last);
				expect(due).toBeLessThanOrEqual(latestWithSpread(last, one, zone));
			}),
			RUNS,
		);
	});

	it('is an instant, not before the delay is over, and the same each time', () => {
		fc.assert(
			fc.property(start, timing, step, fc.string(), ({ zone, anchor }, one, what, enrollmentId) => {
				const due = dueAt({ timing: one, step: what, anchor, zone, enrollmentId });
				expect(Number.isSafeInteger(due)).toBe(true);
				expect(due).toBeGreaterThanOrEqual(dueAfter(anchor, what.delay, zone));
				expect(dueAt({ timing: one, step: what, anchor, zone, enrollmentId })).toBe(due);
			}),
			RUNS,
		);
	}, 60_000);

	it('is never outside the windows, the business days and the holidays, read off the clock on the wall', () => {
		fc.assert(
			fc.property(start, timing, step, ({ zone, anchor }, one, what) => {
				const due = dueAt({ timing: one, step: what, anchor, zone, enrollmentId: 'e' });
				expect(isOpenAt(due, one, zone)).toBe(true);
				expect(isOpenByTheClock(due, one, zone)).toBe(true);
			}),
			RUNS,
		);
	}, 60_000);

	it('is not earlier for a later anchor', () => {
		fc.assert(
			fc.property(start, fc.oneof(fc.nat(3 * HOUR), fc.nat(9 * DAY)), timing, step, ({ zone, anchor }, later, one, what) => {
				const dueFrom = (instant: number) => dueAt({ timing: one, step: what, anchor: instant, zone, enrollmentId: 'e' });
				expect(dueFrom(anchor)).toBeLessThanOrEqual(dueFrom(anchor + later));
			}),
			RUNS,
		);
	}, 60_000);

	it('with an exact time and nothing else is at that time on the clock, unless the clock leaves it out', () => {
		fc.assert(
			fc.property(start, time, ({ zone, anchor }, wanted) => {
				const due = dueAt({ timing: {}, step: { name: 's', delay: { amount: 0, unit: 'hours' }, at: wanted }, anchor, zone, enrollmentId: 'e' });
				expect(due - anchor).toBeLessThan(2 * DAY);
				if (DateTime.fromMillis(due, { zone }).toFormat('HH:mm') !== wanted) {
					expect(offsetAt(due - 1, zone)).not.toBe(offsetAt(due, zone));
				}
			}),
			RUNS,
		);
	}, 60_000);
});

describe('the clock of every zone', () => {
	it.each([-1, 0, 1, HOUR / 2, HOUR])('shows each local time at its first instant, %i ms from each change', (off) => {
		for (const { zone, changes } of changing) {
			for (const change of changes) {
				const local = localTimeOf(change + off, zone);
				const first = firstInstantOf(local, zone);
				expect(localTimeOf(first, zone)).toBe(local);
				expect(first).toBeLessThanOrEqual(change + off);
			}
		}
	});

	it('has an instant for every local time, also those that are left out', () => {
		for (const { zone, changes } of changing) {
			for (const change of changes) {
				const [before, after] = [offsetAt(change - 1, zone), offsetAt(change, zone)];
				if (after > before) expect(firstInstantOf(change + before + (after - before) / 2, zone)).toBe(change);
			}
		}
	});
});

/** Said once more, with luxon's calendar. */
function isOpenByTheClock(instant: number, { windows = [], businessDays, holidays = [] }: Timing, zone: string): boolean {
	const local = DateTime.fromMillis(instant, { zone });
	if (holidays.includes(local.toISODate()!)) return false;
	if (businessDays && local.weekday > 5) return false;
	const minute = local.hour * 60 + local.minute;
	const yesterday = local.weekday === 1 ? 7 : local.weekday - 1;
	return (
		windows.length === 0 ||
		windows.some(({ days, from, to }) => {
			const [begin, end] = [minutesOf(from)!, minutesOf(to)!];
			if (end > begin) return days.includes(local.weekday) && begin <= minute && minute < end;
			return (days.includes(local.weekday) && minute >= begin) || (days.includes(yesterday) && minute < end);
		})
	);
}
