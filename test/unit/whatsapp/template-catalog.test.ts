import { CatalogUnavailable, TemplateCatalog, sharedTemplateCatalog } from '../../../engine/whatsapp/template-catalog';
import type { GraphAnswer, GraphRequest } from '../../../engine/whatsapp/transport';
import { ALL, NAMED, PROMO_WELCOME } from './sample-templates';

const MINUTE = 60_000;

interface World {
	catalog: TemplateCatalog;
	requests: GraphRequest[];
	transport: { call(request: GraphRequest): Promise<GraphAnswer> };
	pages: unknown[][];
	failure: GraphAnswer | null;
	pass(ms: number): void;
}

function world(pages: unknown[][] = [ALL]): World {
	let time = 0;
	const here: World = {
		catalog: new TemplateCatalog('WABA', () => time),
		requests: [],
		pages,
		failure: null,
		pass: (ms) => void (time += ms),
		transport: {
			async call(request) {
				here.requests.push(request);
				if (here.failure) return here.failure;
				const page = Number(request.query?.after ?? 0);
				const next = page + 1 < here.pages.length ? { next: 'https://graph.example/next' } : {};
				return { kind: 'ok', body: { data: here.pages[page], paging: { cursors: { before: 'x', after: String(page + 1) }, ...next } } };
			},
		},
	};
	return here;
}

describe('TemplateCatalog', () => {
	it('reads all pages', async () => {
		const here = world([[PROMO_WELCOME], [NAMED], [{ odd: true }]]);
		const list = await here.catalog.read(here.transport);
		expect(list.all.map(({ name }) => name)).toEqual(['promo_welcome', 'offer']);
		expect(here.requests).toHaveLength(3);
		expect(here.requests[0]).toEqual({
			method: 'GET',
			path: 'WABA/message_templates',
			query: { fields: 'id,name,language,status,category,parameter_format,components', limit: 250 },
		});
		expect(here.requests[2].query).toMatchObject({ after: '2' });
	});

	it('asks again only when the list has grown old', async () => {
		const here = world();
		await here.catalog.read(here.transport);
		here.pass(5 * MINUTE - 1);
		await here.catalog.read(here.transport);
		expect(here.requests).toHaveLength(1);
		await here.catalog.read(here.transport, 30_000);
		expect(here.requests).toHaveLength(2);
		await here.catalog.read(here.transport, 0);
		expect(here.requests).toHaveLength(3);
	});

	it('asks once for a hundred callers at the same time', async () => {
		const here = world();
		const lists = await Promise.all(Array.from({ length: 100 }, () => here.catalog.read(here.transport)));
		expect(here.requests).toHaveLength(1);
		expect(new Set(lists).size).toBe(1);
	});

	it('goes on with the known list for an hour while Meta cannot be asked', async () => {
		const here = world();
		const known = await here.catalog.read(here.transport);
		here.failure = { kind: 'unreachable', detail: 'No connection.' };
		here.pass(59 * MINUTE);
		expect(await here.catalog.read(here.transport)).toBe(known);
		await expect(here.catalog.read(here.transport, 0)).rejects.toThrow(CatalogUnavailable);
		here.pass(MINUTE);
		await expect(here.catalog.read(here.transport)).rejects.toMatchObject({ reason: 'meta_unavailable' });
		here.failure = null;
		await expect(here.catalog.read(here.transport)).resolves.toBeDefined();
	});

	it('says what to do when Meta refuses', async () => {
		const here = world();
		here.failure = { kind: 'refused', status: 401, error: { code: 190, message: 'Error validating access token', details: '', transient: false, traceId: '' } };
		await expect(here.catalog.read(here.transport)).rejects.toMatchObject({ reason: 'credential_refused', message: expect.stringContaining('system user token') });
		const none = new TemplateCatalog('', () => 0);
		await expect(none.read(here.transport)).rejects.toMatchObject({ message: expect.stringContaining('Business Account ID') });
	});

	it('does not follow a paging that goes in circles', async () => {
		const here = world();
		here.transport.call = async (request) => {
			here.requests.push(request);
			return { kind: 'ok', body: { data: [], paging: { next: 'x', cursors: { after: 'same' } } } };
		};
		await here.catalog.read(here.transport);
		expect(here.requests.length).toBeLessThanOrEqual(2);
	});

	it('is shared by account and token: what one token may read is not shown to another', () => {
		const access = { graphBaseUrl: 'https://a', businessAccountId: '1', accessToken: 'one' };
		const catalog = sharedTemplateCatalog(access);
		expect(sharedTemplateCatalog({ ...access })).toBe(catalog);
		for (const other of [{ graphBaseUrl: 'https://b' }, { businessAccountId: '2' }, { accessToken: 'two' }]) {
			expect(sharedTemplateCatalog({ ...access, ...other })).not.toBe(catalog);
		}
	});
});

describe('TemplateList', () => {
	it('finds by name and language, lists the approved ones and searches in all their words', async () => {
		const here = world([[...ALL, { ...PROMO_WELCOME, language: 'de' }]]);
		const list = await here.catalog.read(here.transport);
		expect(list.find('promo_paused', 'en')).toMatchObject({ status: 'PAUSED' });
		expect(list.find('promo_welcome', 'fr')).toBeUndefined();
		expect(list.approved().map(({ name, language }) => `${name}|${language}`)).toEqual([
			'brochure|de', 'code|en', 'moving|en', 'offer|en_US', 'promo_welcome|de', 'promo_welcome|en',
		]);
		expect(list.search('OFFER en_us').map(({ name }) => name)).toEqual(['offer']);
		expect(list.search('verification')).toHaveLength(1);
		expect(list.search('')).toHaveLength(6);
		expect(list.languagesOf('promo_welcome')).toEqual(['de', 'en']);
		expect(list.similarTo('promo_welcom')).toEqual(['promo_welcome']);
		expect(list.similarTo('zzzzzz')).toEqual([]);
	});
});
