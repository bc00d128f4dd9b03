/**
 * Every component of a template, from the fields of Send Template to the request that the emulator checks against
 * the approved template. Shapes: Meta's templates/components, templates/marketing-templates/*,
 * templates/authentication-templates/*.
 */
import type { IDataObject } from 'n8n-workflow';
import { chain, packNode } from '../e2e/workflows';
import { ALL, CAROUSEL, CATALOG, FLOW, OFFER, PLACE, PRODUCTS } from '../unit/whatsapp/sample-templates';
import { Business } from './business';

const PICTURE = 'https://shop.example/p.png';

interface Case {
	name: string;
	values: IDataObject;
	components: unknown[];
}

const button = (subType: string, index: number, parameter: IDataObject) => ({ type: 'button', sub_type: subType, index: String(index), parameters: [parameter] });
const body = (...texts: string[]) => ({ type: 'body', parameters: texts.map((text) => ({ type: 'text', text })) });
const picture = { type: 'header', parameters: [{ type: 'image', image: { link: PICTURE } }] };

const CASES: Case[] = [
	{
		name: 'promo_welcome',
		values: { 'header.1': '{name}', 'body.1': '{name}', 'body.2': 'SUN', 'button.0.payload': 'stop', 'button.1.url': 'summer', 'button.3.code': 'SUN20' },
		components: [
			{ type: 'header', parameters: [{ type: 'text', text: 'Ada' }] },
			body('Ada', 'SUN'),
			button('quick_reply', 0, { type: 'payload', payload: 'stop' }),
			button('url', 1, { type: 'text', text: 'summer' }),
			button('copy_code', 3, { type: 'coupon_code', coupon_code: 'SUN20' }),
		],
	},
	{
		name: 'offer|en_US',
		values: { 'body.first_name': '{name}', 'body.discount': '20%' },
		components: [
			{ type: 'body', parameters: [{ type: 'text', text: 'Ada', parameter_name: 'first_name' }, { type: 'text', text: '20%', parameter_name: 'discount' }] },
		],
	},
	{
		name: 'brochure|de',
		values: { 'header.media': 'https://shop.example/b.pdf' },
		components: [{ type: 'header', parameters: [{ type: 'document', document: { link: 'https://shop.example/b.pdf', filename: 'b.pdf' } }] }],
	},
	{ name: 'code', values: { 'body.1': '4711' }, components: [body('4711'), button('url', 0, { type: 'text', text: '4711' })] },
	{
		name: 'place',
		values: { 'header.latitude': '52.5', 'header.longitude': '13.4', 'header.name': 'Gate', 'header.address': 'Platz', 'body.1': '{name}' },
		components: [{ type: 'header', parameters: [{ type: 'location', location: { latitude: '52.5', longitude: '13.4', name: 'Gate', address: 'Platz' } }] }, body('Ada')],
	},
	{
		name: 'offer_ends',
		values: { 'header.media': PICTURE, 'body.1': 'SUN', 'offer.expires': '2126-01-01', 'button.0.code': 'SUN20', 'button.1.url': 'SUN20' },
		components: [
			picture,
			body('SUN'),
			{ type: 'limited_time_offer', parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: Date.UTC(2126, 0, 1) } }] },
			button('copy_code', 0, { type: 'coupon_code', coupon_code: 'SUN20' }),
			button('url', 1, { type: 'text', text: 'SUN20' }),
		],
	},
	{
		name: 'cards',
		values: { 'body.1': '{name}', 'card.0.header.media': PICTURE, 'card.0.body.1': 'you', 'card.0.button.1.url': 'lamp', 'card.1.header.media': PICTURE, 'card.1.button.1.url': 'chair' },
		components: [
			body('Ada'),
			{
				type: 'carousel',
				cards: [
					{ card_index: 0, components: [picture, body('you'), button('url', 1, { type: 'text', text: 'lamp' })] },
					{ card_index: 1, components: [picture, button('url', 1, { type: 'text', text: 'chair' })] },
				],
			},
		],
	},
	{ name: 'catalog', values: { 'button.0.thumbnail': 'sku-1' }, components: [button('catalog', 0, { type: 'action', action: { thumbnail_product_retailer_id: 'sku-1' } })] },
	{
		name: 'products',
		values: { 'button.0.thumbnail': 'sku-1', 'button.0.products': 'Shoes: sku-1, sku-2' },
		components: [
			button('mpm', 0, {
				type: 'action',
				action: { thumbnail_product_retailer_id: 'sku-1', sections: [{ title: 'Shoes', product_items: [{ product_retailer_id: 'sku-1' }, { product_retailer_id: 'sku-2' }] }] },
			}),
		],
	},
	{ name: 'form', values: { 'button.0.token': 'ada-1' }, components: [button('flow', 0, { type: 'action', action: { flow_token: 'ada-1' } })] },
];

describe('A template', () => {
	let business: Business;

	beforeAll(async () => {
		business = await Business.open();
		for (const template of [...ALL, PLACE, OFFER, CAROUSEL, CATALOG, PRODUCTS, FLOW]) await business.control('templates', template as IDataObject);
	});
	afterAll(() => business.close());

	it.each(CASES)('$name reaches Meta with all its components, and Meta takes it', async ({ name, values, components }) => {
		const value = name.includes('|') ? name : `${name}|en`;
		const parameters = { message: 'template', template: { __rl: true, mode: 'name', value }, variables: { mappingMode: 'defineBelow', value: values } };
		const node = packNode('sendTemplate', 'Send', parameters, { id: 'c', name: 'c', type: 'whatsAppSequencesApi' });
		const run = await business.run(chain('Send', [node]), { node: 'Send', items: [{ contact: { phone: '+491701234567', name: 'Ada' } }] });
		expect(run.outputs('Send')).toMatchObject([[{ send: { status: 'accepted' } }], []]);
		const [wanted, language] = value.split('|');
		expect((await business.accepted()).at(-1)!.body).toEqual({
			messaging_product: 'whatsapp',
			recipient_type: 'individual',
			to: '+491701234567',
			type: 'template',
			template: { name: wanted, language: { code: language }, components },
			biz_opaque_callback_data: expect.any(String),
		});
	});
});
