/** Steps that count from a date, and times of day that do not drift. */
import { catchUp } from '../../../engine/sequence/schedule/catch-up';
import { afterStep, begin } from '../../../engine/sequence/lifecycle';
import { dueOf, missingDate } from '../../../engine/sequence/step-time';
import { faultsOf } from '../../../engine/sequence/validate';
import type { Step } from '../../../engine/sequence/definition';
import { DAY, definition, enrollment, HOUR, MINUTE, NOW, step } from './builders';

const ZONE = 'Europe/Berlin';
const at = (local: string): number => Date.parse(`${local}+01:00`);
const back = (name: string, amount: number, unit: 'hours' | 'days', more: Partial<Step> = {}): Step =>
	step(name, { delay: { amount, unit }, countsFrom: { field: 'appointment', side: 'before' }, ...more });
const booked = (appointment: unknown, enrolledAt = NOW) => ({ id: 'e', context: { appointment }, enrolledAt, lastSentAt: null });
const by = (...steps: Step[]) => ({ definition: definition({ steps }), zone: ZONE });

describe('a step that counts back from a date', () => {
	it.each([
		['hours before it', back('one', 2, 'hours'), '2026-01-20T15:00', '2026-01-20T13:00'],
		['days before it, at the same time on the clock', back('one', 1, 'days'), '2026-01-20T15:00', '2026-01-19T15:00'],
		['at a time of the day before, also when that is earlier or later in the day', back('one', 1, 'days', { at: '18:00' }), '2026-01-20T15:00', '2026-01-19T18:00'],
		['at a time of the day before, for a date early in the day', back('one', 1, 'days', { at: '18:00' }), '2026-01-20T08:00', '2026-01-19T18:00'],
		['from a date without a time', back('one', 2, 'days', { at: '09:00' }), '2026-01-20', '2026-01-18T09:00'],
	])('is due %s', (_, one, date, due) => {
		expect(dueOf(booked(date), one, by(one))).toBe(at(due));
	});

	it('reads a date with a zone as that instant, and one without on the clock of the contact', () => {
		const one = back('one', 2, 'hours');
		expect(dueOf(booked('2026-01-20T15:00:00Z'), one, by(one))).toBe(Date.parse('2026-01-20T13:00Z'));
		expect(dueOf(booked('2026-01-20 15:00'), one, { ...by(one), zone: 'America/New_York' })).toBe(Date.parse('2026-01-20T18:00Z'));
	});

	it('keeps the time on the clock over a change of it', () => {
		const one = back('one', 1, 'days');
		expect(dueOf(booked('2026-03-29T12:00'), one, by(one))).toBe(Date.parse('2026-03-28T11:00Z'));
	});

	it('finds the date by a path, and has no time without one', () => {
		const one = back('one', 2, 'hours', { countsFrom: { field: 'start.dateTime', side: 'before' } });
		expect(dueOf({ ...booked(''), context: { start: { dateTime: '2026-01-20T15:00' } } }, one, by(one))).toBe(at('2026-01-20T13:00'));
		for (const none of [undefined, '', 'tomorrow', '31/05/2026', 42, {}]) expect(dueOf(booked(none), back('one', 1, 'days'), by())).toBeNull();
		expect(missingDate(definition({ steps: [one] }), { start: {} }, ZONE)).toBe('start.dateTime');
	});

	it('has no time when the sending hours lead beyond the date', () => {
		const one = back('one', 2, 'hours');
		const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '20:00' }];
		expect(dueOf(booked('2026-01-20T08:00'), one, { definition: definition({ steps: [one], windows }), zone: ZONE })).toBeNull();
	});

	it('is left out when its time has passed at the enrollment, and when the one before it came too late', () => {
		const plan = definition({ steps: [back('day', 1, 'days'), back('hours', 2, 'hours')] });
		const soon = { id: 'e', context: { appointment: new Date(NOW + 5 * HOUR).toISOString() } };
		const begun = begin(plan, ZONE, NOW, soon);
		expect(begun).toMatchObject({ state: 'active', step: 'hours', dueAt: NOW + 3 * HOUR });
		expect(begin(plan, ZONE, NOW + 4 * HOUR, soon)).toMatchObject({ state: 'completed', dueAt: null });
		const late = { ...enrollment({ step: 'day', context: soon.context }) };
		expect(afterStep(late, plan, { kind: 'sent', at: NOW + 4 * HOUR }, ZONE, NOW + 4 * HOUR)).toMatchObject({ state: 'completed' });
	});

	it('is not caught up when the date is over, whatever the policy', () => {
		const plan = definition({ steps: [back('day', 1, 'days'), step('survey', { delay: { amount: 1, unit: 'days' }, countsFrom: { field: 'appointment', side: 'after' } })] });
		const date = NOW + DAY;
		const run = enrollment({ step: 'day', dueAt: NOW, context: { appointment: new Date(date).toISOString() } });
		expect(catchUp(plan, run, ZONE, date - HOUR)).toBeNull();
		expect(catchUp(plan, run, ZONE, date + MINUTE)).toEqual({ kind: 'missed', missed: [{ step: 'day', at: NOW }], next: { step: 'survey', at: date + DAY } });
	});

	it('needs a field, and does not wait for a reply', () => {
		const steps = [back('a', 1, 'days', { countsFrom: { field: '', side: 'before' } }), back('b', 1, 'days', { waitForReply: true })];
		expect(faultsOf(definition({ steps }))).toEqual([
			'Step "a" counts from a date, but names no field. Write under Date Field where the date stands in the item.',
			'Step "b" counts from a date and waits for a reply. Choose one of the two.',
		]);
	});
});

describe('a step so many days later at a time of day', () => {
	const daily = [step('one', { at: '10:00', delay: { amount: 0, unit: 'days' } }), step('two', { at: '10:00', delay: { amount: 1, unit: 'days' } })];

	it('comes on that day, although the message before left some seconds or minutes after its time', () => {
		for (const late of ['10:00', '10:00:01', '10:15']) {
			const run = { ...booked(''), lastSentAt: at(`2026-01-20T${late}`) };
			expect(dueOf(run, daily[1]!, by(...daily))).toBe(at('2026-01-21T10:00'));
		}
	});

	it('counts in full from a message that left much later, or when the step before is switched off', () => {
		const late = { ...booked(''), lastSentAt: at('2026-01-20T10:16') };
		expect(dueOf(late, daily[1]!, by(...daily))).toBe(at('2026-01-22T10:00'));
		const steps = [{ ...daily[0]!, enabled: false }, daily[1]!];
		expect(dueOf({ ...late, lastSentAt: at('2026-01-20T10:01') }, daily[1]!, by(...steps))).toBe(at('2026-01-22T10:00'));
	});

	it('counts in full from an enrollment, and from a message of another kind of step', () => {
		expect(dueOf(booked('', at('2026-01-20T10:01')), daily[1]!, by(daily[1]!))).toBe(at('2026-01-22T10:00'));
		const steps = [step('one'), daily[1]!];
		expect(dueOf({ ...booked(''), lastSentAt: at('2026-01-20T10:01') }, daily[1]!, by(...steps))).toBe(at('2026-01-22T10:00'));
	});
});
