/** The parameters of the node, and how its functions read them. */
import type { INodeProperties } from 'n8n-workflow';
import type { SendStatus } from '../../engine/whatsapp/webhook-event';

/** The collection "Options" as chosen by the user; what was not added is absent. */
export interface TriggerOptions {
	optOuts?: boolean;
	statuses?: SendStatus[];
	fields?: string[];
	takeOver?: boolean;
	rawMessage?: boolean;
}

interface ParameterReader {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

export function readOptions(context: ParameterReader): TriggerOptions {
	return context.getNodeParameter('options', {}) as TriggerOptions;
}

export function isManual(context: ParameterReader): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'manual';
}

/** Notices about people come inside the field `messages` and are offered under a name of their own. */
export const NOTICE_FIELD = 'system';

/**
 * The fields of Meta's webhook that the app has to subscribe to: messages with their statuses, people's own
 * switch for marketing (it must be obeyed whether or not it starts a workflow), and what was asked for.
 */
export function subscribedFields(options: TriggerOptions): string[] {
	const asked = (options.fields ?? []).filter((field) => field !== NOTICE_FIELD);
	return [...new Set(['messages', 'user_preferences', ...asked])];
}

// One notice each: n8n shows them as plain text, without line breaks of their own.
const manualSteps = [
	'1. Publish this workflow first: n8n answers Meta only then. In Meta, open App Dashboard > your app > WhatsApp > Configuration.',
	'2. Callback URL: paste the Production URL that is shown above, under Webhook URLs.',
	'3. Verify token: paste the Verify Token of your credential, then click Verify and save.',
	'4. Webhook fields: subscribe to "messages" and to "user_preferences".',
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
