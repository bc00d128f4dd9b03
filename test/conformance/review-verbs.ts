/** What the tests of reviews do over and over: park a step at a gate, and decide about it. */
import type { AccountStore, ReviewAnswer, ReviewDecision, ReviewRequest, ReviewView } from '../../engine/store/contract';
import { START } from './builders';
import type { Held } from './verbs';

export function reviewOf(held: Held, more: Partial<ReviewRequest> = {}): ReviewRequest {
	return {
		step: held.step,
		contact: { id: held.due.contact.id },
		gate: 'gate',
		gateLabel: 'Workflow / Review Gate',
		shown: 'Hello',
		message: held.due.step.message,
		silence: { then: 'hold' },
		reviewer: null,
		trustsTemplate: false,
		...more,
	};
}

export async function ask(account: AccountStore, held: Held, more: Partial<ReviewRequest> = {}, now = START): Promise<ReviewAnswer> {
	const [answer] = await account.review([reviewOf(held, more)], now);
	return answer!;
}

/** Parks the step; it must be one that waits. */
export async function parked(account: AccountStore, held: Held, more: Partial<ReviewRequest> = {}, now = START): Promise<ReviewView> {
	const answer = await ask(account, held, more, now);
	if (answer.kind !== 'pending') throw new Error(`not parked: ${answer.kind}`);
	return answer.review;
}

export async function decide(account: AccountStore, { id }: Pick<ReviewView, 'id'>, more: Partial<ReviewDecision> = {}, now = START) {
	const [decided] = await account.decideReviews([{ reviewId: id, verdict: 'approve', by: 'Ana', via: 'link', comment: null, ...more }], now);
	return decided!;
}

export async function stateOf(account: AccountStore, { id }: Pick<ReviewView, 'id'>): Promise<ReviewView> {
	return (await account.getReviews([id]))[0]!;
}

/** How many wait for a decision. */
export const pendingReviews = async (account: AccountStore): Promise<number> => (await account.listReviews({ states: ['pending'] }, { limit: 100 })).length;
