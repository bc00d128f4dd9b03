/** Parking steps at a gate, and deciding about them. */
import type { AccountStore, ReviewRequest } from '../../../../engine/store/contract';
import { person, START } from '../../builders';
import { reviewOf } from '../../review-verbs';
import { heldStep } from '../../verbs';
import { claimed, LATER, type Operation } from './operation';

/** Ids of the reviews of so many people. */
async function parkedAtGate(account: AccountStore, people: number, more: Partial<ReviewRequest> = {}): Promise<string[]> {
	const { taken } = await claimed(account, people);
	const answers = await account.review(taken.steps.map((_, n) => reviewOf(heldStep(taken, n), more)), START);
	return answers.flatMap((answer) => (answer.kind === 'pending' ? [answer.review.id] : []));
}

export const REVIEWS: Operation[] = [
	{
		name: 'parking steps at a gate, one of them exempt, and an item that waits in its execution',
		prepare: async (account) => {
			const { taken } = await claimed(account, 2);
			const waiting = { execution: '7', item: 0, resumeUrl: 'http://n8n/webhook-waiting/7' };
			return () => account.review([reviewOf(heldStep(taken, 0)), reviewOf(heldStep(taken, 1), { exempt: 'below 50' }), { ...reviewOf(heldStep(taken, 0)), step: undefined, contact: person(9), waiting }], START);
		},
	},
	{
		name: 'deciding about reviews in every way, one of them about a run that has ended',
		prepare: async (account) => {
			const reviews = await parkedAtGate(account, 4);
			await account.remove([{ sequence: 'welcome', contact: person(3) }], 'removed', START);
			const verdicts = ['approve', 'skip', 'end', 'approve'] as const;
			return () => account.decideReviews(reviews.map((reviewId, n) => ({ reviewId, verdict: verdicts[n]!, by: 'Ana', via: 'dashboard', comment: 'why' })), LATER);
		},
	},
	{
		name: 'ending the silence about reviews',
		prepare: async (account) => {
			await parkedAtGate(account, 2, { silence: { then: 'approve', at: LATER } });
			return () => account.endSilence(10, LATER);
		},
	},
];
