import { HOUR, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claimOne, firstStepClaimed, LEASE_MS, place, sendAccepted, sendRequest, settle, standing } from '../verbs';

export function severalNodes(open: OpenStore): void {
	const test = onStore(open);

	describe('several nodes that send for one step', () => {
		test('send once each, one after the other', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1', START, 'text');
			const after = place(await standing(account));

			await sendAccepted(account, held, 'wamid.2', START + 1, 'picture');

			expect(place(await standing(account))).toEqual(after);
			expect(await begin(account, held, START + 2, { node: 'text' })).toMatchObject({ reason: 'already_sent', wamid: 'wamid.1' });
			expect(await begin(account, held, START + 2, { node: 'picture' })).toMatchObject({ reason: 'already_sent', wamid: 'wamid.2' });
		});

		test('send once each also when the first of them completed the run', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('only')] });
			await sendAccepted(account, held, 'wamid.1', START, 'text');

			expect((await sendAccepted(account, held, 'wamid.2', START, 'picture')).reason).toBe('sent');
			expect((await standing(account)).state).toBe('completed');
		});

		test('do not send for a step of which another execution is the holder', async ({ account }) => {
			const stale = await firstStepClaimed(account);
			const held = await claimOne(account, stale.sequenceId, START + LEASE_MS, 'other');
			await sendAccepted(account, held, 'wamid.1', START + LEASE_MS, 'text');

			expect(await begin(account, stale, START + LEASE_MS, { node: 'picture' })).toMatchObject({ allowed: false, reason: 'lease_lost' });
		});

		test('do not go on once the run has ended', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1', START, 'text');
			await account.remove([{ id: held.step.enrollmentId }], 'removed', START);

			expect(await begin(account, held, START, { node: 'picture' })).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
		});

		test('go on with the step when the one that may send has sent, not when the other one may not', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const sending = await beginAllowed(account, held, START, 'template');
			expect(await begin(account, held, START, { node: 'text', category: 'session' })).toMatchObject({ allowed: false, reason: 'window_closed' });
			expect((await standing(account)).step).toBe('hello');

			await settle(account, sending, { kind: 'accepted', wamid: 'wamid.1' }, START);

			expect(place(await standing(account))).toMatchObject({ step: 'offer', dueAt: START + HOUR });
			const ends = (await account.contactTimeline(person(), 20)).filter(({ kind }) => kind === 'step');
			expect(ends.map(({ step: name, reason }) => [name, reason])).toEqual([['hello', 'sent']]);
		});

		test('settled together finish the step once', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const [first, second] = await account.beginSends([sendRequest(held, { node: 'a' }), sendRequest(held, { node: 'b' })], START);
			if (!first?.allowed || !second?.allowed) throw new Error('refused');

			await account.settleSends(
				[
					{ sendId: first.sendId, outcome: { kind: 'accepted', wamid: 'wamid.1' } },
					{ sendId: second.sendId, outcome: { kind: 'accepted', wamid: 'wamid.2' } },
				],
				START,
			);

			const ends = (await account.contactTimeline(person(), 20)).filter(({ kind }) => kind === 'step');
			expect(ends.map(({ step: name, reason }) => [name, reason])).toEqual([['hello', 'sent']]);
			expect((await standing(account)).dueAt).toBe(START + HOUR);
		});

		for (const sentOne of [0, 1]) {
			test(`settled together count the step as sent when one of them went out (number ${sentOne + 1})`, async ({ account }) => {
				const held = await firstStepClaimed(account);
				const permits = await account.beginSends([sendRequest(held, { node: 'a' }), sendRequest(held, { node: 'b' })], START);

				await account.settleSends(
					permits.map((permit, n) => ({
						sendId: permit.allowed ? permit.sendId : '',
						outcome: n === sentOne ? { kind: 'accepted', wamid: 'wamid.1' } : { kind: 'unknown', detail: 'timeout' },
					})),
					START,
				);

				expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
			});
		}

		test('leave no send in the dark when the process dies after the first of them', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1', START, 'text');
			await beginAllowed(account, held, START, 'picture');

			await claimOne(account, held.sequenceId, START + HOUR, 'new process');

			expect(await account.listSends({ unconfirmed: true }, { limit: 10 })).toEqual([
				expect.objectContaining({ step: 'hello', state: 'unconfirmed', wamid: null }),
			]);
		});

		test('keep a late answer to a send that was thought to be lost', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1', START, 'text');
			const permit = await beginAllowed(account, held, START, 'picture');
			await claimOne(account, held.sequenceId, START + HOUR, 'new process');

			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.2' }, START + HOUR);

			expect(await account.listSends({ unconfirmed: true }, { limit: 10 })).toEqual([]);
			expect((await account.listSends({}, { limit: 10 })).map(({ wamid }) => wamid)).toEqual(['wamid.2', 'wamid.1']);
		});
	});
}
