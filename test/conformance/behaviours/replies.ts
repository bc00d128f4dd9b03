import { HOUR, MINUTE, message, messageOfType, person, phoneOf, SECOND, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, enrollOne, firstStepClaimed, LIVING, publish, settle, standing } from '../verbs';

export function replies(open: OpenStore): void {
	const test = onStore(open);

	describe('a reply', () => {
		test('ends the run, and the message says which', async ({ account }) => {
			await publish(account);
			const { enrollment } = await enrollOne(account);

			const { messages: [applied] } = await account.applyWebhook([message('wamid.in', 'thanks', START + HOUR)], LIVING, START + HOUR);

			expect(applied!.endedEnrollments).toEqual([{ id: enrollment.id, sequence: 'welcome', reason: 'replied' }]);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'replied', step: 'hello', endedAt: START + HOUR, dueAt: null });
		});

		test('ends every run of the contact that stops on replies, and no other', async ({ account }) => {
			await publish(account);
			await publish(account, { name: 'deaf', stopOnReply: false }, 'second');
			await publish(account, { name: 'news' }, 'third');
			for (const sequence of ['welcome', 'deaf', 'news']) await enrollOne(account, person(), { sequence });
			await enrollOne(account, person(2));

			const { messages: [applied] } = await account.applyWebhook([message('wamid.in', 'hi', START + HOUR)], LIVING, START + HOUR);

			expect(applied!.endedEnrollments.map(({ sequence }) => sequence).sort()).toEqual(['news', 'welcome']);
			expect((await standing(account, person(), 'deaf')).state).toBe('active');
			expect((await standing(account, person(2))).state).toBe('active');
		});

		test('ends only runs that had begun when it was written, to the second', async ({ account }) => {
			await publish(account);
			await enrollOne(account, person(1), {}, START + 500);
			await enrollOne(account, person(2), {}, START + 500);

			await account.applyWebhook(
				[message('wamid.1', 'before', START - SECOND), message('wamid.2', 'same second', START, { phone: phoneOf(2) })],
				LIVING,
				START + MINUTE,
			);

			expect((await standing(account, person(1))).state).toBe('active');
			expect((await standing(account, person(2))).state).toBe('exited');
		});

		test('ends the run whatever old message comes along in the same webhook', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			const { messages: [fresh, old] } = await account.applyWebhook(
				[message('wamid.new', 'thanks', START + HOUR), message('wamid.old', 'from before', START - HOUR)],
				LIVING,
				START + HOUR,
			);

			expect((await standing(account)).reason).toBe('replied');
			expect([fresh!.endedEnrollments.length, old!.endedEnrollments.length]).toEqual([1, 0]);
		});

		test('is what a customer writes, not a reaction or a notice', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			await account.applyWebhook([messageOfType('reaction', 'w.1', START + HOUR), messageOfType('system', 'w.2', START + HOUR)], LIVING, START + HOUR);
			expect((await standing(account)).state).toBe('active');
			await account.applyWebhook([messageOfType('sticker', 'w.3', START + HOUR)], LIVING, START + HOUR);
			expect((await standing(account)).state).toBe('exited');
		});

		test('between claim and send refuses the send', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.applyWebhook([message('wamid.in', 'wait', START + SECOND)], LIVING, START + SECOND);

			expect(await begin(account, held, START + SECOND)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START + SECOND)).toBe(0);
		});

		test('while the message is under way ends the run; the message is remembered as sent', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await account.applyWebhook([message('wamid.in', 'wait', START + SECOND)], LIVING, START + SECOND);

			const settled = await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' }, START + SECOND);

			expect(settled).toMatchObject({ reason: 'sent', enrollment: { state: 'exited', dueAt: null } });
			expect((await standing(account)).reason).toBe('replied');
		});

		test('that is redelivered does not end a run that began since', async ({ account }) => {
			await publish(account);
			await account.applyWebhook([message('wamid.in', 'hi', START)], 'dead process', START);
			await enrollOne(account, person(), {}, START + HOUR);

			await account.applyWebhook([message('wamid.in', 'hi', START)], LIVING, START + HOUR);

			expect((await standing(account)).state).toBe('active');
		});
	});

	describe('the message that enrolled', () => {
		test('taken in again after a crash does not end the run that it began', async ({ account }) => {
			await publish(account);
			const keyword = message('wamid.in', 'PROMO', START);
			await account.applyWebhook([keyword], 'dead process', START);
			const first = await enrollOne(account, person(), { messageId: 'wamid.in', reentry: 'restart' }, START + 200);

			const { messages: [again] } = await account.applyWebhook([keyword], LIVING, START + MINUTE);
			const second = await enrollOne(account, person(), { messageId: 'wamid.in', reentry: 'restart' }, START + MINUTE);

			expect(again!.endedEnrollments).toEqual([]);
			expect(second).toMatchObject({ outcome: 'kept', enrollment: { id: first.enrollment.id, state: 'active' } });
		});
	});
}
