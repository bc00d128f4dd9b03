/** The steps as a sortable list: one entry holds everything that belongs to one message. */
import type { INodeProperties } from 'n8n-workflow';

const variableFields: INodeProperties[] = [
	{
		displayName: 'Variable',
		name: 'key',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1',
		description: 'Number or name of the variable in the template text: 1 for {{1}}. For others write where they are: header.1, header.media, button.0.URL, button.0.payload, button.0.code.',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. {name|there}',
		description:
			'Text to put in. {name}, {phone}, {reference} and {context.field} are replaced for every contact; what stands behind a | is used when there is no value.',
	},
];

export const stepFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Brochure',
		description: 'Every step has a name of its own. People keep their place by it when you change the sequence.',
	},
	{
		displayName: 'Wait',
		name: 'delayAmount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How long to wait: the first step counts from the enrollment, every other one from the last message sent. 0 sends at once.',
	},
	{
		displayName: 'Unit',
		name: 'delayUnit',
		type: 'options',
		options: [
			{ name: 'Seconds', value: 'seconds' },
			{ name: 'Minutes', value: 'minutes' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Days', value: 'days' },
		],
		default: 'hours',
		description: 'Unit of Wait. A day ends at the same time of the clock, in the time zone of the contact.',
	},
	{
		displayName: 'Message',
		name: 'messageKind',
		type: 'options',
		options: [
			{
				name: 'Template',
				value: 'template',
				description: 'A message that Meta has approved; may be sent at any time',
			},
			{
				name: 'Text',
				value: 'text',
				description: 'Free text; Meta takes it only within 24 hours after the contact wrote',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Other nodes do the work of this step, such as an email',
			},
		],
		default: 'template',
	},
	{
		displayName: 'Template',
		name: 'template',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'An approved template of the WhatsApp account',
		displayOptions: { show: { messageKind: ['template'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a template…',
				typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
			},
			{
				displayName: 'By Name and Language',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. welcome_offer|en',
				hint: 'Name, a vertical bar, and the language code as Meta shows them',
			},
		],
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Variable',
		description: 'Values of the variables of the template',
		displayOptions: { show: { messageKind: ['template'] } },
		options: [{ displayName: 'Variable', name: 'variable', values: variableFields }],
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Hi {name|there}, here is what you asked for.',
		description: 'The message. {name}, {phone}, {reference} and {context.field} are replaced for every contact.',
		displayOptions: { show: { messageKind: ['text'] } },
	},
	{
		displayName: 'Enabled',
		name: 'enabled',
		type: 'boolean',
		default: true,
		description: 'Whether the step is sent. One that is switched off is passed over.',
	},
];
