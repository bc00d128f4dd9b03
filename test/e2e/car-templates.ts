/** What a car dealer has had approved by Meta: a brochure, a film and an offer. */
import type { Template } from '../../emulator/templates/types';

const approved = { language: 'en', category: 'MARKETING', status: 'APPROVED' } as const;
const stop = { type: 'QUICK_REPLY', text: 'Stop promotions' } as const;

export const CAR_TEMPLATES: Template[] = [
	{
		...approved,
		name: 'car_brochure',
		parameter_format: 'NAMED',
		components: [
			{
				type: 'BODY',
				text: 'Hello {{name}}, here is the brochure of the new Aurora, with all colours and prices.',
				example: { body_text_named_params: [{ param_name: 'name', example: 'Ada' }] },
			},
			{ type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Open the brochure', url: 'https://cars.example.com/aurora.pdf' }, stop] },
		],
	},
	{
		...approved,
		name: 'car_video',
		parameter_format: 'POSITIONAL',
		components: [
			{ type: 'BODY', text: 'Two minutes at the wheel of the Aurora: come along for a ride.' },
			{ type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Watch the film', url: 'https://cars.example.com/aurora' }, stop] },
		],
	},
	{
		...approved,
		name: 'car_offer',
		parameter_format: 'POSITIONAL',
		components: [
			{ type: 'BODY', text: 'This month the Aurora comes with winter tyres. Reply to this message and we will keep one for a test drive.' },
			{ type: 'BUTTONS', buttons: [stop] },
		],
	},
];
