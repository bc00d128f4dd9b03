/** The parameters of the node, and how its functions read them. */
import type { INodeProperties } from 'n8n-workflow';
import type { ListenAddress } from '../../engine/listener/http-listener';
import type { SendStatus } from '../../engine/whatsapp/webhook-event';
import { optInWordsOption, optOutWordsOption, type WordOptions } from './own-words';

/** The collection "Options" as chosen by the user; what was not added is absent. */
export interface TriggerOptions extends WordOptions {
	optOuts?: boolean;
	statuses?: SendStatus[];
	fields?: string[];
	takeOver?: boolean;
	rawMessage?: boolean;
}

/** A port that nothing of n8n's uses by default. */
const DEFAULT_PORT = 5690;

interface ParameterReader {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

export function readOptions(context: ParameterReader): TriggerOptions {
	return context.getNodeParameter('options', {}) as TriggerOptions;
}

export function isManual(context: ParameterReader): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'manual';
}

/** Whether webhooks come through a port of the node's own. */
export function usesListener(context: ParameterReader): boolean {
	return context.getNodeParameter('door', 'n8n') === 'listener';
}

export function readListenAddress(context: ParameterReader): ListenAddress {
	const path = String(context.getNodeParameter('listenPath', '/whatsapp')).trim();
	return {
		host: String(context.getNodeParameter('listenHost', '127.0.0.1')).trim(),
		port: Number(context.getNodeParameter('listenPort', DEFAULT_PORT)),
		path: path.startsWith('/') ? path : `/${path}`,
	};
}

/** The address under which Meta reaches the listener. */
export function readPublicAddress(context: ParameterReader): string {
	return String(context.getNodeParameter('publicAddress', '')).trim();
}

/** Notices about people come inside the field `messages` and are offered under a name of their own. */
export const NOTICE_FIELD = 'system';

/**
 * The fields of Meta's webhook that the app has to subscribe to: messages with their statuses, people's own
 * switch for marketing, answers from the phone app and renewed user ids (all obeyed whether or not they start a
 * workflow), and what was asked for.
 */
export function subscribedFields(options: TriggerOptions): string[] {
	const asked = (options.fields ?? []).filter((field) => field !== NOTICE_FIELD);
	return [...new Set(['messages', 'user_preferences', 'smb_message_echoes', 'user_id_update', ...asked])];
}

// One notice each: n8n shows them as plain text, without line breaks of their own.
const manualSteps = [
	'1. Publish this workflow first: n8n answers Meta only then. In Meta, open App Dashboard > your app > WhatsApp > Configuration.',
	'2. Callback URL: paste the Production URL that is shown above, under Webhook URLs.',
	'3. Verify token: paste the Verify Token of your credential, then click Verify and save.',
	'4. Webhook fields: subscribe to "messages", "user_preferences", "smb_message_echoes" and "user_id_update".',
	'5. Once for each WhatsApp account, switch its messages on for the app: send a POST request to /{WhatsApp Business Account ID}/subscribed_apps with your access token, for example in Meta’s Graph API Explorer.',
];

const manualNotices: INodeProperties[] = manualSteps.map((step, index) => ({
	displayName: step,
	name: `manualStep${index + 1}`,
	type: 'notice',
	default: '',
	displayOptions: { show: { registration: ['manual'] } },
}));

export const properties: INodeProperties[] = [
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		default: 'automatic',
		options: [
			{
				name: 'Automatic (App Webhook)',
				value: 'automatic',
				description: 'The node tells Meta where to send messages when the workflow is published',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'You enter the address at Meta yourself, for example when one app serves several systems',
			},
		],
		description: 'How Meta learns where to send your messages',
	},
	...manualNotices,
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
				description: 'The webhook address of n8n. No set-up; enough for some ten thousand messages a day.',
			},
			{
				name: 'Dedicated Listener',
				value: 'listener',
				description: 'A port of its own that takes thousands of webhooks a second. Needs a reverse proxy in front.',
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
				default: false,
				description: 'Whether each item also has the message exactly as Meta sent it, under "raw"',
			},
			optInWordsOption,
			optOutWordsOption,
			{
				displayName: 'Other Events',
				name: 'fields',
				type: 'multiOptions',
				default: [],
				options: [
					{ name: 'Account Alerts', value: 'account_alerts' },
					{ name: 'Account Review', value: 'account_review_update' },
					{ name: 'Account Update', value: 'account_update' },
					{ name: 'Business Capability', value: 'business_capability_update' },
					{ name: 'Calls', value: 'calls' },
					{ name: 'Changed Number or Identity', value: NOTICE_FIELD },
					{ name: 'Marketing Preferences', value: 'user_preferences' },
					{ name: 'Messages From the Phone App', value: 'smb_message_echoes' },
					{ name: 'Phone Number Name', value: 'phone_number_name_update' },
					{ name: 'Phone Number Quality', value: 'phone_number_quality_update' },
					{ name: 'Security', value: 'security' },
					{ name: 'Template Category', value: 'template_category_update' },
					{ name: 'Template Components', value: 'message_template_components_update' },
					{ name: 'Template Quality', value: 'message_template_quality_update' },
					{ name: 'Template Status', value: 'message_template_status_update' },
					{ name: 'User ID Changes', value: 'user_id_update' },
				],
				description:
					'Further events of Meta that start the workflow. They come as Meta sends them, with the field "event"; Meta may deliver one twice.',
			},
			{
				displayName: 'Start on Opt-Outs',
				name: 'optOuts',
				type: 'boolean',
				default: false,
				description:
					'Whether messages such as STOP also start the workflow. The opt-out itself is always recorded and obeyed.',
			},
			{
				displayName: 'Start on Statuses',
				name: 'statuses',
				type: 'multiOptions',
				default: [],
				options: [
					{ name: 'Delivered', value: 'delivered' },
					{ name: 'Failed', value: 'failed' },
					{ name: 'Read', value: 'read' },
					{ name: 'Sent', value: 'sent' },
				],
				description:
					'Statuses of your own messages that start the workflow. They are always recorded; on a busy number each one costs an execution.',
			},
			{
				displayName: 'Take Over the Webhook',
				name: 'takeOver',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/registration': ['automatic'] } },
				description:
					'Whether to replace the webhook address when the Meta app already has another one. What used that address gets no more messages.',
			},
		],
	},
];
