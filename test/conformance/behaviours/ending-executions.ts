import { HOUR, MINUTE, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, begin, claim, claimOne, enrollOne, firstStepClaimed, heldStep, place, publish, sendAccepted, settle, standing } from '../verbs';

export function endingExecutions(open: OpenStore): void {
	const test = onStore(open);

	describe('an execution that ends', () => {
		test('well without a send counts the step as done: the next delay runs from here', async ({ account }) => {
			const held = await firstStepClaimed(account);

			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START + MINUTE)).toBe(1);

			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + MINUTE + HOUR });
			expect(await account.contactTimeline(person(), 10)).toContainEqual(
				expect.objectContaining({ kind: 'step', step: 'hello', reason: 'done' }),
			);
		});

		test('with an error gives the step back for a later attempt and keeps the error', async ({ account }) => {
			const held = await firstStepClaimed(account);

			await account.endExecution(held.claim.lease, { kind: 'error', error: 'Node "HTTP" broke' }, START);

			const after = await standing(account);
			expect(after).toMatchObject({ state: 'active', step: 'hello', reason: 'execution_failed', attempts: 1 });
			expect(after.dueAt).toBeGreaterThan(START);
			expect((await claim(account, held.sequenceId, after.dueAt! - 1)).steps).toEqual([]);
			expect((await claim(account, held.sequenceId, after.dueAt!)).steps).toHaveLength(1);
			expect(await account.contactTimeline(person(), 10)).toContainEqual(
				expect.objectContaining({ kind: 'retry', step: 'hello', reason: 'execution_failed', detail: 'Node "HTTP" broke' }),
			);
		});

		test('with an error at the last attempt fails the enrollment, visibly', async ({ account }) => {
			const id = await publish(account, { maxAttempts: 2 });
			await enrollOne(account);
			for (const at of [START, START + HOUR]) {
				const held = await claimOne(account, id, at);
				await account.endExecution(held.claim.lease, { kind: 'error', error: 'broken' }, at);
			}

			expect(await standing(account)).toMatchObject({ state: 'failed', reason: 'execution_failed', step: 'hello', endedAt: START + HOUR });
		});

		test('by sleeping keeps its lease until it wakes', async ({ account }) => {
			const held = await firstStepClaimed(account);

			expect(await account.endExecution(held.claim.lease, { kind: 'waiting', until: START + 3 * HOUR }, START)).toBe(1);

			expect((await claim(account, held.sequenceId, START + 2 * HOUR, 'other')).steps).toEqual([]);
			expect((await sendAccepted(account, held, 'wamid.1', START + 2 * HOUR)).reason).toBe('sent');
		});

		test('leaves finished steps alone', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			const before = await standing(account);

			expect(await account.endExecution(held.claim.lease, { kind: 'error', error: 'afterwards' }, START)).toBe(0);
			expect(await standing(account)).toEqual(before);
		});

		test('settles only those of its steps that no node finished', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n), {}, START + n);
			const taken = await claim(account, id, START + 10);
			await sendAccepted(account, heldStep(taken, 0), 'wamid.1', START + 10);
			await account.remove([{ sequence: 'welcome', contact: person(2) }], 'removed', START + 10);

			expect(await account.endExecution(taken.lease, { kind: 'error', error: 'broken' }, START + 10)).toBe(1);
			expect((await standing(account, person(3))).reason).toBe('execution_failed');
			expect((await standing(account, person(2))).reason).toBe('removed');
		});

		test('in the middle of a send does not take the step for untried', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await beginAllowed(account, held);

			await account.endExecution(held.claim.lease, { kind: 'error', error: 'stopped by the user' }, START);

			expect(place(await standing(account))).toEqual({ state: 'active', reason: 'unconfirmed', step: 'hello', dueAt: null });
			expect((await account.listSends({ unconfirmed: true }, { limit: 10 })).map(({ state }) => state)).toEqual(['unconfirmed']);
		});

		test('twice changes nothing the second time', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.endExecution(held.claim.lease, { kind: 'success' }, START);
			const before = await standing(account);

			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect(await standing(account)).toEqual(before);
		});
	});

	describe('a step that a node refuses', () => {
		test('with skip goes on to the next, whose delay counts from the last message that went out', async ({ account }) => {
			const held = await firstStepClaimed(account);

			const answers = await account.refuseSteps([{ step: held.step, reason: 'missing_variable', detail: 'name', action: 'skip' }], START + 5);

			expect(answers).toEqual([{ applied: true }]);
			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
		});

		test('with fail ends the run and keeps the step', async ({ account }) => {
			const held = await firstStepClaimed(account);

			await account.refuseSteps([{ step: held.step, reason: 'template_missing', detail: 'promo', action: 'fail' }], START);

			expect(await standing(account)).toMatchObject({ state: 'failed', reason: 'template_missing', step: 'hello', endedAt: START });
			expect(await account.contactTimeline(person(), 10)).toContainEqual(
				expect.objectContaining({ kind: 'step', step: 'hello', reason: 'template_missing', detail: 'promo' }),
			);
		});

		test('is refused once only', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('hello'), step('next')] });
			const refusal = { step: held.step, reason: 'missing_variable', detail: '', action: 'skip' } as const;

			expect(await account.refuseSteps([refusal, refusal], START)).toEqual([{ applied: true }, { applied: false }]);
			expect(await account.refuseSteps([refusal], START)).toEqual([{ applied: false }]);
			expect((await standing(account)).step).toBe('next');
		});

		test('cannot be refused after it was sent', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), { kind: 'accepted', wamid: 'wamid.1' });

			expect(await account.refuseSteps([{ step: held.step, reason: 'rejected', detail: '', action: 'fail' }], START)).toEqual([{ applied: false }]);
			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'already_sent', wamid: 'wamid.1' });
		});
	});
}
