import { DAY, HOUR, message, person, phoneOf, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, enrollOne, heldStep, LIVING, publish, sendRequest, standing } from '../verbs';

export function messagingLimit(open: OpenStore): void {
	const test = onStore(open);

	describe('the messaging limit of a number', () => {
		test('puts off whom it does not allow any more, until somebody counts no more', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const requests = taken.steps.map((_, index) => sendRequest(heldStep(taken, index), { messagingLimit: 2 }));

			const permits = await account.beginSends(requests, START);

			expect(permits.map((permit) => (permit.allowed ? 'allowed' : permit.reason))).toEqual(['allowed', 'allowed', 'messaging_limit']);
			const over = taken.steps[2]!.contact.phone!;
			expect(await standing(account, { phone: over })).toMatchObject({ state: 'active', reason: 'messaging_limit', dueAt: START + DAY, attempts: 0 });
			const again = await claim(account, id, START + DAY);
			expect(await account.beginSends([sendRequest(heldStep(again, 0), { messagingLimit: 2 })], START + DAY)).toMatchObject([{ allowed: true }]);
		});

		const loose = (n: number, more = {}) => ({ node: 'n', contact: person(n), category: 'utility' as const, label: 'x', messagingLimit: 1, ...more });

		test('counts a person once, and not within their window', async ({ account }) => {
			await account.applyWebhook([message('wamid.in', 'hi', START, { phone: phoneOf(2) })], LIVING, START);
			expect(await account.beginSends([loose(1)], START)).toMatchObject([{ allowed: true }]);
			const permits = await account.beginSends([loose(1), loose(2), loose(3)], START + HOUR);
			expect(permits.map(({ allowed }) => allowed)).toEqual([true, true, false]);
		});

		test('is no limit where there is none', async ({ account }) => {
			const permits = await account.beginSends([1, 2, 3].map((n) => loose(n, { messagingLimit: undefined })), START);
			expect(permits.every(({ allowed }) => allowed)).toBe(true);
		});
	});

	describe('a batch on its way', () => {
		test('is seen with its speed and end until it ends or falls silent', async ({ account }) => {
			const batch = { id: 'b', sequenceId: await publish(account), node: 'n', of: 100, done: 20, sent: 19, beganAt: START, seenAt: START + 2_000 };
			await account.noteBatch({ ...batch, done: 10 });
			await account.noteBatch(batch);
			expect(await account.runningBatches(START + 3_000)).toEqual([{ ...batch, perSecond: 10, expectedEndAt: START + 10_000 }]);
			expect((await account.sequenceStats('welcome', START + 3_000)).running).toHaveLength(1);
			expect(await account.runningBatches(START + HOUR)).toEqual([]);
			await account.batchEnded('b', START + 3_000);
			expect(await account.runningBatches(START + 3_000)).toEqual([]);
		});
	});
}
