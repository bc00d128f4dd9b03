import type { JsonObject } from '../../../emulator/json';
import { DEFAULT_TEMPLATES } from '../../../emulator/templates/defaults';
import type { Template } from '../../../emulator/templates/types';
import { startBench, welcome } from './support';

const text = (words: string, name?: string): JsonObject => ({ type: 'text', text: words, ...(name ? { parameter_name: name } : {}) });
const template = (name: string, components?: JsonObject[], code = 'en'): JsonObject => ({ type: 'template', template: { name, language: { code }, ...(components ? { components } : {}) } });
const video: JsonObject = { type: 'header', parameters: [{ type: 'video', video: { link: 'https://example.com/a.mp4' } }] };
const videoBody: JsonObject = { type: 'body', parameters: [text('Ada'), text('summer')] };
const suffix: JsonObject = { type: 'button', sub_type: 'url', index: '0', parameters: [text('summer')] };
const offerHeader: JsonObject = { type: 'header', parameters: [text('Ada', 'first_name')] };
const offerBody: JsonObject = { type: 'body', parameters: [text('30 June', 'end_date'), text('Ada', 'first_name'), text('20%', 'discount')] };
const coupon = (code: string): JsonObject => ({ type: 'button', sub_type: 'COPY_CODE', index: 0, parameters: [{ type: 'coupon_code', coupon_code: code }] });

const CAROUSEL: Template = {
	name: 'shelf', language: 'en', category: 'MARKETING', status: 'APPROVED',
	components: [
		{ type: 'BODY', text: 'New in, {{1}}: look.' },
		{ type: 'CAROUSEL', cards: [1, 2].map(() => ({ components: [{ type: 'HEADER', format: 'IMAGE' }, { type: 'BODY', text: 'Only {{1}} left' }] })) },
	],
};
const card = (at: number): JsonObject => ({
	card_index: at,
	components: [{ type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] }, { type: 'body', parameters: [text('3')] }],
});
const shelf = (cards: JsonObject[]): JsonObject => template('shelf', [{ type: 'body', parameters: [text('Ada')] }, { type: 'carousel', cards }]);

const TIMED: Template = {
	name: 'timed', language: 'en', category: 'MARKETING', status: 'APPROVED',
	components: [{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Ends soon', has_expiration: true } }, { type: 'BODY', text: 'Take it now.' }],
};
const until = (ms: number): JsonObject => ({ type: 'limited_time_offer', parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: ms } }] });

const TEMPLATES: Template[] = [
	...DEFAULT_TEMPLATES, CAROUSEL, TIMED,
	{ name: 'gone', language: 'en', category: 'MARKETING', status: 'DISABLED', components: [{ type: 'BODY', text: 'Hello.' }] },
	{ name: 'waiting', language: 'en', category: 'MARKETING', status: 'PENDING', components: [{ type: 'BODY', text: 'Hello.' }] },
];

describe('template messages', () => {
	test.each<[string, JsonObject]>([
		['positional variables', welcome()],
		['a quick-reply payload', welcome(undefined, [{ type: 'button', sub_type: 'quick_reply', index: '1', parameters: [{ type: 'payload', payload: 'STOP' }] }])],
		['currency and date as words', welcome([{ type: 'currency', currency: { fallback_value: '$5', code: 'USD', amount_1000: 5_000 } }])],
		['a media header and a URL suffix', template('promo_video', [video, videoBody, suffix])],
		['named variables in any order and a coupon', template('promo_offer', [offerHeader, offerBody, coupon('SUN20')])],
		['no components at all', template('order_update')],
		['a carousel', shelf([card(0), card(1)])],
		['a limited-time offer', template('timed', [until(1_750_000_000_000)])],
	])('%s are accepted', async (_case, message) => {
		expect(await startBench({ templates: TEMPLATES }).send(message)).toMatchObject({ status: 200, code: 0 });
	});

	test.each<[string, JsonObject, number]>([
		['an unknown name', template('nobody'), 132001],
		['a language it does not have', template('order_update', undefined, 'de'), 132001],
		['a template not approved yet', template('waiting'), 132001],
		['a paused template', template('promo_paused'), 132015],
		['a disabled template', template('gone'), 132016],
		['no language', { type: 'template', template: { name: 'order_update' } }, 100],
		['too few body parameters', welcome([]), 132000],
		['too many body parameters', welcome([text('Ada'), text('Bob')]), 132000],
		['parameters where the template has none', template('order_update', [{ type: 'body', parameters: [text('x')] }]), 132000],
		['a missing text', welcome([{ type: 'text' }]), 100],
		['an empty text', welcome([text('')]), 132018],
		['a line break', welcome([text('Ada\nBob')]), 132018],
		['a tab', welcome([text('Ada\tBob')]), 132018],
		['five spaces', welcome([text('Ada     Bob')]), 132018],
		['a name in a positional template', welcome([text('Ada', 'first_name')]), 132012],
		['no names in a named template', template('promo_offer', [{ type: 'header', parameters: [text('Ada')] }, offerBody, coupon('A')]), 100],
		['a name the template does not have', template('promo_offer', [{ type: 'header', parameters: [text('Ada', 'nickname')] }, offerBody, coupon('A')]), 132012],
		['an image where a video belongs', template('promo_video', [{ type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] }, videoBody, suffix]), 132012],
		['no header media', template('promo_video', [videoBody, suffix]), 132012],
		['no URL suffix', template('promo_video', [video, videoBody]), 131008],
		['an empty URL button', template('promo_video', [video, videoBody, { ...suffix, parameters: [] }]), 132000],
		['a button of another kind', template('promo_video', [video, videoBody, { ...suffix, sub_type: 'quick_reply' }]), 132012],
		['a button the template does not have', welcome(undefined, [{ type: 'button', sub_type: 'quick_reply', index: 5, parameters: [] }]), 131009],
		['a coupon of 16 characters', template('promo_offer', [offerHeader, offerBody, coupon('x'.repeat(16))]), 131009],
		['no coupon', template('promo_offer', [offerHeader, offerBody]), 131008],
		['a body that grows beyond 1,024 characters', welcome([text('x'.repeat(1_000))]), 132005],
		['a card too few', shelf([card(0)]), 132012],
		['a card without its variable', shelf([card(0), { card_index: 1, components: [{ type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] }] }]), 132000],
		['an offer without its end', template('timed'), 132000],
		['an unknown component', welcome(undefined, [{ type: 'sidebar' }]), 100],
	])('%s: refused', async (_case, message, code) => {
		const answer = await startBench({ templates: TEMPLATES }).send(message);
		expect(answer).toMatchObject({ status: code === 132001 ? 404 : 400, code });
	});

	test('the details say which part and how many', async () => {
		expect((await startBench().send(welcome([]))).details).toBe('body: number of localizable_params (0) does not match the expected number of params (1)');
	});

	test('a template paused by the operator is refused from then on', async () => {
		const { send, control } = startBench();
		await control('POST', '/emulator/templates', { name: 'promo_welcome', status: 'PAUSED' });
		expect(await send(welcome())).toMatchObject({ code: 132015 });
	});
});
