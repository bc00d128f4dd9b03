import type { INodeProperties } from 'n8n-workflow';

/** Who it is about: found in the incoming item unless the user says otherwise. */
export const contactFields: INodeProperties[] = [
	{
		displayName: 'Contact',
		name: 'contactSource',
		type: 'options',
		options: [
			{
				name: 'From the Incoming Item',
				value: 'item',
				description: 'The contact of a WhatsApp trigger, else the fields phone and name of the item or of the body of a webhook',
			},
			{ name: 'Phone Number', value: 'phone' },
			{ name: 'WhatsApp User ID', value: 'userId' },
		],
		default: 'item',
	},
	{
		displayName: 'Phone Number',
		name: 'phone',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +49 170 1234567',
		description: 'With the country code; without one the default country of the credential is used',
		displayOptions: { show: { contactSource: ['phone'] } },
	},
	{
		displayName: 'WhatsApp User ID',
		name: 'userId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. US.13491208655302741918',
		description: 'The ID that Meta gives people who hide their phone number',
		displayOptions: { show: { contactSource: ['userId'] } },
	},
	{
		displayName: 'Name',
		name: 'contactName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ana',
		description: 'How the contact is called in messages; leave empty to keep what is known',
		displayOptions: { show: { contactSource: ['phone', 'userId'] } },
	},
];
