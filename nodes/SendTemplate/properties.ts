/** The node's parameters. */
import type { INodeProperties } from 'n8n-workflow';

const forTemplate = { show: { message: ['template'] } };
const forText = { show: { message: ['text'] } };
const outsideStep = { show: { message: ['template', 'text'] } };

const PLACEHOLDERS = 'In typed text, {name}, {phone}, {reference} and {context.field} stand for the contact’s own values; {name|there} says what to write when there is none';

const messageProperties: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'options',
		noDataExpression: true,
		default: 'step',
		options: [
			{
				name: 'From the Sequence Step',
				value: 'step',
				description: 'The message of the step that is due, as written on the WhatsApp Sequence Trigger',
			},
			{
				name: 'Template',
				value: 'template',
				description: 'A template that Meta has approved; it can be sent at any time',
			},
			{
				name: 'Text',
				value: 'text',
				description: 'Free text; Meta takes it within 24 hours of the contact’s last message',
			},
		],
		description: 'Which message to send',
	},
	{
		displayName: 'Template',
		name: 'template',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: forTemplate,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a template…',
				typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. promo_welcome|en',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^[a-z0-9_]+(\\|[A-Za-z_-]+)?$',
							errorMessage: 'Write the name and the language code, like promo_welcome|en',
						},
					},
				],
			},
		],
		description: 'Approved templates of the WhatsApp account. By name, add the language after a bar: promo_welcome|en.',
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		displayOptions: forTemplate,
		typeOptions: {
			loadOptionsDependsOn: ['template.value'],
			resourceMapper: {
				resourceMapperMethod: 'templateFields',
				// Only this mode makes n8n mark required fields that are empty.
				mode: 'add',
				valuesLabel: 'Variables',
				fieldWords: { singular: 'variable', plural: 'variables' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: false,
				noFieldsError: 'This template has no variables: there is nothing to fill in.',
			},
		},
		description: `Values for the variables of the template. ${PLACEHOLDERS}.`,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Hi {name|there}, is there anything we can help you with?',
		displayOptions: forText,
		description: `Up to 4,096 characters. ${PLACEHOLDERS}.`,
	},
];

const recipientProperties: INodeProperties[] = [
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
		displayOptions: { show: { message: ['template', 'text'], recipient: ['phone'] } },
		description: 'With country code; without one, the country of the credential counts',
	},
	{
		displayName: 'WhatsApp User ID',
		name: 'userId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. US.13491208655302741918',
		displayOptions: { show: { message: ['template', 'text'], recipient: ['userId'] } },
		description: 'The ID as it stands in items of the WhatsApp Message Trigger, under contact.userId',
	},
];

export const properties: INodeProperties[] = [...messageProperties, ...recipientProperties];
