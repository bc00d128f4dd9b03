import { DAY, enrollRequest, HOUR, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claimOne, enrollOne, publish, sendAccepted, standing } from '../verbs';

export function reentry(open: OpenStore): void {
	const test = onStore(open);

	describe('re-entry', () => {
		test('BusinessChat: a new cart abandonment ends the old run, and the same cart told again changes nothing', async ({ account }) => {
			await publish(account, { reentry: 'replace' });
			const first = await enrollOne(account, person(), { reentry: 'sequence', reference: 'cart-1' });
			const second = await enrollOne(account, person(), { reentry: 'sequence', reference: 'cart-2' }, START + HOUR);
			const again = await enrollOne(account, person(), { reentry: 'sequence', reference: 'cart-2' }, START + 2 * HOUR);

			expect([first, second, again].map(({ outcome }) => outcome)).toEqual(['enrolled', 'replaced', 'kept']);
			const [old] = await account.getEnrollments([{ id: first.enrollment.id }]);
			expect(old).toMatchObject({ state: 'exited', reason: 'replaced', reference: 'cart-1' });
			expect(await standing(account)).toMatchObject({ reference: 'cart-2', step: 'hello' });
		});

		test('Whats2Business: overwrite-if-exists starts over from message 1, without it message 5 of 10 comes next', async ({ account }) => {
			const steps = Array.from({ length: 10 }, (_, n) => ({ name: `message ${n + 1}`, enabled: true, delay: { amount: 0, unit: 'hours' as const }, message: { kind: 'none' as const } }));
			const id = await publish(account, { steps });
			await enrollOne(account);
			for (let n = 1; n <= 4; n++) await sendAccepted(account, await claimOne(account, id, START + n), `wamid.${n}`, START + n);

			await enrollOne(account, person(), { reentry: 'keep' }, START + HOUR);
			expect((await standing(account)).step).toBe('message 5');
			await enrollOne(account, person(), { reentry: 'restart' }, START + HOUR);
			expect((await standing(account)).step).toBe('message 1');
		});

		test('ignored leaves the run as it is and says so', async ({ account }) => {
			await publish(account);
			const { enrollment } = await enrollOne(account);

			expect(await enrollOne(account, person(), { reentry: 'ignore' }, START + HOUR)).toMatchObject({
				outcome: 'ignored',
				reason: 'already_enrolled',
				enrollment: { id: enrollment.id },
			});
		});

		test('once ever is refused after the run has ended, and kept before', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			expect((await enrollOne(account, person(), { reentry: 'once' })).outcome).toBe('kept');
			await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START);

			expect(await enrollOne(account, person(), { reentry: 'once' })).toMatchObject({ outcome: 'refused', reason: 'once_only' });
		});

		test('waits for the cool-down, counted from the end of the last run', async ({ account }) => {
			await publish(account, { coolDown: { amount: 2, unit: 'days' } });
			await enrollOne(account);
			await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START + HOUR);

			const early = await enrollOne(account, person(), { reentry: 'after_cool_down' }, START + 2 * DAY);
			const late = await enrollOne(account, person(), { reentry: 'after_cool_down' }, START + 2 * DAY + HOUR);

			expect([early, late].map(({ outcome, reason }) => [outcome, reason])).toEqual([['refused', 'cooling_down'], ['enrolled', null]]);
		});

		for (const policy of ['once', 'replace', 'after_cool_down', 'ignore'] as const) {
			test(`lets exactly one of 30 racing enrollments in with "${policy}"`, async ({ account }) => {
				await publish(account, { coolDown: { amount: 1, unit: 'days' } });

				const results = await Promise.all(
					Array.from({ length: 30 }, () => account.enroll([enrollRequest(person(), { reentry: policy, reference: 'same' })], START)),
				);

				expect(results.filter(([result]) => result!.outcome === 'enrolled')).toHaveLength(1);
				expect(await account.listEnrollments({}, { limit: 100 })).toHaveLength(1);
			});
		}
	});
}
