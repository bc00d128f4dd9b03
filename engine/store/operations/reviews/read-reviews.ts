/** Reviews with the names that people know them by. */
import type { Page, ReviewFilter, ReviewView } from '../../contract';
import { contactsById } from '../../sql/contacts';
import { listReviewRows, reviewsById, toReviewView, type ReviewRow } from '../../sql/reviews';
import type { Scope } from '../../sql/scope';
import { sequenceRowByName, sequencesById } from '../../sql/sequences';

export async function reviewViewsOf(scope: Scope, rows: ReviewRow[]): Promise<ReviewView[]> {
	const contacts = await contactsById(scope, rows.flatMap(({ contact_id }) => contact_id ?? []));
	const sequences = await sequencesById(scope, rows.flatMap(({ sequence_id }) => sequence_id ?? []));
	return rows.map((row) => toReviewView(row, { contacts, sequences }));
}

export async function getReviews(scope: Scope, ids: string[]): Promise<Array<ReviewView | null>> {
	const rows = [...(await reviewsById(scope, ids)).values()];
	const views = new Map((await reviewViewsOf(scope, rows)).map((view) => [view.id, view]));
	return ids.map((id) => views.get(id) ?? null);
}

/** Of a sequence that is not there, there are none. */
export async function listReviews(scope: Scope, { states, sequence: name }: ReviewFilter, page: Page): Promise<ReviewView[]> {
	const sequence = name === undefined ? undefined : await sequenceRowByName(scope, name);
	if (name !== undefined && !sequence) return [];
	return reviewViewsOf(scope, await listReviewRows(scope, { ...(states ? { states } : {}), ...(sequence ? { sequence: sequence.id } : {}) }, page));
}
