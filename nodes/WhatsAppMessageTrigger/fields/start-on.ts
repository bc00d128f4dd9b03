/** Which events start an execution; what is not chosen is recorded in the store and costs none. */
import type { INodeProperties } from 'n8n-workflow';
import type { MessageKind } from '../../../engine/whatsapp/message-kind';
import { NOTICE_FIELD } from '../parameters';

const kinds: Array<{ name: string; value: MessageKind }> = [
	{ name: 'Audio or Voice', value: 'audio' },
	{ name: 'Button or List Choice', value: 'button' },
	{ name: 'Contact Card', value: 'contacts' },
	{ name: 'Document', value: 'document' },
	{ name: 'Form', value: 'form' },
	{ name: 'Image', value: 'image' },
	{ name: 'Location', value: 'location' },
	{ name: 'Order', value: 'order' },
	{ name: 'Other', value: 'other' },
	{ name: 'Reaction', value: 'reaction' },
	{ name: 'Sticker', value: 'sticker' },
	{ name: 'Text', value: 'text' },
	{ name: 'Video', value: 'video' },
];

export const startOnFields: INodeProperties[] = [
	{
		displayName: 'Start On',
		name: 'startOn',
		type: 'collection',
		placeholder: 'Add event',
		default: {},
		description: 'Events that start the workflow. Without an entry every message does but an opt-out, and nothing else.',
		options: [
			{
				displayName: 'Messages',
				name: 'kinds',
				type: 'multiOptions',
				default: ['text', 'button'],
				options: kinds,
				description: 'Kinds of messages that start the workflow. The others are recorded, and end sequences as a reply does. Chosen empty, no message starts it.',
			},
			{
				displayName: 'Opt-Outs',
				name: 'optOuts',
				type: 'boolean',
				default: true,
				description:
					'Whether messages such as STOP also start the workflow. The opt-out itself is always recorded and obeyed.',
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
				displayName: 'Statuses',
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
		],
	},
];
