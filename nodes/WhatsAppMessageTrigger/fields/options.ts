/** What hardly anybody needs. */
import type { INodeProperties } from 'n8n-workflow';
import { optInWordsOption, optOutWordsOption } from '../own-words';

export const optionFields: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Raw Message',
				name: 'rawMessage',
				type: 'boolean',
				default: true,
				description: 'Whether each item also has the message exactly as Meta sent it, under "raw"',
			},
			optInWordsOption,
			optOutWordsOption,
			{
				displayName: 'Use the Webhook Router',
				name: 'routeThroughN8n',
				type: 'boolean',
				default: true,
				displayOptions: { show: { '/door': ['n8n'] } },
				description:
					'Whether webhooks go through the router of n8n as those of other nodes do, at about 80 ms of CPU each. Without this option the published trigger takes its own off n8n’s port before that, in under 1 ms.',
			},
			{
				displayName: 'Take Over the Webhook',
				name: 'takeOver',
				type: 'boolean',
				default: true,
				displayOptions: { hide: { '/registration': ['manual'] } },
				description:
					'Whether to replace the address of somebody else where this node’s is to be registered. What used that address gets no more messages.',
			},
		],
	},
];
