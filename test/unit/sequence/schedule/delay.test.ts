import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Delay } from '../../../../engine/sequence/definition';
import { dueAfter } from '../../../../engine/sequence/schedule';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const at = (local: string, zone: string): number => DateTime.fromISO(local, { zone }).toMillis();
const days = (amount: number): Delay => ({ amount, unit: 'days' });
/** The local time at which a step is due, with its offset, which tells the two hours of an autumn night apart. */
const localDue = (anchor: number, delay: Delay, zone: string): string => DateTime.fromMillis(dueAfter(anchor, delay, zone), { zone }).toISO()!;

describe('seconds, minutes and hours', () => {
	it.each([
		[{ amount: 0, unit: 'seconds' }, 0],
		[{ amount: 1.5, unit: 'seconds' }, 1500],
		[{ amount: 10, unit: 'minutes' }, 600_000],
		[{ amount: 36, unit: 'hours' }, 36 * HOUR],
	] as const)('%j are %i milliseconds', (delay, ms) => {
		expect(dueAfter(1_000_000, delay, 'Europe/Berlin')).toBe(1_000_000 + ms);
	});

	it('are exact across a change of the clock', () => {
		const anchor = at('2026-03-29T01:30', 'Europe/Berlin');
		expect(localDue(anchor, { amount: 24, unit: 'hours' }, 'Europe/Berlin')).toBe('2026-03-30T02:30:00.000+02:00');
	});
});

describe('days', () => {
	it('keep the time on the clock', () => {
		expect(localDue(at('2026-01-30T09:00:15.250', 'Europe/Berlin'), days(2), 'Europe/Berlin')).toBe('2026-02-01T09:00:15.250+01:00');
		expect(localDue(at('2026-03-28T09:00', 'Europe/Berlin'), days(1), 'Europe/Berlin')).toBe('2026-03-29T09:00:00.000+02:00');
		expect(localDue(at('2026-10-24T09:00', 'Europe/Berlin'), days(1), 'Europe/Berlin')).toBe('2026-10-25T09:00:00.000+01:00');
	});

	it('with a fraction add the rest as hours', () => {
		expect(dueAfter(0, days(1.5), 'UTC')).toBe(1.5 * DAY);
		expect(dueAfter(0, days(0.25), 'UTC')).toBe(6 * HOUR);
	});

	it.each([
		// Clocks go from 02:00 to 03:00.
		['Europe/Berlin', '2026-03-28T02:30', '2026-03-29T03:00:00.000+02:00'],
		['Europe/Berlin', '2026-03-28T02:00', '2026-03-29T03:00:00.000+02:00'],
		['Europe/Berlin', '2026-03-28T01:59:59.999', '2026-03-29T01:59:59.999+01:00'],
		['Europe/Berlin', '2026-03-28T03:00', '2026-03-29T03:00:00.000+02:00'],
		['America/New_York', '2026-03-07T02:45', '2026-03-08T03:00:00.000-04:00'],
		// Half an hour only: from 02:00 to 02:30.
		['Australia/Lord_Howe', '2026-10-03T02:15', '2026-10-04T02:30:00.000+11:00'],
		['Australia/Lord_Howe', '2026-10-03T02:30', '2026-10-04T02:30:00.000+11:00'],
	])('in %s: from %s on to a local time that does not exist moves to the first one that does', (zone, anchor, due) => {
		expect(localDue(at(anchor, zone), days(1), zone)).toBe(due);
	});

	it.each([
		['Europe/Berlin', '2026-10-24T02:30', '2026-10-25T02:30:00.000+02:00'],
		['America/New_York', '2026-10-31T01:15', '2026-11-01T01:15:00.000-04:00'],
		['Australia/Lord_Howe', '2026-04-04T01:45', '2026-04-05T01:45:00.000+11:00'],
	])('in %s: from %s on to a local time that occurs twice means the first', (zone, anchor, due) => {
		expect(localDue(at(anchor, zone), days(1), zone)).toBe(due);
	});

	it('from the second of two equal local times count from the end of that hour, so that nobody overtakes', () => {
		const second = Date.UTC(2026, 9, 25, 1, 30);
		expect(localDue(second, days(1), 'Europe/Berlin')).toBe('2026-10-26T03:00:00.000+01:00');
		expect(dueAfter(second, days(0), 'Europe/Berlin')).toBe(second);
		expect(dueAfter(second, days(0.5), 'Europe/Berlin')).toBe(second + 12 * HOUR);
	});

	it('on to a day that a zone left out end with that day', () => {
		// Samoa went from the 29th to the 31st of December 2011.
		expect(localDue(at('2011-12-29T10:00', 'Pacific/Apia'), days(1), 'Pacific/Apia')).toBe('2011-12-31T00:00:00.000+14:00');
	});

	it('in a zone that does not exist are counted in UTC rather than never', () => {
		expect(dueAfter(at('2026-03-28T02:30', 'UTC'), days(1), 'Nowhere/Land')).toBe(at('2026-03-29T02:30', 'UTC'));
	});
});

describe('any delay from any instant', () => {
	const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo', 'UTC'];
	const zone = fc.constantFrom(...ZONES);
	const instant = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) });
	/** Around the changes of the clock, where the faults are. */
	const nearChange = fc
		.record({ year: fc.integer({ min: 2015, max: 2034 }), month: fc.constantFrom(2, 3, 9, 10), ms: fc.nat(31 * DAY) })
		.map(({ year, month, ms }) => Date.UTC(year, month) + ms);
	const anchor = fc.oneof(instant, nearChange);
	const delay: fc.Arbitrary<Delay> = fc.oneof(
		fc.record({ amount: fc.nat(400), unit: fc.constant('days' as const) }),
		fc.record({ amount: fc.double({ min: 0, max: 400, noNaN: true }), unit: fc.constantFrom('seconds' as const, 'minutes' as const, 'hours' as const, 'days' as const) }),
	);

	it('is never due before the anchor, and is a whole millisecond', () => {
		fc.assert(
			fc.property(anchor, delay, zone, (from, wait, where) => {
				const due = dueAfter(from, wait, where);
				expect(due).toBeGreaterThanOrEqual(from);
				expect(Number.isInteger(due)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	it('is the same instant each time', () => {
		fc.assert(fc.property(anchor, delay, zone, (from, wait, where) => dueAfter(from, wait, where) === dueAfter(from, wait, where)));
	});

	it('in days is as many calendar days later, at the same local time unless that does not exist', () => {
		fc.assert(
			fc.property(anchor, fc.integer({ min: 1, max: 400 }), zone, (from, amount, where) => {
				const start = DateTime.fromMillis(from, { zone: where });
				const due = DateTime.fromMillis(dueAfter(from, days(amount), where), { zone: where });
				expect(due.toISODate()).toBe(start.plus({ days: amount }).toISODate());
				// What the clock shows for the second time counts as the end of that hour.
				fc.pre(start.getPossibleOffsets()[0]!.toMillis() === from);
				const wanted = start.toFormat('HH:mm:ss.SSS');
				// Moved only where the clock skipped the wanted time; then to the instant of the change.
				if (due.toFormat('HH:mm:ss.SSS') !== wanted) {
					expect(due.minus(1).offset).not.toBe(due.offset);
					expect(due.toFormat('HH:mm:ss.SSS') > wanted).toBe(true);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it('keeps the order of anchors', () => {
		fc.assert(
			fc.property(anchor, fc.nat(3 * HOUR), delay, zone, (from, later, wait, where) => {
				expect(dueAfter(from, wait, where)).toBeLessThanOrEqual(dueAfter(from + later, wait, where));
			}),
			{ numRuns: 2000 },
		);
	});
});
