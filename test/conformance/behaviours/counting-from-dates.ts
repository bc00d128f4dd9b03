import { DAY, enrollRequest, HOUR, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, LIVING, publish, sendAccepted, standing } from '../verbs';

const before = (name: string, amount: number, unit: 'hours' | 'days') => step(name, { amount, unit }, { countsFrom: { field: 'appointment', side: 'before' as const } });
/** Tuesday of the next week, 15:00 in Berlin. */
const DATE = START + 8 * DAY + 5 * HOUR;
const context = { appointment: '2026-01-13T15:00' };

export function countingFromDates(open: OpenStore): void {
	const test = onStore(open);

	describe('steps that count from a date of the enrolling item', () => {
		const steps = [before('day', 1, 'days'), before('hours', 2, 'hours')];

		test('are due so long before it, and not from the message before', async ({ account }) => {
			const id = await publish(account, { steps });
			await enrollOne(account, person(), { context });
			expect(await standing(account)).toMatchObject({ step: 'day', dueAt: DATE - DAY });
			await sendAccepted(account, await claimOne(account, id, DATE - DAY), 'wamid.1', DATE - DAY);
			expect(await standing(account)).toMatchObject({ step: 'hours', dueAt: DATE - 2 * HOUR });
		});

		test('refuse who has no such date, name the field, and let everybody else in', async ({ account }) => {
			await publish(account, { steps });
			const results = await account.enroll([enrollRequest(person(1)), enrollRequest(person(2), { context }), enrollRequest(person(3), { context: { appointment: 'soon' } })], START);
			expect(results.map(({ outcome, reason, rule }) => [outcome, reason, rule])).toEqual([
				['refused', 'no_date', 'appointment'],
				['enrolled', null, undefined],
				['refused', 'no_date', 'appointment'],
			]);
			expect(await account.contactTimeline(person(1), 10)).toMatchObject([{ kind: 'refused', reason: 'no_date', detail: 'appointment' }]);
		});

		test('get their time anew when the sequence is changed, from the same date', async ({ account }) => {
			await publish(account, { steps });
			await enrollOne(account, person(), { context });
			await publish(account, { steps: [before('day', 3, 'days'), before('hours', 2, 'hours')] });
			expect(await standing(account)).toMatchObject({ step: 'day', dueAt: DATE - 3 * DAY });
		});

		test('are not sent when the date is over, after n8n was down', async ({ account }) => {
			const id = await publish(account, { steps });
			await claim(account, id, START);
			await enrollOne(account, person(), { context });
			const late = DATE + HOUR;
			expect((await account.claimDue({ sequenceId: id, owner: LIVING, limit: 10, leaseMs: HOUR }, late)).steps).toEqual([]);
			expect(await standing(account)).toMatchObject({ state: 'completed' });
			expect((await account.contactTimeline(person(), 10)).filter(({ reason }) => reason === 'missed').map(({ step: name }) => name).sort()).toEqual(['day', 'hours']);
		});
	});
}
