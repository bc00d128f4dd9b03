/** What a person sees in an empty chat with the number. */
import type { INodeProperties } from 'n8n-workflow';

export const chatMenuFields: INodeProperties[] = [
	{
		displayName: 'Chat Menu',
		name: 'chatMenu',
		type: 'collection',
		placeholder: 'Add part',
		default: {},
		description: 'Shown by WhatsApp in an empty chat, and set when the workflow is published. What is not added here stays as it is at Meta; added and left empty, it is taken away.',
		options: [
			{
				displayName: 'Commands',
				name: 'commands',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true, sortable: true },
				placeholder: 'Add command',
				default: {},
				description: 'Up to 30, shown when a person types a slash. A tap comes as a message such as "/offers".',
				options: [
					{
						displayName: 'Command',
						name: 'command',
						values: [
							{
								displayName: 'Name',
								name: 'name',
								type: 'string',
								default: '',
								placeholder: 'e.g. offers',
								description: 'One word of up to 32 characters, without the slash',
							},
							{
								displayName: 'Description',
								name: 'description',
								type: 'string',
								default: '',
								placeholder: 'e.g. See what is new',
								description: 'Up to 256 characters, without emoji',
							},
						],
					},
				],
			},
			{
				displayName: 'Ice Breakers',
				name: 'iceBreakers',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true, sortable: true },
				placeholder: 'Add ice breaker',
				default: {},
				description: 'Up to 4 questions to tap, of 80 characters each, without emoji. A tap comes as a message with this text, so a Keyword Match can wait for it.',
				options: [
					{
						displayName: 'Ice Breaker',
						name: 'iceBreaker',
						values: [
							{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. Where is my order?' },
						],
					},
				],
			},
		],
	},
];
