/** Who gets the message. */
import type { INodeProperties } from 'n8n-workflow';

/** A step's message goes to the step's contact. */
const outsideStep = { hide: { message: ['step'] } };

export const recipientProperties: INodeProperties[] = [
	{
		displayName: 'Recipient',
		name: 'recipient',
		type: 'options',
		noDataExpression: true,
		default: 'item',
		displayOptions: outsideStep,
		options: [
			{
				name: 'Contact of the Item',
				value: 'item',
				description: 'Whom the incoming item is about',
			},
			{
				name: 'Phone Number',
				value: 'phone',
				description: 'A number given here; the message then belongs to no sequence',
			},
			{
				name: 'WhatsApp User ID',
				value: 'userId',
				description: 'Meta’s ID of a person who hides their number; the message then belongs to no sequence',
			},
		],
		description: 'Who gets the message',
	},
	{
		displayName: 'Phone Number',
		name: 'phone',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +49 170 1234567',
		displayOptions: { show: { recipient: ['phone'] }, ...outsideStep },
		description: 'With country code; without one, the country of the credential counts',
	},
	{
		displayName: 'WhatsApp User ID',
		name: 'userId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. US.13491208655302741918',
		displayOptions: { show: { recipient: ['userId'] }, ...outsideStep },
		description: 'The ID as it stands in items of the WhatsApp Message Trigger, under contact.userId',
	},
];
