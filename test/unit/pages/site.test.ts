import { createHash } from 'node:crypto';
import { Fields } from '../../../engine/pages/fields';
import { actionButton } from '../../../engine/pages/elements';
import { html } from '../../../engine/pages/html';
import { link } from '../../../engine/pages/link';
import { GuessDelays } from '../../../engine/pages/password';
import { Seal } from '../../../engine/pages/seal';
import { Site, type PageRequest, type SiteSettings } from '../../../engine/pages/site';
import type { PageFamily } from '../../../engine/pages/visit';
import { StoreRefusal, type AccountStore } from '../../../engine/store/contract';

const NOW = Date.UTC(2026, 10, 26, 10);
const authorization = `Basic ${Buffer.from('ada:secret').toString('base64')}`;

describe('the site', () => {
	let changed: string[];
	let errors: unknown[];

	const family: PageFamily = {
		menu: [{ page: 'one', label: 'First' }],
		routes: [
			{
				method: 'GET',
				page: 'one',
				answer: (visit) => Promise.resolve({ kind: 'page', title: 'One', body: html`${visit.query.text('q')}${actionButton(visit, 'one/change', { id: 'a&b' }, 'Change')}` }),
			},
			{
				method: 'POST',
				page: 'one/change',
				answer: ({ query, form, user }) => {
					changed.push(`${query.text('id')} ${form.text('why')} ${user}`);
					return Promise.resolve({ kind: 'done', to: link('one', { q: 'x' }), message: 'Changed <b>.' });
				},
			},
			{ method: 'GET', page: 'refused', answer: () => Promise.reject(new StoreRefusal('There is no sequence "Promo".')) },
			{ method: 'GET', page: 'broken', answer: () => Promise.reject(new Error('password=hunter2')) },
		],
	};
	const site = (settings: Partial<SiteSettings> = {}): Site =>
		new Site({
			families: [family],
			login: { user: 'ada', password: 'secret' },
			delays: new GuessDelays(),
			seals: { form: new Seal(['secret'], '1', 'form'), message: new Seal(['secret'], '1', 'message') },
			timeZone: 'UTC',
			openStore: () => Promise.resolve({} as AccountStore),
			onError: (error) => errors.push(error),
			...settings,
		});
	const request = (change: Partial<PageRequest> = {}): PageRequest => ({ method: 'GET', query: '', body: '', authorization, place: '127.0.0.1', now: NOW, ...change });
	const tokenIn = (body: string): string => /name="token" value="([^"]+)"/.exec(body)![1]!;

	beforeEach(() => {
		changed = [];
		errors = [];
	});

	it('refuses everybody while no password is set, and says where to set one', async () => {
		const answer = await site({ login: { user: '', password: '' } }).answer(request({ authorization: `Basic ${Buffer.from(':').toString('base64')}` }));
		expect(answer.status).toBe(403);
		expect(answer.body).toContain('Dashboard Password in the WhatsApp Sequences credential');
	});

	it('asks for the password, and shows nothing without it', async () => {
		const answer = await site().answer(request({ authorization: undefined, query: '?page=one' }));
		expect(answer.status).toBe(401);
		expect(answer.headers['WWW-Authenticate']).toMatch(/^Basic realm=/);
		expect(answer.body).not.toContain('First');
	});

	it('does not even look at a password that comes too soon after three wrong ones', async () => {
		const all = site();
		for (let count = 0; count < 3; count++) await all.answer(request({ authorization: `Basic ${Buffer.from('ada:no').toString('base64')}` }));
		const answer = await all.answer(request());
		expect([answer.status, answer.headers['Retry-After']]).toEqual([429, '1']);
		expect((await all.answer(request({ now: NOW + 1000 }))).status).toBe(200);
	});

	it('shows the first page at the bare address, with what was asked as text', async () => {
		expect((await site().answer(request())).body).toContain('<h1>One</h1>');
		expect((await site().answer(request({ query: 'page=one&q=%3Cscript%3E' }))).body).toContain('&lt;script&gt;');
	});

	it('forbids scripts, frames, other addresses and keeping, and allows exactly its own style', async () => {
		const { headers, body } = await site().answer(request());
		const style = /<style>([^]*)<\/style>/.exec(body)![1]!;
		expect(headers['Content-Security-Policy']).toBe(
			`default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-forms`,
		);
		expect(headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
	});

	it('changes something on a POST with the token of its form, and tells it after a redirect', async () => {
		const all = site();
		const token = tokenIn((await all.answer(request())).body);
		const answer = await all.answer(request({ method: 'POST', query: 'page=one%2Fchange&id=a%26b', body: new URLSearchParams({ token, why: 'so' }).toString() }));
		expect(changed).toEqual(['a&b so ada']);
		expect(answer.status).toBe(303);
		const next = await all.answer(request({ query: answer.headers.Location! }));
		expect(next.body).toContain('role="status">Changed &lt;b&gt;.</p>');
	});

	it('changes nothing without the token, with that of another purpose, or with a late one', async () => {
		const all = site();
		const token = tokenIn((await all.answer(request())).body);
		const other = new Seal(['secret'], '1', 'message').close({ user: 'ada' }, NOW + 1000);
		const tries = [{ body: '' }, { body: `token=${other}` }, { body: `token=${token}`, now: NOW + 13 * 60 * 60 * 1000 }];
		for (const one of tries) {
			const answer = await all.answer(request({ method: 'POST', query: 'page=one/change', ...one }));
			expect(answer.status).toBe(403);
		}
		expect(changed).toEqual([]);
	});

	it('never changes anything on GET or HEAD', async () => {
		for (const method of ['GET', 'HEAD']) expect((await site().answer(request({ method, query: 'page=one/change' }))).status).toBe(405);
		expect(changed).toEqual([]);
	});

	it('tells only what it has sealed itself', async () => {
		expect((await site().answer(request({ query: 'page=one&told=Call+0900+1' }))).body).not.toContain('0900');
	});

	it('says of an unknown page that there is none', async () => {
		expect((await site().answer(request({ query: 'page=__proto__' }))).status).toBe(404);
	});

	it('tells what the store refuses in its words, and nothing of an error', async () => {
		const refused = await site().answer(request({ query: 'page=refused' }));
		expect([refused.status, refused.body]).toEqual([409, expect.stringContaining('There is no sequence &quot;Promo&quot;.')]);
		const broken = await site().answer(request({ query: 'page=broken' }));
		expect(broken.status).toBe(500);
		expect(broken.body).not.toContain('hunter2');
		expect(errors).toHaveLength(1);
	});
});

describe('fields', () => {
	it('are texts whatever they are called, and one of a choice is always one of it', () => {
		const fields = new Fields('?a=+x+&a=2&__proto__=y&order=odd');
		expect([fields.text('a'), fields.all('a'), fields.text('__proto__'), fields.text('none')]).toEqual(['x', [' x ', '2'], 'y', '']);
		expect(fields.oneOf('order', ['new', 'old'])).toBe('new');
	});
});
