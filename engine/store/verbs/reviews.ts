/** Messages that wait for a person. */
import type { AccountStore } from '../contract';
import { decideReviews, endSilence } from '../operations/reviews/decide-reviews';
import { getReviews, listReviews, reviewViewsOf } from '../operations/reviews/read-reviews';
import { review } from '../operations/reviews/review';
import { markWoken, reviewsOf, unwoken } from '../sql/reviews';
import type { Transactions } from './transactions';

export const reviewVerbs = ({ run, read }: Transactions) =>
	({
		review: (requests, now) => run(now, (scope) => review(scope, requests)),
		decideReviews: (decisions, now) => run(now, (scope) => decideReviews(scope, decisions)),
		endSilence: (limit, now) => run(now, (scope) => endSilence(scope, limit)),
		getReviews: (ids) => read((scope) => getReviews(scope, ids)),
		listReviews: (filter, page) => read((scope) => listReviews(scope, filter, page)),
		reviewsOfExecution: (execution) => read(async (scope) => reviewViewsOf(scope, await reviewsOf(scope, execution))),
		wakeableExecutions: (limit) => read((scope) => unwoken(scope, limit)),
		executionWoken: (execution, now) => run(now, (scope) => markWoken(scope, execution)),
	}) satisfies Partial<AccountStore>;
