import { StoreRefusal, type AccountStore, type DecidedReview, type ReviewDecision } from '../../store/contract';

/** What became of the decision, or the store's own words about why it cannot be carried out so. */
export async function decideOrRefuse(store: AccountStore, decision: ReviewDecision, now: number): Promise<DecidedReview | { refusal: string }> {
	return await store.decideReviews([decision], now).then(
		([decided]) => decided!,
		(error: unknown) => (error instanceof StoreRefusal ? { refusal: error.message } : Promise.reject(error)),
	);
}
