import { HOUR, message, person, START, status, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claimOne, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, settle } from '../verbs';

export function timeline(open: OpenStore): void {
	const test = onStore(open);

	describe('the timeline of a contact', () => {
		test('tells a whole run in order', async ({ account }) => {
			const id = await publish(account, { steps: [step('hello'), step('offer', { amount: 1, unit: 'hours' })] });
			await enrollOne(account, person(), { reference: 'cart 17' });
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			const offer = await claimOne(account, id, START + HOUR);
			await account.endExecution(offer.claim.lease, { kind: 'error', error: 'boom' }, START + HOUR);
			await sendAccepted(account, await claimOne(account, id, START + 2 * HOUR), 'wamid.2', START + 2 * HOUR);

			expect(await account.contactTimeline(person(), 20)).toEqual([
				{ at: START, kind: 'enrolled', sequence: 'welcome', step: null, reason: null, detail: 'cart 17' },
				{ at: START, kind: 'step', sequence: 'welcome', step: 'hello', reason: 'sent', detail: 'wamid.1' },
				{ at: START + HOUR, kind: 'retry', sequence: 'welcome', step: 'offer', reason: 'execution_failed', detail: 'boom' },
				{ at: START + 2 * HOUR, kind: 'step', sequence: 'welcome', step: 'offer', reason: 'sent', detail: 'wamid.2' },
				{ at: START + 2 * HOUR, kind: 'ended', sequence: 'welcome', step: null, reason: 'completed', detail: null },
			]);
		});

		test('holds messages and the end of the run they caused', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.applyWebhook([message('wamid.in', 'x'.repeat(500), START + HOUR)], LIVING, START + HOUR);

			const [, received, ended] = await account.contactTimeline(person(), 20);

			expect(ended).toEqual({ at: START + HOUR, kind: 'ended', sequence: 'welcome', step: 'hello', reason: 'replied', detail: null });
			expect(received).toEqual({ at: START + HOUR, kind: 'message', sequence: null, step: null, reason: null, detail: 'x'.repeat(200) });
		});

		test('tells a held step as held, and how it ended once that is known', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, { kind: 'unknown', detail: 'timeout' });
			await account.applyWebhook([status('wamid.1', 'sent', START, { callbackData: permit.callbackData })], LIVING, START + HOUR);

			const entries = (await account.contactTimeline(person(), 20)).filter((entry) => entry.step === 'hello');

			expect(entries.map(({ kind, reason }) => [kind, reason])).toEqual([
				['held', 'unconfirmed'],
				['step', 'sent'],
			]);
		});

		test('keeps to the latest entries when asked for few', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START + 1);

			expect((await account.contactTimeline(person(), 1)).map(({ kind }) => kind)).toEqual(['ended']);
		});

		test('of nobody is empty', async ({ account }) => {
			expect(await account.contactTimeline(person(9), 10)).toEqual([]);
			expect(await account.contactTimeline({}, 10)).toEqual([]);
		});
	});
}
