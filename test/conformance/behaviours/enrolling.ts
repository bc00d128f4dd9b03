import { StoreRefusal } from '../../../engine/store/contract';
import { enrollRequest, HOUR, person, phoneOf, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, place, publish, sendAccepted, standing } from '../verbs';

export function enrolling(open: OpenStore): void {
	const test = onStore(open);

	describe('enrolling', () => {
		test('puts a new contact on the first step', async ({ account }) => {
			await publish(account, { steps: [step('later', { amount: 2, unit: 'hours' })] });

			const result = await enrollOne(account, { phone: phoneOf(1), name: 'Ana' });

			expect(result).toMatchObject({
				outcome: 'enrolled',
				contact: { phone: phoneOf(1), name: 'Ana', marketingAllowed: true, lastInboundAt: null },
				enrollment: { state: 'active', step: 'later', dueAt: START + 2 * HOUR, enrolledAt: START, attempts: 0, reason: null },
			});
			expect(result.enrollment.contactId).toBe(result.contact.id);
		});

		test('begins at the first step that is switched on', async ({ account }) => {
			await publish(account, { steps: [step('off', undefined, { enabled: false }), step('on')] });

			expect((await enrollOne(account)).enrollment.step).toBe('on');
		});

		test('brings reference and context to whoever claims the step, unchanged', async ({ account }) => {
			const id = await publish(account);
			const context = { cart: ['a', 1, null, { deep: true }], text: 'line\nbreak "quoted" \\ \u0000 \ud83d\ude00' };

			await enrollOne(account, person(), { reference: "cart'17", context });

			expect((await claimOne(account, id)).due.enrollment).toMatchObject({ reference: "cart'17", context });
		});

		test('keeps the order of the batch in its answer', async ({ account }) => {
			await publish(account);
			await enrollOne(account, person(2));

			const results = await account.enroll([person(1), person(2), person(3)].map((one) => enrollRequest(one)), START);

			expect(results.map(({ outcome, contact }) => [outcome, contact.phone])).toEqual([
				['enrolled', phoneOf(1)],
				['kept', phoneOf(2)],
				['enrolled', phoneOf(3)],
			]);
		});

		test('takes one contact into several sequences', async ({ account }) => {
			await publish(account);
			await publish(account, { name: 'news' }, 'second');

			await account.enroll([enrollRequest(), enrollRequest(person(), { sequence: 'news' })], START);

			expect(await account.listEnrollments({ contact: person(), states: ['active'] }, { limit: 10 })).toHaveLength(2);
		});

		test('starts a second run after the first one has completed', async ({ account }) => {
			const id = await publish(account, { steps: [step('only')] });
			const first = await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			const second = await enrollOne(account, person(), {}, START + HOUR);

			expect(second.outcome).toBe('enrolled');
			expect(second.enrollment.id).not.toBe(first.enrollment.id);
			expect((await standing(account)).id).toBe(second.enrollment.id);
		});

		test('tells whoever waits for due steps', async ({ account }) => {
			const id = await publish(account);
			const heard: string[] = [];
			const silence = account.onDue((sequenceId) => heard.push(sequenceId));

			await enrollOne(account);
			expect(heard).toEqual([id]);
			silence();
			await enrollOne(account, person(2));
			expect(heard).toEqual([id]);
		});

		test('takes an empty batch', async ({ account }) => {
			expect(await account.enroll([], START)).toEqual([]);
		});

		test('takes a thousand at once', async ({ account }) => {
			const id = await publish(account);

			const results = await account.enroll(Array.from({ length: 1000 }, (_, n) => enrollRequest(person(n))), START);

			expect(results.every(({ outcome }) => outcome === 'enrolled')).toBe(true);
			expect((await claim(account, id, START, 'p', 2000)).steps).toHaveLength(1000);
		});
	});

	describe('enrolling what cannot be enrolled', () => {
		test('names the nearest sequences when the name is unknown', async ({ account }) => {
			await publish(account, { name: 'welcome' });
			await publish(account, { name: 'winback' }, 'second');

			const refused = enrollOne(account, person(), { sequence: 'Welcom' });

			await expect(refused).rejects.toThrow(StoreRefusal);
			await expect(refused).rejects.toThrow(/"Welcom".*Did you mean "welcome"/);
		});

		test('says what to do while nothing is published at all', async ({ account }) => {
			await expect(enrollOne(account)).rejects.toThrow(/No sequence is published.*Sequence Trigger first/);
		});

		test('refuses a contact without any id, and then nobody of the batch is enrolled', async ({ account }) => {
			await publish(account);

			const refused = account.enroll([enrollRequest(person(1)), enrollRequest({ name: 'Nobody' })], START);

			await expect(refused).rejects.toThrow(StoreRefusal);
			expect(await account.listEnrollments({}, { limit: 10 })).toEqual([]);
		});

		test('refuses the id of a contact that does not exist', async ({ account }) => {
			await publish(account);

			await expect(enrollOne(account, { id: 'nobody' })).rejects.toThrow(/no contact with the id "nobody"/);
		});

		test('waits in a closed sequence until it is published again', async ({ account }) => {
			const id = await publish(account);
			await account.closeSequence({ workflowId: 'workflow-first', nodeId: 'node-first', label: '' }, START);

			expect((await enrollOne(account)).outcome).toBe('enrolled');
			expect((await claim(account, id)).steps).toEqual([]);
			await publish(account);
			expect(place((await claimOne(account, id)).due.enrollment)).toMatchObject({ step: 'hello' });
		});
	});
}
