/** A step at a Review Gate: it waits until somebody decides, or until silence does. */
import { DAY, HOUR, person, phoneOf, START, step } from '../builders';
import { ask, decide, parked, pendingReviews, reviewOf, stateOf } from '../review-verbs';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, change, claim, claimOne, firstStepClaimed, LEASE_MS, publish, sendAccepted, standing } from '../verbs';

const TEXT = { kind: 'text', text: 'Hello {name}' } as const;

export function reviews(open: OpenStore): void {
	const test = onStore(open);

	describe('a step at a Review Gate', () => {
		test('waits in the store: its execution may neither send it nor end it, and nothing makes it due', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);

			expect(review).toMatchObject({ state: 'pending', sequence: 'welcome', step: 'hello', contact: { phone: phoneOf(1) }, expiresAt: null });
			expect(await standing(account)).toMatchObject({ state: 'in_review', reason: 'in_review', step: 'hello', attempts: 0 });
			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'enrollment_paused' });
			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect(await account.endSilence(100, START + 100 * DAY)).toBe(0);
			expect((await claim(account, held.sequenceId, START + 100 * DAY)).steps).toEqual([]);
			expect((await account.contactTimeline(person(), 10)).at(-1)).toMatchObject({ kind: 'in_review', step: 'hello', detail: 'Workflow / Review Gate' });
		});

		test('is due again once it is approved, and passes that gate alone', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const woken: string[] = [];
			account.onDue((id) => woken.push(id));
			const review = await parked(account, held);
			expect(await decide(account, review, { comment: 'fine' }, START + HOUR)).toMatchObject({ applied: true, review: { state: 'approved', decidedBy: 'Ana', decidedAt: START + HOUR } });

			expect(woken).toContain(held.sequenceId);
			const again = await claimOne(account, held.sequenceId, START + HOUR);
			expect(await ask(account, again, {}, START + HOUR)).toMatchObject({ kind: 'approved', review: { id: review.id, comment: 'fine' } });
			expect(await ask(account, again, { gate: 'another' }, START + HOUR)).toMatchObject({ kind: 'pending', isNew: true });
			expect((await account.contactTimeline(person(), 10)).filter(({ kind }) => kind === 'reviewed')).toMatchObject([{ reason: 'approved', detail: 'Ana: fine' }]);
		});

		test('that was approved is sent once and asks again at the next step', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held));
			const again = await claimOne(account, held.sequenceId);
			expect((await ask(account, again)).kind).toBe('approved');
			await sendAccepted(account, again, 'wamid.1');

			const next = await claimOne(account, held.sequenceId, START + HOUR);
			expect(next.due.step.name).toBe('offer');
			expect(await ask(account, next, {}, START + HOUR)).toMatchObject({ kind: 'pending', isNew: true });
		});

		test('keeps its approval while it is tried again', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held));
			const again = await claimOne(account, held.sequenceId);
			await ask(account, again);
			await account.endExecution(again.claim.lease, { kind: 'error', error: 'boom' }, START);

			expect((await ask(account, await claimOne(account, held.sequenceId, START + HOUR), {}, START + HOUR)).kind).toBe('approved');
		});

		test('leaves alone what another execution holds', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const later = START + LEASE_MS;
			const other = await claimOne(account, held.sequenceId, later, 'another');

			expect(await ask(account, held, {}, later)).toEqual({ kind: 'refused', reason: 'lease_lost' });
			expect((await begin(account, other, later)).allowed).toBe(true);
			expect(await account.listReviews({}, { limit: 10 })).toEqual([]);
		});

		test('cannot pass by a replay of the item that was parked, or of the one that was approved', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await ask(account, held)).toMatchObject({ kind: 'refused', reason: 'enrollment_paused' });
			await decide(account, review);
			expect(await ask(account, held)).toMatchObject({ kind: 'refused', reason: 'lease_lost' });
			const again = await claimOne(account, held.sequenceId);
			await sendAccepted(account, again, 'wamid.1');
			expect(await ask(account, again)).toMatchObject({ kind: 'refused', reason: 'step_passed' });
		});

		test('is parked once, however many of its items come to the gate', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const answers = await account.review([reviewOf(held), reviewOf(held), reviewOf(held, { gate: 'another' })], START);
			expect(answers.map((answer) => [answer.kind, 'isNew' in answer && answer.isNew])).toEqual([['pending', true], ['pending', false], ['refused', false]]);
			expect(await pendingReviews(account)).toBe(1);
		});

		test('is reviewed anew when its message was changed after the approval', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('hello', undefined, { message: TEXT })] });
			await decide(account, await parked(account, held));
			await publish(account, { steps: [step('hello', undefined, { message: { kind: 'text', text: 'Buy now' } })] });

			expect(await ask(account, await claimOne(account, held.sequenceId))).toMatchObject({ kind: 'pending', isNew: true });
		});

		test('is reviewed anew when somebody jumps back to it', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held));
			await sendAccepted(account, await claimOne(account, held.sequenceId), 'wamid.1');
			await change(account, { kind: 'jump', step: 'hello', when: 'at_once' });

			expect(await ask(account, await claimOne(account, held.sequenceId))).toMatchObject({ kind: 'pending', isNew: true });
		});
	});

	describe('silence', () => {
		test('approves only where the gate was told so, and after its time', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held, { silence: { then: 'approve', at: START + HOUR } });
			expect(await account.endSilence(10, START + HOUR - 1)).toBe(0);
			expect(await account.endSilence(10, START + HOUR)).toBe(1);
			expect(await stateOf(account, review)).toMatchObject({ state: 'approved', decidedVia: 'silence', decidedBy: null });
			expect((await ask(account, await claimOne(account, held.sequenceId, START + HOUR), {}, START + HOUR)).kind).toBe('approved');
			expect((await account.contactTimeline(person(), 10)).some(({ reason }) => reason === 'approved_by_silence')).toBe(true);
		});

		test('rejects where the gate was told so', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await parked(account, held, { silence: { then: 'end', at: START + HOUR } });
			expect(await account.endSilence(10, START + HOUR)).toBe(1);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'rejected_by_silence' });
			expect(await account.endSilence(10, START + DAY)).toBe(0);
		});

		test('says nothing any more about what a person has decided', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held, { silence: { then: 'approve', at: START + HOUR } });
			await decide(account, review, { verdict: 'end' });
			expect(await account.endSilence(10, START + DAY)).toBe(0);
			expect((await stateOf(account, review)).state).toBe('rejected');
		});
	});
}
