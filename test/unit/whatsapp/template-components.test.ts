/** Shapes from Meta: messages/template-messages, templates/components, templates/marketing-templates/*. */
import { buildTemplate } from '../../../engine/whatsapp/build-template';
import { offerEnd } from '../../../engine/whatsapp/offer-end';
import { productSections } from '../../../engine/whatsapp/product-sections';
import { parseTemplate } from '../../../engine/whatsapp/template';
import { variablesOf } from '../../../engine/whatsapp/template-variables';
import { CAROUSEL, CATALOG, FLOW, OFFER, PLACE, PRODUCTS } from './sample-templates';

const NOW = Date.UTC(2026, 6, 1, 12);
const ADA = { name: 'Ada', phone: null, reference: null, context: {} };

const build = (raw: unknown, sources: Record<string, string>) => buildTemplate(parseTemplate(raw)!, sources, ADA, NOW);

function componentsOf(raw: unknown, sources: Record<string, string>): unknown {
	const built = build(raw, sources);
	return built.ok ? (built.message.template as { components: unknown }).components : built;
}

const keysOf = (raw: unknown): string[] => variablesOf(parseTemplate(raw)!).map(({ key }) => key);

describe('a location header', () => {
	const PLACE_VALUES = { 'header.latitude': '52.5163', 'header.longitude': '13,3777', 'header.name': 'Gate', 'header.address': 'Pariser Platz', 'body.1': '{name}' };

	it('is sent with place and address', () => {
		expect(keysOf(PLACE)).toEqual(['header.latitude', 'header.longitude', 'header.name', 'header.address', 'body.1']);
		expect(componentsOf(PLACE, PLACE_VALUES)).toEqual([
			{ type: 'header', parameters: [{ type: 'location', location: { latitude: '52.5163', longitude: '13.3777', name: 'Gate', address: 'Pariser Platz' } }] },
			{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] },
		]);
	});

	it('must lie on the earth', () => {
		expect(componentsOf(PLACE, { ...PLACE_VALUES, 'header.latitude': '95' })).toMatchObject({ reason: 'invalid_message', detail: expect.stringContaining('from -90 to 90') });
		expect(componentsOf(PLACE, { ...PLACE_VALUES, 'header.longitude': 'east' })).toMatchObject({ reason: 'invalid_message' });
	});
});

describe('a limited-time offer', () => {
	const VALUES = { 'header.media': '4711', 'body.1': 'SUN', 'offer.expires': '48 hours', 'button.0.code': 'SUN20', 'button.1.url': 'SUN20' };

	it('ends at an instant in UNIX milliseconds, before its buttons', () => {
		expect(keysOf(OFFER)).toEqual(['header.media', 'body.1', 'button.0.code', 'button.1.url', 'offer.expires']);
		expect(componentsOf(OFFER, VALUES)).toEqual([
			{ type: 'header', parameters: [{ type: 'image', image: { id: '4711' } }] },
			{ type: 'body', parameters: [{ type: 'text', text: 'SUN' }] },
			{ type: 'limited_time_offer', parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: NOW + 48 * 3_600_000 } }] },
			{ type: 'button', sub_type: 'copy_code', index: '0', parameters: [{ type: 'coupon_code', coupon_code: 'SUN20' }] },
			{ type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'SUN20' }] },
		]);
	});

	it('must end in the future, and its text is shorter than others', () => {
		expect(componentsOf(OFFER, { ...VALUES, 'offer.expires': '2026-06-30' })).toMatchObject({ detail: expect.stringContaining('over already') });
		expect(componentsOf(OFFER, { ...VALUES, 'offer.expires': 'soon' })).toMatchObject({ detail: expect.stringContaining('48 hours') });
		expect(componentsOf(OFFER, { ...VALUES, 'body.1': 'x'.repeat(600) })).toMatchObject({ detail: expect.stringContaining('takes up to 600') });
	});

	it.each([
		['2 days', NOW + 2 * 86_400_000],
		['90 minutes', NOW + 90 * 60_000],
		['1785000000000', 1_785_000_000_000],
		['2026-07-31T18:00', Date.UTC(2026, 6, 31, 18)],
		['2026-07-31T18:00+02:00', Date.UTC(2026, 6, 31, 16)],
		['48', null],
		['next week', null],
	])('reads %s', (text, at) => expect(offerEnd(text, NOW)).toBe(at));
});

describe('a carousel', () => {
	const VALUES = {
		'body.1': '{name}',
		'card.0.header.media': 'https://media.example/lamp.png',
		'card.0.body.1': '{name}',
		'card.0.button.0.payload': 'lamp',
		'card.0.button.1.url': 'lamp',
		'card.1.header.media': '4711',
		'card.1.button.1.url': 'chair',
	};

	it('brings every card of the approved template', () => {
		expect(keysOf(CAROUSEL)).toEqual([
			'body.1',
			'card.0.header.media', 'card.0.body.1', 'card.0.button.0.payload', 'card.0.button.1.url',
			'card.1.header.media', 'card.1.button.0.payload', 'card.1.button.1.url',
		]);
		expect(componentsOf(CAROUSEL, VALUES)).toEqual([
			{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] },
			{
				type: 'carousel',
				cards: [
					{
						card_index: 0,
						components: [
							{ type: 'header', parameters: [{ type: 'image', image: { link: 'https://media.example/lamp.png' } }] },
							{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] },
							{ type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'lamp' }] },
							{ type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'lamp' }] },
						],
					},
					{
						card_index: 1,
						components: [
							{ type: 'header', parameters: [{ type: 'image', image: { id: '4711' } }] },
							{ type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'chair' }] },
						],
					},
				],
			},
		]);
	});

	it('names the card that is wrong', () => {
		expect(componentsOf(CAROUSEL, { ...VALUES, 'card.0.body.1': 'x'.repeat(160) })).toMatchObject({ detail: expect.stringMatching(/card 1: .*takes up to 160/) });
		expect(componentsOf(CAROUSEL, { ...VALUES, 'card.1.header.media': 'chair.png' })).toMatchObject({ detail: expect.stringContaining('card 2: the header\'s image') });
		expect(componentsOf(CAROUSEL, { ...VALUES, 'card.1.header.media': '' })).toMatchObject({ reason: 'missing_variable', detail: expect.stringContaining('Card 2: Header image') });
	});
});

describe('buttons with an action', () => {
	it('catalog: the picture is optional', () => {
		expect(componentsOf(CATALOG, {})).toEqual([]);
		expect(componentsOf(CATALOG, { 'button.0.thumbnail': 'sku-1' })).toEqual([
			{ type: 'button', sub_type: 'catalog', index: '0', parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'sku-1' } }] },
		]);
	});

	it('multi-product: sections as people type them', () => {
		expect(componentsOf(PRODUCTS, { 'button.0.thumbnail': 'sku-1', 'button.0.products': 'Shoes: sku-1, sku-2; Hats: sku-3' })).toEqual([
			{
				type: 'button',
				sub_type: 'mpm',
				index: '0',
				parameters: [
					{
						type: 'action',
						action: {
							thumbnail_product_retailer_id: 'sku-1',
							sections: [
								{ title: 'Shoes', product_items: [{ product_retailer_id: 'sku-1' }, { product_retailer_id: 'sku-2' }] },
								{ title: 'Hats', product_items: [{ product_retailer_id: 'sku-3' }] },
							],
						},
					},
				],
			},
		]);
	});

	it.each([
		['', 'Section: id1, id2'],
		['Shoes:', 'Section: id1, id2'],
		['Shoes: a; Hats:', '"Hats" has none'],
		[`${'x'.repeat(25)}: a`, '1 to 24 characters'],
		[Array.from({ length: 31 }, (_, i) => `p${i}`).join(','), 'there are 31 of them'],
		[Array.from({ length: 11 }, (_, i) => `S${i}: p${i}`).join(';'), 'there are 11 sections'],
	])('refuses the products "%.20s"', (typed, fault) => expect(productSections(typed).fault).toContain(fault));

	it('flow: token and data, the data as JSON', () => {
		expect(componentsOf(FLOW, {})).toEqual([]);
		expect(componentsOf(FLOW, { 'button.0.token': 'ada-1', 'button.0.data': '{"plan": "gold"}' })).toEqual([
			{ type: 'button', sub_type: 'flow', index: '0', parameters: [{ type: 'action', action: { flow_token: 'ada-1', flow_action_data: { plan: 'gold' } } }] },
		]);
		expect(componentsOf(FLOW, { 'button.0.data': 'gold' })).toMatchObject({ reason: 'invalid_message', detail: expect.stringContaining('JSON object') });
	});
});
