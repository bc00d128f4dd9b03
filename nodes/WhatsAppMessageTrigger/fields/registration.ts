/** How Meta learns where to send the messages. */
import type { INodeProperties } from 'n8n-workflow';

// One notice each: n8n shows them as plain text, without line breaks of their own.
const manualSteps = [
	'1. Publish this workflow first: n8n answers Meta only then. In Meta, open App Dashboard > your app > WhatsApp > Configuration.',
	'2. Callback URL: paste the Production URL that is shown above, under Webhook URLs.',
	'3. Verify token: paste the Verify Token of your credential, then click Verify and save.',
	'4. Webhook fields: subscribe to "messages", "user_preferences", "smb_message_echoes", "user_id_update" and "message_template_status_update".',
	'5. Once for each WhatsApp account, switch its messages on for the app: send a POST request to /{WhatsApp Business Account ID}/subscribed_apps with your access token, for example in Meta’s Graph API Explorer.',
];

const manualNotices: INodeProperties[] = manualSteps.map((step, index) => ({
	displayName: step,
	name: `manualStep${index + 1}`,
	type: 'notice',
	default: '',
	displayOptions: { show: { registration: ['manual'] } },
}));

export const registrationFields: INodeProperties[] = [
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		default: 'automatic',
		options: [
			{
				name: 'App Webhook',
				value: 'automatic',
				description: 'For a Meta app that only this workflow uses. The node sets it up when the workflow is published.',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'You enter the address at Meta yourself, for example when another program passes the webhooks on',
			},
			{
				name: 'Phone Number Override',
				value: 'number',
				description: 'Only the messages of this credential’s number come here; the other numbers of the Meta app stay where they are',
			},
			{
				name: 'WhatsApp Account Override',
				value: 'account',
				description: 'The messages of all numbers of the WhatsApp account come here; only this credential’s number starts the workflow',
			},
		],
		description: 'Where at Meta the address of this workflow is entered. Meta knows one per app, WhatsApp account and phone number, and the number wins.',
	},
	...manualNotices,
];
