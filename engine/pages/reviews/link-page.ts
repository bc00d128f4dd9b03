/**
 * The page behind a signed link: one review, for whoever has the link. GET and HEAD look only, as programs do that preview
 * links; a decision is a POST with the token of the form.
 */
import type { AccountStore, ReviewView } from '../../store/contract';
import { Fields } from '../fields';
import { formToken, isFormToken, TOKEN_FIELD } from '../form-token';
import { pageHeaders } from '../headers';
import { html, type Fragment } from '../html';
import { layout, type Frame } from '../layout';
import { PAGE_FIELD } from '../link';
import type { Seal } from '../seal';
import type { PageRequest, PageResponse } from '../site';
import { texts } from '../texts';
import { decideOrRefuse } from './decide-or-refuse';
import { decisionForm, readDecision } from './decision-form';
import { outcome, reviewFacts, toldOf } from './review-parts';

const words = texts.reviews;

/** The field of the address that holds what is sealed. */
export const REVIEW_FIELD = 'review';

export interface LinkSettings {
	seals: { review: Seal; form: Seal };
	store: AccountStore;
	timeZone: string;
	/** Something was decided. */
	onDecided(): void;
}

/** The address of one review's page; from `until` (UTC milliseconds) on it is void. */
export function reviewLink(base: string, seal: Seal, reviewId: string, until: number): string {
	return `${base}?${PAGE_FIELD}=review&${REVIEW_FIELD}=${seal.close({ review: reviewId }, until)}`;
}

export async function answerReviewLink(request: Omit<PageRequest, 'authorization' | 'place'>, settings: LinkSettings): Promise<PageResponse> {
	const sealed = new Fields(request.query).text(REVIEW_FIELD);
	const opened = settings.seals.review.open<{ review: string }>(sealed, request.now);
	if (opened.kind === 'forged') return page(403, { title: words.forgedTitle, body: html`<p>${words.forged}</p>` });
	if (opened.kind === 'expired') return page(410, { title: words.expiredTitle, body: html`<p>${words.expired}</p>` });
	const [review] = await settings.store.getReviews([opened.payload.review]);
	if (!review) return page(404, { title: words.goneTitle, body: html`<p>${words.gone}</p>` });
	if (request.method === 'POST') return await decide(request, sealed, review, settings);
	return show(200, request, sealed, review, settings);
}

async function decide(request: Omit<PageRequest, 'authorization' | 'place'>, sealed: string, review: ReviewView, settings: LinkSettings): Promise<PageResponse> {
	const form = new Fields(request.body);
	if (!isFormToken(settings.seals.form, form.text(TOKEN_FIELD), holderOf(review), request.now)) {
		return show(403, request, sealed, review, settings, { text: texts.refusals.token, refused: true });
	}
	const decision = readDecision(form, review, 'link');
	if (!decision) return show(400, request, sealed, review, settings, { text: words.incomplete, refused: true });
	const decided = await decideOrRefuse(settings.store, decision, request.now);
	if ('refusal' in decided) return show(409, request, sealed, review, settings, { text: decided.refusal, refused: true });
	const after = decided.review ?? review;
	if (decided.applied) settings.onDecided();
	const told = decided.applied ? { text: words.done, refused: false } : { text: toldOf(after), refused: true };
	return show(decided.applied ? 200 : 409, request, sealed, after, settings, told);
}

/** A token for this review only: that of another one is worth nothing here. */
const holderOf = ({ id }: ReviewView): string => `review ${id}`;

function show(status: number, { now }: { now: number }, sealed: string, review: ReviewView, { seals, timeZone }: LinkSettings, told?: Frame['told']): PageResponse {
	const token = formToken(seals.form, holderOf(review), now);
	const isOpen = review.state === 'pending';
	const form: Fragment = isOpen && decisionForm({ token }, review, { action: 'review', fields: { [REVIEW_FIELD]: sealed }, reviewer: '' });
	const body = html`${reviewFacts(review, { timeZone })}${outcome(review, { timeZone })}${form}`;
	return page(status, { title: isOpen ? words.titlePending : words.titleDecided, body, ...(told ? { told } : {}) });
}

function page(status: number, frame: Omit<Frame, 'menu'>): PageResponse {
	return { status, headers: pageHeaders(), body: layout({ ...frame, menu: [] }) };
}
