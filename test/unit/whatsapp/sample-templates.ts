/** Templates as Meta's list gives them back. */

export const PROMO_WELCOME = {
	id: '1',
	name: 'promo_welcome',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	parameter_format: 'POSITIONAL',
	components: [
		{ type: 'HEADER', format: 'TEXT', text: 'Hello {{1}}', example: { header_text: ['Ada'] } },
		{ type: 'BODY', text: 'Code {{2}} for {{1}}, twice {{2}}.', example: { body_text: [['Ada', 'SUN']] } },
		{ type: 'FOOTER', text: 'Shop' },
		{
			type: 'BUTTONS',
			buttons: [
				{ type: 'QUICK_REPLY', text: 'Stop promotions' },
				{ type: 'URL', text: 'Open', url: 'https://shop.example/o/{{1}}', example: ['https://shop.example/o/summer'] },
				{ type: 'URL', text: 'Home', url: 'https://shop.example/' },
				{ type: 'COPY_CODE', text: 'Copy', example: 'SUN20' },
				{ type: 'PHONE_NUMBER', text: 'Call', phone_number: '+15550100' },
			],
		},
	],
};

export const NAMED = {
	name: 'offer',
	language: 'en_US',
	status: 'APPROVED',
	category: 'UTILITY',
	parameter_format: 'NAMED',
	components: [
		{
			type: 'BODY',
			text: 'Dear {{first_name}}, {{ discount }} off.',
			example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ada' }, { param_name: 'discount', example: '20%' }] },
		},
	],
};

export const BROCHURE = {
	name: 'brochure',
	language: 'de',
	status: 'APPROVED',
	category: 'UTILITY',
	components: [
		{ type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['https://media.example/b.pdf'] } },
		{ type: 'BODY', text: 'Here it is.' },
	],
};

export const ONE_TIME_CODE = {
	name: 'code',
	language: 'en',
	status: 'APPROVED',
	category: 'AUTHENTICATION',
	components: [
		{ type: 'BODY', text: '*{{1}}* is your verification code.' },
		{ type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Copy code', url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}' }] },
	],
};

/** Headers with a GIF are taken by Meta's Marketing Messages API only. */
export const GIF = {
	name: 'moving',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	components: [{ type: 'HEADER', format: 'GIF' }, { type: 'BODY', text: 'Look' }],
};

export const PAUSED = { name: 'promo_paused', language: 'en', status: 'PAUSED', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hi' }] };

export const ALL = [PROMO_WELCOME, NAMED, BROCHURE, ONE_TIME_CODE, GIF, PAUSED];

export const PLACE = {
	name: 'place',
	language: 'en',
	status: 'APPROVED',
	category: 'UTILITY',
	components: [{ type: 'HEADER', format: 'LOCATION' }, { type: 'BODY', text: 'Your parcel is here, {{1}}.', example: { body_text: [['Ada']] } }],
};

export const OFFER = {
	name: 'offer_ends',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	components: [
		{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://media.example/o.png'] } },
		{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Ends soon', has_expiration: true } },
		{ type: 'BODY', text: 'Use {{1}}!', example: { body_text: [['SUN']] } },
		{
			type: 'BUTTONS',
			buttons: [
				{ type: 'COPY_CODE', text: 'Copy', example: 'SUN20' },
				{ type: 'URL', text: 'Open', url: 'https://shop.example/o?code={{1}}', example: ['https://shop.example/o?code=a'] },
			],
		},
	],
};

const card = (text: string) => ({
	components: [
		{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://media.example/c.png'] } },
		{ type: 'BODY', text },
		{ type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'More' }, { type: 'URL', text: 'Buy', url: 'https://shop.example/{{1}}', example: ['https://shop.example/a'] }] },
	],
});

export const CAROUSEL = {
	name: 'cards',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	components: [
		{ type: 'BODY', text: 'For {{1}}', example: { body_text: [['Ada']] } },
		{ type: 'CAROUSEL', cards: [card('Lamp for {{1}}'), card('A chair')] },
	],
};

export const CATALOG = {
	name: 'catalog',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	components: [{ type: 'BODY', text: 'Look' }, { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'View catalog' }] }],
};

export const PRODUCTS = {
	name: 'products',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	components: [{ type: 'HEADER', format: 'TEXT', text: 'For you' }, { type: 'BODY', text: 'Look' }, { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View items' }] }],
};

export const FLOW = {
	name: 'form',
	language: 'en',
	status: 'APPROVED',
	category: 'UTILITY',
	components: [{ type: 'BODY', text: 'Sign up' }, { type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Open form', flow_id: '1' }] }],
};
