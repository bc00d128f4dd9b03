/** The queue of reviews on the dashboard: what waits, and what was decided. */
import type { ReviewDecision, ReviewFilter, ReviewState, ReviewView } from '../../store/contract';
import { cutPage, form, instant, nextPage, PAGE_SIZE, table, type Column } from '../elements';
import { html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, PageFamily, Visit } from '../visit';
import { decideOrRefuse } from './decide-or-refuse';
import { decisionForm, readDecision, readVerdict } from './decision-form';
import { mark, outcome, reviewFacts, toldOf, whom } from './review-parts';

const words = texts.reviews;

const SHOWN = ['pending', 'approved', 'rejected', 'withdrawn', 'all'] as const;

/** @param onDecided called after something was decided, with the store in which */
export function reviewPages(onDecided: (visit: Visit) => Promise<void>): PageFamily {
	return {
		menu: [{ page: 'reviews', label: words.menu }],
		routes: [
			{ method: 'GET', page: 'reviews', answer: queue },
			{ method: 'GET', page: 'reviews/one', answer: one },
			{ method: 'POST', page: 'reviews/decide', answer: (visit) => decideOne(visit, onDecided) },
			{ method: 'POST', page: 'reviews/decide-many', answer: (visit) => decideMany(visit, onDecided) },
		],
	};
}

async function queue(visit: Visit): Promise<Answer> {
	const state = visit.query.oneOf('state', SHOWN);
	const sequence = visit.query.text('sequence');
	const after = visit.query.text('after');
	const filter: ReviewFilter = { ...(state === 'all' ? {} : { states: [state as ReviewState] }), ...(sequence ? { sequence } : {}) };
	const rows = await visit.store.listReviews(filter, { limit: PAGE_SIZE + 1, ...(after ? { after } : {}) });
	const cut = cutPage(rows, ({ id }) => id);
	const names = (await visit.store.listSequences()).map(({ name }) => name);
	const list = cut.rows.length === 0 ? html`<p class="quiet">${words.none}</p>` : state === 'pending' ? pendingList(visit, cut.rows, { sequence }) : table(words.menu, columns(visit), cut.rows);
	const body = html`${filterForm(state, sequence, names)}${list}${nextPage('reviews', { state, sequence }, cut.after)}`;
	return { kind: 'page', title: words.menu, body };
}

function filterForm(state: string, sequence: string, names: string[]): Html {
	const option = (value: string, label: string, chosen: string): Html => (value === chosen ? html`<option value="${value}" selected>${label}</option>` : html`<option value="${value}">${label}</option>`);
	const states = SHOWN.map((one) => option(one, one === 'all' ? words.all : words.states[one], state));
	return html`<form class="filter" method="get"><input type="hidden" name="page" value="reviews">
		<label>${words.state}<select name="state">${states}</select></label>
		<label>${words.sequence}<select name="sequence">${option('', words.every, sequence)}${names.map((name) => option(name, name, sequence))}</select></label>
		<button>${words.show}</button></form>`;
}

function columns(visit: Visit): Array<Column<ReviewView>> {
	return [
		{ head: words.contact, cell: (review) => html`<a href="${link('reviews/one', { id: review.id })}">${whom(review)}</a>` },
		{ head: words.message, cell: ({ shown }) => html`<span class="words">${shortened(shown)}</span>` },
		{ head: words.step, cell: ({ sequence, step }) => (sequence === null ? words.elsewhere : `${sequence}: ${step}`) },
		{ head: words.state, cell: (review) => html`${mark(review)}` },
		{ head: words.waitsSince, cell: ({ createdAt }) => instant(createdAt, visit) },
	];
}

const LONGEST_SHOWN = 160;
const shortened = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** With a box before each, and the buttons that decide about all that are ticked. */
function pendingList(visit: Visit, rows: readonly ReviewView[], fields: { sequence: string }): Html {
	const tick = (review: ReviewView): Fragment => html`<input type="checkbox" name="id" value="${review.id}" aria-label="${words.choose(review.contact?.name ?? review.contact?.phone ?? words.nobody)}">`;
	// All of them wait: their state says nothing.
	const [first, ...others] = columns(visit).filter(({ head }) => head !== words.state);
	const withTick: Column<ReviewView> = { head: first!.head, cell: (review) => html`${tick(review)} ${first!.cell(review)}` };
	const content = html`${table(words.menu, [withTick, ...others], rows)}
		<label>${words.comment}<input name="comment" maxlength="500"></label>
		<div class="actions">
			<button class="primary" name="verdict" value="approve">${words.approveTicked}</button>
			<button class="danger" name="verdict" value="skip">${words.rejectStepTicked}</button>
			<button class="danger" name="verdict" value="end">${words.rejectRunTicked}</button>
		</div>`;
	return form(visit, { action: 'reviews/decide-many', fields, className: 'bulk', content });
}

async function one(visit: Visit): Promise<Answer> {
	const [review] = await visit.store.getReviews([visit.query.text('id')]);
	if (!review) return { kind: 'page', title: words.goneTitle, body: html`<p>${words.gone}</p>`, status: 404 };
	const decide = review.state === 'pending' && decisionForm(visit, review, { action: 'reviews/decide', fields: { id: review.id }, reviewer: visit.user });
	const body = html`<p><a href="${link('reviews')}">${words.back}</a></p>${reviewFacts(review, visit)}${outcome(review, visit)}${decide}`;
	return { kind: 'page', title: review.state === 'pending' ? words.titlePending : words.titleDecided, body };
}

async function decideOne(visit: Visit, onDecided: (visit: Visit) => Promise<void>): Promise<Answer> {
	const id = visit.query.text('id');
	const [review] = await visit.store.getReviews([id]);
	const here = link('reviews/one', { id });
	if (!review) return { kind: 'refused', to: link('reviews'), message: words.gone };
	const decision = readDecision(visit.form, review, 'dashboard');
	if (!decision) return { kind: 'refused', to: here, message: words.incomplete };
	const decided = await decideOrRefuse(visit.store, decision, visit.now);
	if ('refusal' in decided) return { kind: 'refused', to: here, message: decided.refusal };
	if (!decided.applied) return { kind: 'refused', to: here, message: toldOf(decided.review ?? review) };
	await onDecided(visit);
	return { kind: 'done', to: link('reviews'), message: words.done };
}

async function decideMany(visit: Visit, onDecided: (visit: Visit) => Promise<void>): Promise<Answer> {
	const to = link('reviews', { sequence: visit.query.text('sequence') });
	const ids = [...new Set(visit.form.all('id'))].slice(0, PAGE_SIZE);
	const verdict = readVerdict(visit.form);
	if (ids.length === 0 || verdict === null) return { kind: 'refused', to, message: words.nothingTicked };
	const comment = visit.form.text('comment').slice(0, 500) || null;
	const decided = await visit.store.decideReviews(
		ids.map((reviewId): ReviewDecision => ({ reviewId, verdict, by: visit.user, via: 'dashboard', comment })),
		visit.now,
	);
	const done = decided.filter(({ applied }) => applied).length;
	if (done > 0) await onDecided(visit);
	const late = decided.length - done;
	return { kind: late === decided.length ? 'refused' : 'done', to, message: words.decidedMany(done, late) };
}
