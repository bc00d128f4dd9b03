/** Through which door Meta's webhooks come in, and where the dedicated listener listens. */
import type { INodeProperties } from 'n8n-workflow';

/** A port that nothing of n8n's uses by default. */
export const DEFAULT_PORT = 5690;

export const listenerFields: INodeProperties[] = [
	{
		displayName: 'Receive Through',
		name: 'door',
		type: 'options',
		noDataExpression: true,
		default: 'n8n',
		options: [
			{
				name: 'Standard Webhook',
				value: 'n8n',
				description: 'The webhook address of n8n. No set-up.',
			},
			{
				name: 'Dedicated Listener',
				value: 'listener',
				description: 'A port of its own, so that n8n’s has nothing to do with webhooks. Needs a reverse proxy in front.',
			},
		],
		description: 'Where Meta’s webhooks come in. Every message you send causes about three of them.',
	},
	{
		displayName: 'Public Address',
		name: 'publicAddress',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://hooks.example.com/whatsapp',
		description: 'The address that Meta calls, which your reverse proxy passes on to the port below',
		displayOptions: { show: { door: ['listener'] } },
	},
	{
		displayName: 'Port',
		name: 'listenPort',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 65535 },
		default: DEFAULT_PORT,
		description: 'Port on which the node listens while the workflow is published. Several triggers may share one with different paths.',
		displayOptions: { show: { door: ['listener'] } },
	},
	{
		displayName: 'Path',
		name: 'listenPath',
		type: 'string',
		default: '/whatsapp',
		description: 'Path of the requests that the reverse proxy passes on',
		displayOptions: { show: { door: ['listener'] } },
	},
	{
		displayName: 'Network Address',
		name: 'listenHost',
		type: 'string',
		default: '127.0.0.1',
		description: 'Network address to listen on: 127.0.0.1 when the reverse proxy runs on the same machine, 0.0.0.0 in a container',
		displayOptions: { show: { door: ['listener'] } },
	},
];
