import { DAY, definition, HOUR, owner, person, START, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, claim, claimOne, enrollOne, firstStepClaimed, place, publish, sendAccepted, standing } from '../verbs';

const hello = () => step('hello');
const offer = () => step('offer', { amount: 1, unit: 'hours' });
const reminder = () => step('reminder', { amount: 1, unit: 'days' });

export function movingPeople(open: OpenStore): void {
	const test = onStore(open);

	describe('editing a sequence with people in it', () => {
		test('moves those whose next step is gone to the first step behind it that still exists', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, person(1));
			await enrollOne(account, person(2));

			const { moved } = await account.publishSequence(definition({ steps: [reminder()] }), owner(), START);

			expect(moved).toEqual([{ from: 'hello', to: 'reminder', why: 'removed', count: 2 }]);
			const claimed = await claim(account, id);
			expect(claimed.steps.map((due) => due.step.name)).toEqual(['reminder', 'reminder']);
		});

		test('completes those who waited for a last step that is gone, and says so in their timeline', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await sendAccepted(account, await claimOne(account, id, START + HOUR), 'wamid.2', START + HOUR);

			const { moved } = await account.publishSequence(definition({ steps: [hello(), offer()] }), owner(), START + 2 * HOUR);

			expect(moved).toEqual([{ from: 'reminder', to: null, why: 'removed', count: 1 }]);
			expect(await standing(account)).toMatchObject({ state: 'completed', step: null, dueAt: null, endedAt: START + 2 * HOUR });
			const last = (await account.contactTimeline(person(), 20)).at(-1);
			expect(last).toMatchObject({ kind: 'ended', sequence: 'welcome', reason: 'completed' });
		});

		test('leaves those alone whose step only moved to another position', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			const { moved } = await account.publishSequence(definition({ steps: [offer(), reminder(), hello()] }), owner(), START);

			expect(moved).toEqual([]);
			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'hello', dueAt: START });
		});

		test('takes a gone step out of the hands of a running execution, without counting the next one as done', async ({ account }) => {
			const held = await firstStepClaimed(account);

			await account.publishSequence(definition({ steps: [offer(), reminder()] }), owner(), START);

			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'lease_lost' });
			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
			expect((await claimOne(account, held.sequenceId)).due.step.name).toBe('offer');
		});

		test('starts to count attempts anew at the step they were moved to', async ({ account }) => {
			const held = await firstStepClaimed(account, { maxAttempts: 2 });
			await account.endExecution(held.claim.lease, { kind: 'error', error: 'boom' }, START);

			await account.publishSequence(definition({ maxAttempts: 2, steps: [offer()] }), owner(), START);

			expect((await claimOne(account, held.sequenceId, START + HOUR)).due.enrollment.attempts).toBe(1);
		});

		test('passes over a step that was switched off meanwhile, and says so', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const off = step('hello', { amount: 0, unit: 'seconds' }, { enabled: false });
			await account.publishSequence(definition({ steps: [off, offer(), reminder()] }), owner(), START);

			expect(await claim(account, id)).toMatchObject({ steps: [], settled: 1 });
			// Nothing was sent, so the next delay still counts from the enrollment.
			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
			expect(await account.contactTimeline(person(), 20)).toContainEqual(
				expect.objectContaining({ kind: 'step', step: 'hello', reason: 'step_disabled' }),
			);
		});

		test('completes people at a switched-off last step', async ({ account }) => {
			const id = await publish(account, { steps: [hello()] });
			await enrollOne(account);
			const steps = [step('hello', { amount: 0, unit: 'seconds' }, { enabled: false })];
			await account.publishSequence(definition({ steps }), owner(), START);

			expect((await claim(account, id)).steps).toEqual([]);
			expect(await standing(account)).toMatchObject({ state: 'completed', endedAt: START });
		});

		test('hands out the step as it is now, and remembers under which version it was scheduled', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const steps = [step('hello', undefined, { message: { kind: 'text', text: 'Hi!' } }), offer(), reminder()];
			await account.publishSequence(definition({ steps }), owner(), START);

			const held = await claimOne(account, id);
			await sendAccepted(account, held, 'wamid.1');

			expect(held.due).toMatchObject({ step: { message: { text: 'Hi!' } }, number: 1, of: 3 });
			expect(held.claim.sequence).toEqual({ id, name: 'welcome', version: 2 });
			expect((await standing(account)).version).toBe(2);
		});

		test('counts the delay of the following step from the last message, as it is written now', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.publishSequence(definition({ steps: [hello(), step('offer', { amount: 2, unit: 'days' })] }), owner(), START);

			await sendAccepted(account, held, 'wamid.1', START + 5);

			expect((await standing(account)).dueAt).toBe(START + 5 + 2 * DAY);
		});
	});
}
