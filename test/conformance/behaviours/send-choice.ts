/** Session message or template, chosen with the permission; steps that are held; marketing to the United States. */
import type { SendRequest } from '../../../engine/store/contract';
import { DAY, HOUR, message, preference, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, firstStepClaimed, LIVING, place, publish, sendRequest, standing } from '../verbs';

const AUTO: Partial<SendRequest> = { category: 'session', label: 'text', instead: { category: 'marketing', label: 'promo (en)' } };

export function sendChoice(open: OpenStore): void {
	const test = onStore(open);

	describe('a session message that has a template for closed windows', () => {
		test('is permitted itself while the window is open', async ({ account }) => {
			await account.applyWebhook([message('wamid.in', 'hello', START - HOUR)], LIVING, START - HOUR);
			const held = await firstStepClaimed(account);
			const [permit] = await account.beginSends([sendRequest(held, AUTO)], START);
			expect(permit).toMatchObject({ allowed: true });
			expect(permit).not.toHaveProperty('instead', true);
			expect(await account.listSends({}, { limit: 10 })).toMatchObject([{ state: 'sending', label: 'text' }]);
		});

		test('gives way to the template when it is closed, and the ledger says so', async ({ account }) => {
			await account.applyWebhook([message('wamid.in', 'hello', START - DAY)], LIVING, START - DAY);
			const held = await firstStepClaimed(account);
			const [permit] = await account.beginSends([sendRequest(held, AUTO)], START);
			expect(permit).toMatchObject({ allowed: true, instead: true });
			expect(await account.listSends({}, { limit: 10 })).toMatchObject([{ state: 'sending', label: 'promo (en)' }]);
		});

		test('is no way round an opt-out: the template would be marketing', async ({ account }) => {
			const id = await publish(account);
			await account.applyWebhook([preference('stop', START - 2 * DAY)], LIVING, START - 2 * DAY);
			await enrollOne(account);
			const [permit] = await account.beginSends([sendRequest(await claimOne(account, id), AUTO)], START);
			expect(permit).toMatchObject({ allowed: false, reason: 'opted_out' });
			expect(place(await standing(account))).toMatchObject({ state: 'exited', reason: 'opted_out' });
		});
	});

	describe('marketing to the United States', () => {
		const US = { phone: '+12025550123' };

		test('passes the step over where the node is set so', async ({ account }) => {
			const held = await firstStepClaimed(account, {}, US);
			const [permit] = await account.beginSends([sendRequest(held, { marketingToUs: 'refuse' })], START);
			expect(permit).toMatchObject({ allowed: false, reason: 'us_marketing' });
			expect(place(await standing(account, US))).toMatchObject({ state: 'active', step: 'offer' });
			expect(await account.listSends({}, { limit: 10 })).toEqual([]);
		});
	});

	describe('a step that is held for a value', () => {
		test('stays, is due again an hour later, and uses up no attempt however often', async ({ account }) => {
			const { sequenceId, ...first } = await firstStepClaimed(account, { maxAttempts: 2 });
			let held = first;
			for (let round = 0, now = START; round < 4; round++, now += HOUR) {
				expect(held.due.enrollment.attempts).toBe(1);
				const [answer] = await account.refuseSteps([{ step: held.step, reason: 'missing_variable', detail: '{name}', action: 'hold' }], now);
				expect(answer).toEqual({ applied: true });
				expect(place(await standing(account))).toEqual({ state: 'active', reason: 'missing_variable', step: 'hello', dueAt: now + HOUR });
				expect((await claim(account, sequenceId, now + HOUR - 1)).steps).toEqual([]);
				held = { ...(await claimOne(account, sequenceId, now + HOUR)) };
			}
		});
	});
}
