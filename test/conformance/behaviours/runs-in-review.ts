/** What happens to a run while its step is reviewed. */
import { DAY, HOUR, message, MINUTE, person, phoneOf, START, step } from '../builders';
import { ask, decide, parked, pendingReviews, stateOf } from '../review-verbs';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, change, claim, claimOne, enrollOne, firstStepClaimed, LIVING, publish, settle, standing } from '../verbs';

export function runsInReview(open: OpenStore): void {
	const test = onStore(open);

	describe('a run in review', () => {
		test('that ends takes its review back', async ({ account }) => {
			const endings: Array<[string, (n: number) => Promise<unknown>]> = [
				['replied', (n) => account.applyWebhook([message(`wamid.${n}`, 'hi', START + MINUTE, { phone: phoneOf(n) })], LIVING, START + MINUTE)],
				['opted_out', (n) => account.applyWebhook([message(`wamid.${n}`, 'STOP', START + MINUTE, { phone: phoneOf(n) })], LIVING, START + MINUTE)],
				['removed', (n) => account.remove([{ sequence: 'welcome', contact: person(n) }], 'removed', START + MINUTE)],
				['converted', (n) => account.recordConversions([{ contact: person(n), orderId: 'o-1', value: 5, currency: 'EUR', coupon: null, at: START + MINUTE }], START + MINUTE)],
			];
			const id = await publish(account, { stopOn: { conversion: true } });
			for (const [n, [reason, endIt]] of endings.entries()) {
				await enrollOne(account, person(n + 1));
				const review = await parked(account, await claimOne(account, id));
				await endIt(n + 1);

				expect(await stateOf(account, review)).toMatchObject({ state: 'withdrawn', reason });
				expect(await decide(account, review, {}, START + HOUR)).toMatchObject({ applied: false, review: { state: 'withdrawn', reason } });
				expect((await claim(account, id, START + HOUR)).steps).toEqual([]);
			}
			expect(await pendingReviews(account)).toBe(0);
		});

		test('can be paused: an approval counts once it is resumed', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await change(account, { kind: 'pause' })).toMatchObject({ applied: true, enrollment: { state: 'paused', reason: 'in_review' } });
			await decide(account, review);
			expect(await standing(account)).toMatchObject({ state: 'paused', reason: 'paused' });
			expect((await claim(account, held.sequenceId, START + DAY)).steps).toEqual([]);
			await change(account, { kind: 'resume', unconfirmed: 'leave' }, START + DAY);
			expect((await ask(account, await claimOne(account, held.sequenceId, START + DAY), {}, START + DAY)).kind).toBe('approved');
		});

		test('that is resumed before anybody has decided waits on', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			await change(account, { kind: 'pause' });
			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' })).toMatchObject({ applied: true, enrollment: { state: 'in_review' } });
			expect((await claim(account, held.sequenceId, START + DAY)).steps).toEqual([]);
			expect((await stateOf(account, review)).state).toBe('pending');
			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' })).toMatchObject({ applied: false, reason: 'in_review' });
			expect(await change(account, { kind: 'reschedule', at: START })).toMatchObject({ applied: false, reason: 'in_review' });
		});

		test('can be led past its step, which takes the review back', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await change(account, { kind: 'skip' })).toMatchObject({ applied: true, enrollment: { state: 'active', step: 'offer' } });
			expect((await stateOf(account, review)).state).toBe('withdrawn');
		});

		test('whose step has another name or is gone is reviewed at the step where it goes on', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			await publish(account, { steps: [step('offer'), step('reminder')] });

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
			expect((await stateOf(account, review)).state).toBe('withdrawn');
			expect(await decide(account, review)).toMatchObject({ applied: false });
			expect(await ask(account, await claimOne(account, held.sequenceId))).toMatchObject({ kind: 'pending', isNew: true });
		});

		test('stays in review through an edit that leaves its step alone', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			await publish(account, { steps: [step('hello', { amount: 2, unit: 'days' }), step('reminder')] });
			expect(await standing(account)).toMatchObject({ state: 'in_review', step: 'hello' });
			expect((await stateOf(account, review)).state).toBe('pending');
		});

		test('does not expire by silence of the contact, who was sent nothing', async ({ account }) => {
			const held = await firstStepClaimed(account, { expireAfter: { amount: 1, unit: 'hours' } });
			const review = await parked(account, held);
			expect((await claim(account, held.sequenceId, START + DAY)).settled).toBe(0);
			await decide(account, review, {}, START + DAY);
			expect(await standing(account)).toMatchObject({ state: 'active', expiresAt: START + DAY + HOUR });
		});

		test('outlives the process', async ({ account, reopen, doubtsWhatWasHandedOut }) => {
			if (!reopen || doubtsWhatWasHandedOut) return;
			const review = await parked(account, await firstStepClaimed(account));
			const after = (await reopen()).forAccount('106540352242922');
			await after.reclaimFrom((await after.listSequences())[0]!.id, 'next', START);
			expect((await claim(after, (await after.listSequences())[0]!.id, START + DAY, 'next')).steps).toEqual([]);
			expect((await stateOf(after, review)).state).toBe('pending');
		});

		test('is left alone by the answer to a message that another node had begun', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held, START, 'other');
			const review = await parked(account, held);
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' });
			expect(await standing(account)).toMatchObject({ state: 'in_review', step: 'hello' });
			expect((await stateOf(account, review)).state).toBe('pending');
		});
	});
}
