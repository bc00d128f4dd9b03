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

export const CAROUSEL = {
	name: 'cards',
	language: 'en',
	status: 'APPROVED',
	category: 'MARKETING',
	components: [{ type: 'BODY', text: 'Look' }, { type: 'CAROUSEL', cards: [] }],
};

export const PAUSED = { name: 'promo_paused', language: 'en', status: 'PAUSED', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hi' }] };

export const ALL = [PROMO_WELCOME, NAMED, BROCHURE, ONE_TIME_CODE, CAROUSEL, PAUSED];
