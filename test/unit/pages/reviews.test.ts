import { answerReviewLink, reviewLink, reviewPages } from '../../../engine/pages/reviews';
import { Seal } from '../../../engine/pages/seal';
import type { AccountStore, ReviewView } from '../../../engine/store/contract';
import { HOUR, person, START, step } from '../../conformance/builders';
import { pendingReviews, reviewOf } from '../../conformance/review-verbs';
import { claim, enrollOne, heldStep, publish } from '../../conformance/verbs';
import { ACCOUNT, emptyStore, Reader } from './reader';

const TEXT = { kind: 'text', text: 'Hello {name}' } as const;

async function waiting(store: AccountStore, names: string[]): Promise<ReviewView[]> {
	const id = await publish(store, { steps: [step('hello', undefined, { message: TEXT }), step('offer')] });
	for (const [n, name] of names.entries()) await enrollOne(store, { ...person(n + 1), name });
	const taken = await claim(store, id);
	const answers = await store.review(taken.steps.map((_, n) => reviewOf(heldStep(taken, n), { shown: `Hello ${names[n]!}` })), START);
	return answers.map((answer) => (answer as { review: ReviewView }).review);
}

describe('the queue of reviews', () => {
	let store: AccountStore;
	let reader: Reader;
	let decided: number;
	beforeEach(async () => {
		store = await emptyStore();
		decided = 0;
		reader = new Reader(store, [reviewPages(async () => void (decided += 1))]);
	});

	it('shows what waits, for whom and since when, and nothing that could run', async () => {
		await waiting(store, ['<img src=x onerror=alert(1)>']);
		const page = await reader.open('?page=reviews');
		expect(page).toContain('welcome: hello');
		expect(page).toContain('<img src=x onerror=alert(1)>');
		expect(reader.body).not.toContain('<img');
	});

	it('decides about one, with a name, a comment and a changed text', async () => {
		const [review] = await waiting(store, ['Ada']);
		await reader.open(`?page=reviews/one&id=${review!.id}`);
		expect(await reader.press('reviews/decide', { verdict: 'approve', by: 'Eva', comment: 'nicer so', text: 'Dear {name}' })).toContain('Nothing to show here');
		expect(reader.told()).toBe('Done. Your decision is kept.');
		expect((await store.getReviews([review!.id]))[0]).toMatchObject({ state: 'approved', decidedBy: 'Eva', comment: 'nicer so', edited: { text: 'Dear {name}' } });
		expect(decided).toBe(1);
		expect(await reader.open(`?page=reviews/one&id=${review!.id}`)).toContain('Dear {name}');
	});

	it('leaves everything as it is without a name, without a button, and for a text that cannot be sent', async () => {
		const [review] = await waiting(store, ['Ada']);
		const query = `?page=reviews/one&id=${review!.id}`;
		for (const fields of [{ verdict: 'approve', by: '' }, { by: 'Eva' }, { verdict: 'timeout', by: 'Eva' }, { verdict: 'approve', by: 'Eva', text: '  ' }]) {
			await reader.open(query);
			await reader.press('reviews/decide', fields as Record<string, string>);
		}
		expect(reader.told()).toContain('The message is empty');
		expect((await store.getReviews([review!.id]))[0]!.state).toBe('pending');
	});

	it('decides about many at once, and counts those that others were faster with', async () => {
		const reviews = await waiting(store, ['Ada', 'Bob', 'Cleo']);
		await reader.open('?page=reviews');
		await store.decideReviews([{ reviewId: reviews[0]!.id, verdict: 'end', by: 'Eva', via: 'link', comment: null }], START);
		const token = /name="token" value="([^"]*)"/.exec(reader.body)![1]!;
		const body = new URLSearchParams([['token', token], ['verdict', 'approve'], ...reviews.map(({ id }) => ['id', id])]);
		const { headers } = await reader.send('POST', '?page=reviews%2Fdecide-many', body.toString());
		await reader.open(headers.Location);
		expect(reader.told()).toBe('2 reviews decided. 1 other had been decided or withdrawn before.');
		expect((await store.getReviews(reviews.map(({ id }) => id))).map((review) => review!.decidedBy)).toEqual(['Eva', 'ada', 'ada']);
	});

	it('asks for a tick when none was set', async () => {
		await waiting(store, ['Ada']);
		await reader.open('?page=reviews');
		await reader.press('reviews/decide-many', { verdict: 'approve' });
		expect(reader.told()).toContain('Tick at least one');
		expect(await pendingReviews(store)).toBe(1);
	});

	it('lists what was decided, by state and sequence', async () => {
		const [first] = await waiting(store, ['Ada', 'Bob']);
		await store.decideReviews([{ reviewId: first!.id, verdict: 'skip', by: 'Eva', via: 'link', comment: null }], START);
		expect(await reader.open('?page=reviews&state=rejected&sequence=welcome')).toMatch(/Ada.*rejected/);
		expect(await reader.open('?page=reviews&state=all&sequence=other')).toContain('Nothing to show here');
	});
});

describe('the page behind a link', () => {
	const seals = { review: new Seal(['secret'], ACCOUNT, 'review'), form: new Seal(['secret'], ACCOUNT, 'form') };
	let store: AccountStore;
	let reviews: ReviewView[];
	beforeEach(async () => {
		store = await emptyStore();
		reviews = await waiting(store, ['Ada', 'Bob']);
	});

	const queryOf = (review: ReviewView, until = START + HOUR, seal = seals.review): string => new URL(reviewLink('http://n8n/webhook/gate/review', seal, review.id, until)).search;
	const ask = (method: string, query: string, body = '', now = START) => answerReviewLink({ method, query, body, now }, { seals, store, timeZone: 'UTC', onDecided: () => undefined });
	const tokenIn = (page: string): string => /name="token" value="([^"]*)"/.exec(page)![1]!;
	const pending = (): Promise<number> => pendingReviews(store);

	it('is bound to one review, ends at its time, and cannot be made by anybody else', async () => {
		expect((await ask('GET', queryOf(reviews[0]!))).body).toContain('Hello Ada');
		expect((await ask('GET', queryOf(reviews[0]!), '', START + HOUR)).status).toBe(410);
		expect((await ask('GET', queryOf(reviews[0]!, START + HOUR, new Seal(['guess'], ACCOUNT, 'review')))).status).toBe(403);
		expect((await ask('GET', queryOf(reviews[0]!, START + HOUR, seals.form))).status).toBe(403);
		expect((await ask('GET', '?page=review')).status).toBe(403);
		const other = tokenIn((await ask('GET', queryOf(reviews[1]!))).body);
		expect((await ask('POST', queryOf(reviews[0]!), `token=${other}&verdict=approve&by=Eva`)).status).toBe(403);
		expect(await pending()).toBe(2);
	});

	it('decides once: who repeats the form, or comes later, is told who decided', async () => {
		const query = queryOf(reviews[0]!);
		const token = tokenIn((await ask('GET', query)).body);
		const body = new URLSearchParams({ token, verdict: 'approve', by: 'Eva', text: TEXT.text }).toString();
		expect((await ask('POST', query, body)).body).toContain('Your decision is kept');
		const again = await ask('POST', query, body.replace('approve', 'end'));
		expect([again.status, again.body]).toEqual([409, expect.stringContaining('It had been decided before: approved by Eva')]);
		expect((await store.getReviews([reviews[0]!.id]))[0]).toMatchObject({ state: 'approved', edited: null });
		expect(await pending()).toBe(1);
	});

	it('says that there is nothing to decide when the run has ended', async () => {
		await store.remove([{ sequence: 'welcome', contact: person(1) }], 'removed', START);
		const { body } = await ask('GET', queryOf(reviews[0]!));
		expect(body).toContain('withdrawn');
		expect(body).not.toContain('<form');
	});

	it('is gone with the person', async () => {
		await store.erasePeople([person(1)], START);
		expect((await ask('GET', queryOf(reviews[0]!))).status).toBe(404);
	});
});
