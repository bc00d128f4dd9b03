import { DateTime } from 'luxon';
import type { Step } from '../../../../engine/sequence/definition';
import { dueAt, nextOpening, type Timing } from '../../../../engine/sequence/schedule';

const BERLIN = 'Europe/Berlin';
const DAILY = [1, 2, 3, 4, 5, 6, 7];
const at = (local: string, zone = BERLIN): number => DateTime.fromISO(local, { zone }).toMillis();
const show = (instant: number, zone = BERLIN): string => DateTime.fromMillis(instant, { zone }).toFormat("ccc yyyy-MM-dd HH:mm ZZ");

interface Case extends Timing {
	from: string;
	delay?: Step['delay'];
	at?: string;
	zone?: string;
}

function due({ from, delay = { amount: 0, unit: 'hours' }, at: time, zone = BERLIN, ...timing }: Case): string {
	const step = { name: 'one', delay, ...(time ? { at: time } : {}) };
	return show(dueAt({ timing, step, anchor: at(from, zone), zone, enrollmentId: 'e' }), zone);
}

const hours = (amount: number) => ({ amount, unit: 'hours' as const });
const days = (amount: number) => ({ amount, unit: 'days' as const });
const office = { windows: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] };

describe('an exact time', () => {
	it.each<[string, Case, string]>([
		['is the first one after the delay: subscribed at 3, two hours, at 9 is 9 the same day', { from: '2026-01-07T03:00', delay: hours(2), at: '09:00' }, 'Wed 2026-01-07 09:00 +01:00'],
		['that has passed is the next day', { from: '2026-01-07T08:00', delay: hours(2), at: '09:00' }, 'Thu 2026-01-08 09:00 +01:00'],
		['that is right now is now', { from: '2026-01-07T09:00', at: '09:00' }, 'Wed 2026-01-07 09:00 +01:00'],
		['a day later', { from: '2026-01-07T10:00', delay: days(1), at: '09:00' }, 'Fri 2026-01-09 09:00 +01:00'],
		['that spring leaves out is the first time that exists', { from: '2026-03-29T00:30', at: '02:30' }, 'Sun 2026-03-29 03:00 +02:00'],
		['that autumn has twice is the first', { from: '2026-10-25T00:30', at: '02:30' }, 'Sun 2026-10-25 02:30 +02:00'],
		['whose first time is over is the next day, not the second time', { from: '2026-10-25T02:45', at: '02:30' }, 'Mon 2026-10-26 02:30 +01:00'],
		['left out by a change at midnight moves past it', { from: '2026-03-28T22:50', at: '23:30', zone: 'America/Nuuk' }, 'Sun 2026-03-29 00:00 -01:00'],
		['at the end of the day is midnight', { from: '2026-01-07T03:00', at: '24:00' }, 'Thu 2026-01-08 00:00 +01:00'],
		['on business days skips the weekend at that time', { from: '2026-01-09T10:00', at: '09:00', businessDays: true }, 'Mon 2026-01-12 09:00 +01:00'],
		['with windows is the first one inside', { from: '2026-01-09T10:00', at: '09:00', windows: [...office.windows, { days: [6], from: '12:00', to: '14:00' }] }, 'Mon 2026-01-12 09:00 +01:00'],
		['on a holiday is the day after', { from: '2026-01-05T10:00', at: '09:00', holidays: ['2026-01-06', '2026-01-07'] }, 'Thu 2026-01-08 09:00 +01:00'],
	])('%s', (_, one, expected) => {
		expect(due(one)).toBe(expected);
	});
});

describe('windows', () => {
	it.each<[string, Case, string]>([
		['leave a time inside as it is', { from: '2026-01-07T09:00', ...office }, 'Wed 2026-01-07 09:00 +01:00'],
		['push what is too early to the opening', { from: '2026-01-07T04:00', ...office }, 'Wed 2026-01-07 09:00 +01:00'],
		['are closed at their end', { from: '2026-01-07T17:00', ...office }, 'Thu 2026-01-08 09:00 +01:00'],
		['push over the weekend', { from: '2026-01-09T17:30', ...office }, 'Mon 2026-01-12 09:00 +01:00'],
		['may be several a day', { from: '2026-01-07T13:00', windows: [{ days: DAILY, from: '09:00', to: '12:00' }, { days: DAILY, from: '14:00', to: '17:00' }] }, 'Wed 2026-01-07 14:00 +01:00'],
		['may go on after midnight', { from: '2026-01-10T01:30', windows: [{ days: [5], from: '22:00', to: '02:00' }] }, 'Sat 2026-01-10 01:30 +01:00'],
		['that go on after midnight belong to the day they began', { from: '2026-01-09T01:30', windows: [{ days: [5], from: '22:00', to: '02:00' }] }, 'Fri 2026-01-09 22:00 +01:00'],
		['up to 24:00 end with the day', { from: '2026-01-10T00:00', windows: [{ days: [5], from: '22:00', to: '24:00' }] }, 'Fri 2026-01-16 22:00 +01:00'],
		['begin when the clock is put forward, if their beginning is left out', { from: '2026-03-29T00:30', windows: [{ days: DAILY, from: '02:30', to: '05:00' }] }, 'Sun 2026-03-29 03:00 +02:00'],
		['that spring leaves out wholly open the next day', { from: '2026-03-29T00:30', windows: [{ days: DAILY, from: '02:00', to: '03:00' }] }, 'Mon 2026-03-30 02:00 +02:00'],
		['are open both times of an hour that occurs twice', { from: '2026-10-25T03:30+01:00', windows: [{ days: DAILY, from: '02:00', to: '02:30' }] }, 'Mon 2026-10-26 02:00 +01:00'],
		['go by the days of the contact, not of the business', { from: '2026-01-09T23:30', zone: 'Asia/Tokyo', ...office }, 'Mon 2026-01-12 09:00 +09:00'],
	])('%s', (_, one, expected) => {
		expect(due(one)).toBe(expected);
	});

	it('open again for the second of two equal hours', () => {
		const between = Date.UTC(2026, 9, 25, 0, 45);
		expect(show(between)).toBe('Sun 2026-10-25 02:45 +02:00');
		expect(show(nextOpening(between, { windows: [{ days: DAILY, from: '02:00', to: '02:30' }] }, BERLIN))).toBe('Sun 2026-10-25 02:00 +01:00');
	});

	it('that never open, which publishing refuses, hold nobody up', () => {
		const never = { windows: [{ days: [6, 7], from: '09:00', to: '17:00' }], businessDays: true as const };
		expect(due({ from: '2026-01-07T10:00', ...never })).toBe('Wed 2026-01-07 10:00 +01:00');
		expect(due({ from: '2026-01-07T10:00', at: '12:00', ...never })).toBe('Wed 2026-01-07 10:00 +01:00');
	});
});

describe('business days and holidays', () => {
	it.each<[string, Case, string]>([
		['a Saturday becomes Monday at midnight without windows', { from: '2026-01-10T15:00', businessDays: true }, 'Mon 2026-01-12 00:00 +01:00'],
		['delays count all days', { from: '2026-01-08T15:00', delay: days(2), businessDays: true, ...office }, 'Mon 2026-01-12 09:00 +01:00'],
		['a holiday is passed over', { from: '2025-12-25T10:00', holidays: ['2025-12-25', '2025-12-26'], ...office }, 'Mon 2025-12-29 09:00 +01:00'],
		['the part of an overnight window that falls on a free day is closed', { from: '2026-01-09T23:59', delay: hours(0.5), businessDays: true, windows: [{ days: DAILY, from: '22:00', to: '02:00' }] }, 'Mon 2026-01-12 00:00 +01:00'],
	])('%s', (_, one, expected) => {
		expect(due(one)).toBe(expected);
	});

	it('many holidays in a row are searched through', () => {
		const holidays = Array.from({ length: 100 }, (_, n) => new Date(Date.UTC(2026, 0, 5 + n)).toISOString().slice(0, 10));
		expect(due({ from: '2026-01-05T10:00', holidays, at: '09:00' })).toBe('Wed 2026-04-15 09:00 +02:00');
	});
});

describe('the spread', () => {
	const timing: Timing = { ...office, spread: { amount: 1, unit: 'hours' } };
	const dues = (from: string, one: Timing = timing) =>
		Array.from({ length: 500 }, (_, n) => dueAt({ timing: one, step: { name: 'one', delay: hours(0) }, anchor: at(from), zone: BERLIN, enrollmentId: `e${n}` }));

	it('spreads those who wait for the opening over the time behind it', () => {
		const minutes = dues('2026-01-07T03:00').map((instant) => (instant - at('2026-01-07T09:00')) / 60_000);
		expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...minutes)).toBeLessThan(60);
		for (let part = 0; part < 6; part++) expect(minutes.filter((minute) => Math.floor(minute / 10) === part).length).toBeGreaterThan(40);
	});

	it('is shortened to what is left of the window', () => {
		expect(Math.max(...dues('2026-01-07T16:50'))).toBeLessThan(at('2026-01-07T17:00'));
	});

	it('differs from step to step for one person', () => {
		const of = (name: string) => dueAt({ timing, step: { name, delay: hours(0) }, anchor: at('2026-01-07T10:00'), zone: BERLIN, enrollmentId: 'e' });
		expect(of('one')).not.toBe(of('two'));
		expect(of('one')).toBe(of('one'));
	});
});
