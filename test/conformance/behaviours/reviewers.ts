/** Whoever decides about reviews. */
import { StoreRefusal, type ReviewDecision, type ReviewView } from '../../../engine/store/contract';
import { reviewButtonId } from '../../../engine/whatsapp/review-button';
import { message, person, phoneOf, START, step } from '../builders';
import { ask, decide, parked, reviewOf, stateOf } from '../review-verbs';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, firstStepClaimed, LIVING, publish, standing, type Held } from '../verbs';

const REVIEWER = '+4915112345678';

const TEXT = { kind: 'text', text: 'Hello {name}' } as const;

export function reviewers(open: OpenStore): void {
	const test = onStore(open);

	describe('a reviewer', () => {
		test('skips the step, and the sequence goes on', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			expect(await decide(account, review, { verdict: 'skip' })).toMatchObject({ applied: true, review: { state: 'rejected', verdict: 'skip' } });

			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer', reason: null });
			expect((await account.contactTimeline(person(), 10)).filter(({ kind }) => kind === 'step')).toMatchObject([{ step: 'hello', reason: 'review_rejected', detail: 'Ana' }]);
		});

		test('ends the run', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await decide(account, await parked(account, held), { verdict: 'end', comment: 'spam' });
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'review_rejected', step: 'hello' });
		});

		test('changes a text, and the gate hands out the changed one', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('hello', undefined, { message: TEXT })] });
			const review = await parked(account, held);
			expect(await decide(account, review, { edit: { text: ' Good day {name} ' } })).toMatchObject({ applied: true });
			const answer = await ask(account, await claimOne(account, held.sequenceId));
			expect(answer).toMatchObject({ kind: 'approved', review: { message: TEXT, edited: { kind: 'text', text: 'Good day {name}' } } });
		});

		test('changes variables of a template, and nothing else of it', async ({ account }) => {
			const template = { kind: 'template', name: 'promo', language: 'en', variables: { '1': 'you', '2': '10 %' } } as const;
			const held = await firstStepClaimed(account, { steps: [step('hello', undefined, { message: template })] });
			const review = await parked(account, held);
			await expect(decide(account, review, { edit: { variables: { '3': 'x' } } })).rejects.toThrow(StoreRefusal);
			await expect(decide(account, review, { edit: { variables: { '1': ' ' } } })).rejects.toThrow('empty');
			expect((await stateOf(account, review)).state).toBe('pending');
			expect(await decide(account, review, { edit: { variables: { '2': '20 %' } } })).toMatchObject({ review: { edited: { ...template, variables: { '1': 'you', '2': '20 %' } } } });
		});

		test('is told who was faster', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const review = await parked(account, held);
			const both = await Promise.all([decide(account, review, { by: 'Ana' }), decide(account, review, { by: 'Ben', verdict: 'end' })]);
			const winner = both.find(({ applied }) => applied)!;
			const loser = both.find(({ applied }) => !applied)!;

			expect(both.filter(({ applied }) => applied)).toHaveLength(1);
			expect(loser.review).toEqual(winner.review);
			expect(loser.review).toMatchObject({ decidedBy: expect.stringMatching(/Ana|Ben/), decidedAt: START });
			expect((await account.contactTimeline(person(), 20)).filter(({ kind }) => kind === 'reviewed')).toHaveLength(1);
		});

		test('decides many at once, each for itself', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const held = taken.steps.map((due): Held => ({ claim: taken, due, step: { enrollmentId: due.enrollment.id, lease: taken.lease, step: due.step.name } }));
			const views = (await account.review(held.map((one) => reviewOf(one)), START)).map((answer) => (answer as { review: ReviewView }).review);
			const decisions = views.map(({ id: reviewId }, n): ReviewDecision => ({ reviewId, verdict: n === 2 ? 'end' : 'approve', by: 'Ana', via: 'dashboard', comment: null }));
			const decided = await account.decideReviews([...decisions, decisions[0]!, { ...decisions[0]!, reviewId: 'gone' }], START);

			expect(decided.map(({ applied, review }) => [applied, review?.state])).toEqual([[true, 'approved'], [true, 'approved'], [true, 'rejected'], [false, 'approved'], [false, undefined]]);
			expect((await claim(account, id)).steps).toHaveLength(2);
		});

		test('of another number decides nothing', async ({ account, store }) => {
			const review = await parked(account, await firstStepClaimed(account));
			if (store.kind === 'static') return;
			const other = store.forAccount('220000000000002');
			expect(await decide(other, review)).toEqual({ applied: false, review: null });
			expect((await stateOf(account, review)).state).toBe('pending');
		});

		test('taps in WhatsApp: from their own number it decides, and no message comes of it', async ({ account }) => {
			const review = await parked(account, await firstStepClaimed(account), { reviewer: REVIEWER });
			const tap = (id: string, phone: string) => {
				const event = message(id, 'Approve', START, { phone, name: 'Eva' });
				return { ...event, message: { ...event.message, type: 'interactive', payload: reviewButtonId(review.id, 'approve') } };
			};
			const foreign = await account.applyWebhook([tap('wamid.f', phoneOf(7))], LIVING, START);
			expect([foreign.messages.length, (await stateOf(account, review)).state]).toEqual([1, 'pending']);

			const own = await account.applyWebhook([tap('wamid.o', REVIEWER)], LIVING, START);
			expect(own.messages).toEqual([]);
			expect(await stateOf(account, review)).toMatchObject({ state: 'approved', decidedBy: `Eva ${REVIEWER}`, decidedVia: 'whatsapp' });
			expect(await account.getContacts([{ phone: REVIEWER }])).toEqual([null]);
			expect((await account.applyWebhook([tap('wamid.o', REVIEWER)], LIVING, START)).messages).toEqual([]);
		});
	});
}
