import { DAY, HOUR, MINUTE, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claim, claimOne, enrollOne, publish, sendAccepted, standing } from '../verbs';

/** START is a Monday, 10:00 in Berlin, which is what the phone numbers of the tests tell. */
const OFFICE = { windows: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] };
const TUESDAY_9 = START + 23 * HOUR;
const EVENING = START + 8 * HOUR;

export function sendingHours(open: OpenStore): void {
	const test = onStore(open);

	describe('a sequence with windows', () => {
		test('schedules every step for when it sends, on the clock of the contact', async ({ account }) => {
			const id = await publish(account, { ...OFFICE, steps: [step('hello'), step('offer', { amount: 8, unit: 'hours' })] });
			await enrollOne(account);
			await enrollOne(account, { phone: '+12125550123' });
			expect((await standing(account, { phone: '+12125550123' })).dueAt).toBe(START + 5 * HOUR);

			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			expect((await standing(account)).dueAt).toBe(TUESDAY_9);
		});

		test('puts a step that is claimed too late off to the next opening, with no attempt used', async ({ account }) => {
			const id = await publish(account, OFFICE);
			await enrollOne(account);

			expect(await claim(account, id, EVENING)).toMatchObject({ steps: [], settled: 1 });
			expect(await standing(account)).toMatchObject({ state: 'active', reason: 'outside_window', step: 'hello', dueAt: TUESDAY_9, attempts: 0 });
			expect((await claimOne(account, id, TUESDAY_9)).due.enrollment.attempts).toBe(1);
		});

		test('does not let a message leave that was claimed in time and comes too late', async ({ account }) => {
			const id = await publish(account, OFFICE);
			await enrollOne(account);
			const held = await claimOne(account, id, START + 7 * HOUR - MINUTE);

			expect(await begin(account, held, START + 7 * HOUR)).toMatchObject({ allowed: false, reason: 'outside_window', postponedTo: TUESDAY_9 });
			expect(await standing(account)).toMatchObject({ dueAt: TUESDAY_9, attempts: 0 });
			expect(await account.listSends({}, { limit: 10 })).toEqual([]);
		});

		test('tries a failed step again when it sends', async ({ account }) => {
			const id = await publish(account, OFFICE);
			await enrollOne(account);
			const held = await claimOne(account, id, START + 7 * HOUR - 1);
			await account.endExecution(held.claim.lease, { kind: 'error', error: 'boom' }, START + 7 * HOUR);

			expect(await standing(account)).toMatchObject({ reason: 'execution_failed', dueAt: TUESDAY_9, attempts: 1 });
			// Once more it is closed: the attempt that was used stays used.
			await publish(account, { ...OFFICE, holidays: ['2026-01-06'] });
			await claim(account, id, TUESDAY_9);
			expect(await standing(account)).toMatchObject({ reason: 'outside_window', dueAt: TUESDAY_9 + DAY, attempts: 1 });
		});
	});

	describe('the time zone of a contact', () => {
		test('that was said comes before the one that the number tells, and is kept', async ({ account }) => {
			await publish(account, { ...OFFICE });
			await enrollOne(account, { ...person(), timeZone: 'America/New_York' });
			expect(await standing(account)).toMatchObject({ contact: { timeZone: 'America/New_York' }, dueAt: START + 5 * HOUR });

			await publish(account, { ...OFFICE, name: 'news' }, 'second');
			await enrollOne(account, person(2), { sequence: 'news' });
			await enrollOne(account, { ...person(2), timeZone: 'America/New_York' });
			expect((await standing(account, person(2))).dueAt).toBe(START + 5 * HOUR);
		});
	});

	describe('a hold-out group', () => {
		test('of everybody gets nothing, at the times at which the others would, and is known afterwards', async ({ account }) => {
			const id = await publish(account, { holdOut: 100 });
			await enrollOne(account);
			expect((await standing(account)).heldOut).toBe(true);

			expect(await claim(account, id)).toMatchObject({ steps: [], settled: 1 });
			expect(await standing(account)).toMatchObject({ state: 'active', reason: 'held_out', step: 'offer', dueAt: START + HOUR });
			await claim(account, id, START + HOUR);
			await claim(account, id, START + HOUR + DAY);

			expect(await standing(account)).toMatchObject({ state: 'completed', reason: 'held_out', heldOut: true });
			const told = (await account.contactTimeline(person(), 50)).filter(({ kind }) => kind === 'step');
			expect(told.map(({ step: name, reason }) => [name, reason])).toEqual([['hello', 'held_out'], ['offer', 'held_out'], ['reminder', 'held_out']]);
		});
	});

	describe('an A/B test', () => {
		const variants = ['A', 'B'].map((name) => ({ name, weight: 1, message: { kind: 'text' as const, text: name } }));
		const tested = { steps: [step('hello', undefined, { variants })] };

		test('gives each contact one version, also the second time, and the label of the send tells which', async ({ account }) => {
			const id = await publish(account, tested);
			for (let n = 0; n < 40; n++) await enrollOne(account, person(n));
			const first = await claim(account, id);
			const chosen = new Map(first.steps.map(({ contact, variant, step: { message } }) => [contact.id, { variant, message }]));

			expect(new Set([...chosen.values()].map(({ variant }) => variant))).toEqual(new Set(['A', 'B']));
			for (const { variant, message } of chosen.values()) expect(message).toEqual({ kind: 'text', text: variant });

			const again = await claim(account, id, START + HOUR);
			expect(again.steps.every(({ contact, variant }) => chosen.get(contact.id)?.variant === variant)).toBe(true);
			const [due] = again.steps;
			await begin(account, { claim: again, due: due!, step: { enrollmentId: due!.enrollment.id, lease: again.lease, step: 'hello' } }, START + HOUR);
			expect(await account.listSends({}, { limit: 1 })).toMatchObject([{ label: `promo (en) [${due!.variant}]` }]);
		});
	});
}
