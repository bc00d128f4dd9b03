/** What happens with a message on its way into the workflow. */
import type { INodeProperties } from 'n8n-workflow';

export const messageFields: INodeProperties[] = [
	{
		displayName: 'Messages',
		name: 'messages',
		type: 'collection',
		placeholder: 'Add step',
		default: {},
		description: 'What happens with each message before the next node gets it',
		options: [
			{
				displayName: 'Download Media',
				name: 'downloadMedia',
				type: 'boolean',
				default: true,
				description: 'Whether images, voice messages, documents and the like come along as binary data, in the field "data". A file that cannot be had is named in the item with the reason.',
			},
			{
				displayName: 'Largest File (MB)',
				name: 'largestFileMb',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 16,
				description: 'Larger files are not downloaded. WhatsApp takes documents of up to 100 MB, everything else up to 16 MB.',
			},
			{
				displayName: 'Mark as Read',
				name: 'markRead',
				type: 'boolean',
				default: true,
				description: 'Whether the person sees two blue ticks as soon as the workflow starts',
			},
			{
				displayName: 'Show Typing',
				name: 'showTyping',
				type: 'boolean',
				default: true,
				description: 'Whether the person sees "typing…" until you answer, for 25 seconds at most. WhatsApp shows it together with the blue ticks only.',
			},
			{
				displayName: 'Wait at Most (Seconds)',
				name: 'longestSeconds',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 3600 },
				default: 60,
				description: 'Only with Wait for More: somebody who does not stop writing is answered after this time',
			},
			{
				displayName: 'Wait for More (Seconds)',
				name: 'quietSeconds',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 300 },
				default: 5,
				description: 'People write a thought in several messages. So long must a person be silent; then all of them come as one item.',
			},
		],
	},
];
