import { DAY, HOUR, message, messageOfType, MINUTE, person, SECOND, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claim, claimOne, enrollOne, LIVING, publish, sendAccepted, standing } from '../verbs';

/** hello at once; then a reminder after two days unless they reply; then an offer an hour later. */
const STEPS = [step('hello'), step('reminder', { amount: 2, unit: 'days' }, { waitForReply: true }), step('offer', { amount: 1, unit: 'hours' })];

export function awaitedReplies(open: OpenStore): void {
	const test = onStore(open);
	const reply = (id: string, at: number) => message(id, 'yes', at);

	describe('a step that waits for a reply', () => {
		test('is done the moment it comes: the run goes on, the next step counts from it, and both tell', async ({ account }) => {
			const id = await publish(account, { steps: STEPS });
			const { enrollment } = await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			const applied = await account.applyWebhook([reply('in', START + HOUR)], LIVING, START + HOUR + SECOND);

			expect(applied.messages[0]!.endedEnrollments).toEqual([]);
			expect(await standing(account)).toMatchObject({ id: enrollment.id, state: 'active', step: 'offer', dueAt: START + 2 * HOUR });
			expect(await account.contactTimeline(person(), 50)).toContainEqual(
				expect.objectContaining({ kind: 'step', step: 'reminder', reason: 'reply_received', detail: 'yes' }),
			);
			const { due } = await claimOne(account, id, START + 2 * HOUR);
			expect(due.wait).toEqual({ result: 'replied', repliedAt: START + HOUR });
		});

		test('goes on after the time, and tells so', async ({ account }) => {
			const id = await publish(account, { steps: STEPS });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			const held = await claimOne(account, id, START + 2 * DAY);
			expect(held.due).toMatchObject({ step: { name: 'reminder' }, wait: { result: 'no_reply', repliedAt: null } });
			await sendAccepted(account, held, 'wamid.2', START + 2 * DAY);

			const told = (await account.contactTimeline(person(), 50)).filter((entry) => entry.step === 'reminder');
			expect(told.map(({ kind, reason }) => [kind, reason])).toEqual([['waited', 'no_reply'], ['step', 'sent']]);
			expect((await claimOne(account, id, START + 2 * DAY + HOUR)).due.wait).toBeNull();
		});

		test('takes what they write until the next message for the same answer; after it a reply stops the run', async ({ account }) => {
			const id = await publish(account, { steps: [...STEPS, step('last', { amount: 1, unit: 'days' })] });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await account.applyWebhook([reply('in1', START + HOUR), reply('in2', START + HOUR + 5 * SECOND)], LIVING, START + HOUR + MINUTE);
			await account.applyWebhook([reply('in3', START + HOUR + 2 * MINUTE)], LIVING, START + HOUR + 3 * MINUTE);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer', dueAt: START + 2 * HOUR });

			await sendAccepted(account, await claimOne(account, id, START + 2 * HOUR), 'wamid.2', START + 2 * HOUR);
			await account.applyWebhook([reply('in4', START + 3 * HOUR)], LIVING, START + 3 * HOUR);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'replied', step: 'last' });
		});

		test('is not ended by a reaction, by what was written before, or by the message that enrolled', async ({ account }) => {
			await publish(account, { steps: [STEPS[1]!, STEPS[2]!] });
			await enrollOne(account, person(), { messageId: 'keyword' });
			await account.applyWebhook(
				[message('keyword', 'PROMO', START), messageOfType('reaction', 'r', START + HOUR), reply('old', START - MINUTE)],
				LIVING,
				START + HOUR,
			);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'reminder', dueAt: START + 2 * DAY });
		});

		test('is ended by a reply between claim and send: the reminder does not leave', async ({ account }) => {
			const id = await publish(account, { steps: STEPS });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			const held = await claimOne(account, id, START + 2 * DAY);
			await account.applyWebhook([reply('in', START + 2 * DAY + SECOND)], LIVING, START + 2 * DAY + SECOND);

			expect(await begin(account, held, START + 2 * DAY + SECOND)).toMatchObject({ allowed: false, reason: 'lease_lost' });
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
		});

		test('leaves an opt-out an opt-out', async ({ account }) => {
			await publish(account, { steps: STEPS.slice(1) });
			await enrollOne(account);
			await account.applyWebhook([message('in', 'STOP', START + HOUR)], LIVING, START + HOUR);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'opted_out' });
		});

		test('as the last one completes the run', async ({ account }) => {
			const id = await publish(account, { steps: STEPS.slice(0, 2) });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await account.applyWebhook([reply('in', START + HOUR)], LIVING, START + HOUR);
			expect(await standing(account)).toMatchObject({ state: 'completed', reason: 'completed' });
			expect((await claim(account, id, START + 5 * DAY)).steps).toEqual([]);
		});
	});
}
