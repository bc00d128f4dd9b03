import type { Template } from './types';

/**
 * The templates the demo uses, all in English. Between them they have what a sender must get right:
 * positional and named variables, a text and a media header, and each kind of button that takes a value.
 */
export const DEFAULT_TEMPLATES: Template[] = [
	{
		name: 'promo_welcome',
		language: 'en',
		category: 'MARKETING',
		status: 'APPROVED',
		parameter_format: 'POSITIONAL',
		components: [
			{
				type: 'BODY',
				text: 'Hi {{1}}, welcome to the Sunrise Shop club! Over the next days we will send you our best offers of the season.',
				example: { body_text: [['Ada']] },
			},
			{ type: 'FOOTER', text: 'Sunrise Shop' },
			{
				type: 'BUTTONS',
				buttons: [
					{ type: 'QUICK_REPLY', text: 'Show me the offers' },
					{ type: 'QUICK_REPLY', text: 'Stop promotions' },
				],
			},
		],
	},
	{
		name: 'promo_video',
		language: 'en',
		category: 'MARKETING',
		status: 'APPROVED',
		parameter_format: 'POSITIONAL',
		components: [
			{ type: 'HEADER', format: 'VIDEO', example: { header_handle: ['https://media.example.com/summer.mp4'] } },
			{
				type: 'BODY',
				text: 'Hello {{1}}, the new *{{2}}* collection is here. Have a look at the film, it takes a minute.',
				example: { body_text: [['Ada', 'summer']] },
			},
			{
				type: 'BUTTONS',
				buttons: [
					{
						type: 'URL',
						text: 'See the collection',
						url: 'https://shop.example.com/collections/{{1}}',
						example: ['https://shop.example.com/collections/summer'],
					},
					{ type: 'QUICK_REPLY', text: 'Stop promotions' },
				],
			},
		],
	},
	{
		name: 'promo_offer',
		language: 'en',
		category: 'MARKETING',
		status: 'APPROVED',
		parameter_format: 'NAMED',
		components: [
			{
				type: 'HEADER',
				format: 'TEXT',
				text: 'A gift for {{first_name}}',
				example: { header_text_named_params: [{ param_name: 'first_name', example: 'Ada' }] },
			},
			{
				type: 'BODY',
				text: 'Dear {{first_name}}, take {{discount}} off anything in the shop until {{end_date}}. Tap below to copy your code.',
				example: {
					body_text_named_params: [
						{ param_name: 'first_name', example: 'Ada' },
						{ param_name: 'discount', example: '20%' },
						{ param_name: 'end_date', example: '30 June' },
					],
				},
			},
			{ type: 'FOOTER', text: 'Reply STOP to get no more offers' },
			{ type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy offer code', example: 'SUN20' }] },
		],
	},
	{
		name: 'order_update',
		language: 'en',
		category: 'UTILITY',
		status: 'APPROVED',
		parameter_format: 'POSITIONAL',
		components: [
			{ type: 'BODY', text: 'Good news: your order is packed and on its way. You will hear from us when it arrives.' },
		],
	},
	{
		name: 'promo_paused',
		language: 'en',
		category: 'MARKETING',
		status: 'PAUSED',
		parameter_format: 'POSITIONAL',
		components: [
			{
				type: 'BODY',
				text: 'Hi {{1}}, this offer is resting: Meta has paused it because too many people blocked it.',
				example: { body_text: [['Ada']] },
			},
		],
	},
];
