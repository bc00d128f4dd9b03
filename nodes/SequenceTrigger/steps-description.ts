/** The steps as a sortable list: one entry holds everything that belongs to one message. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A constant, since lint would write url in capital letters, and keys are compared letter by letter. */
const VARIABLE_KEYS =
	'Number or name of the variable in the template text: 1 for {{1}}. For others write where they are: header.1, header.media, button.0.url, button.0.payload, button.0.code, offer.expires, card.0.header.media.';

const variableFields: INodeProperties[] = [
	{
		displayName: 'Variable',
		name: 'key',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1',
		description: VARIABLE_KEYS,
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. {name|there}',
		description:
			'Text to put in. {name}, {phone}, {reference}, {tags}, {attribute.field} and {context.field} are replaced for every contact; what stands behind a | is used when there is no value.',
	},
];

const messageKinds: INodePropertyOptions[] = [
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
];

const stepMessageKinds: INodePropertyOptions[] = [
	...messageKinds,
	{ name: 'A/B Test', value: 'variants', description: 'Several versions; each contact gets one of them' },
];

/** What there is to say about a message of either kind. */
const messageFields: INodeProperties[] = [
	{
		displayName: 'Template',
		name: 'template',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'An approved template of the WhatsApp account',
		hint: 'A new template is listed as soon as Meta has approved it',
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
		description: 'The message. {name}, {phone}, {reference}, {tags}, {attribute.field} and {context.field} are replaced for every contact.',
		displayOptions: { show: { messageKind: ['text'] } },
	},
];

const variantFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. A',
		description: 'Name of the version; it is in the items and in the list of sends',
	},
	{
		displayName: 'Weight',
		name: 'weight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description: 'Its share, compared with the others: 1 and 1 are halves, 1 and 3 a quarter and three quarters',
	},
	{
		displayName: 'Message',
		name: 'messageKind',
		type: 'options',
		options: messageKinds,
		default: 'template',
	},
	...messageFields,
];

export const stepFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Brochure',
		description: 'Every step has a name of its own; left empty it is that of the template. People keep their place by it when you change the sequence.',
	},
	{
		displayName: 'Wait',
		name: 'delayAmount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How long to wait: the first step counts from the enrollment, every other one from the last message sent, unless Counts says otherwise. 0 sends at once.',
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
		displayName: 'Counts',
		name: 'countsFrom',
		type: 'options',
		options: [
			{ name: 'After a Date', value: 'after_date', description: 'So long after a date that the enrolling item brings along, such as a delivery' },
			{ name: 'After the Message Before', value: 'message', description: 'For the first step: after the enrollment' },
			{ name: 'Back From a Date', value: 'before_date', description: 'So long before a date that the enrolling item brings along, such as an appointment' },
		],
		default: 'message',
		description: 'What Wait counts from. A step that counts back is left out when its time has passed.',
	},
	{
		displayName: 'Date Field',
		name: 'dateField',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. appointment',
		description: 'Field of the item that enrolls, with a date such as 2026-05-31T15:00; without a time zone it is on the clock of the contact. The enrolling node has to carry the item along.',
		displayOptions: { show: { countsFrom: ['after_date', 'before_date'] } },
	},
	{
		displayName: 'At',
		name: 'at',
		type: 'string',
		default: '',
		placeholder: 'e.g. 09:00',
		description: 'Time of day, in the time zone of the contact: the first one after the wait; of a step that counts back, that of the day to which it leads. Empty sends as soon as the wait is over.',
	},
	{
		displayName: 'Wait For Reply',
		name: 'waitForReply',
		type: 'boolean',
		default: false,
		description: 'Whether a reply during the wait ends it: the message of this step, such as a reminder, is not needed then, and the next step counts from the reply',
	},
	{
		displayName: 'Message',
		name: 'messageKind',
		type: 'options',
		options: stepMessageKinds,
		default: 'template',
	},
	...messageFields,
	{
		displayName: 'Variants',
		name: 'variants',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Variant' },
		default: {},
		placeholder: 'Add Variant',
		description: 'Versions of the message. Each contact gets one of them, the same each time.',
		displayOptions: { show: { messageKind: ['variants'] } },
		options: [{ displayName: 'Variant', name: 'variant', values: variantFields }],
	},
	{
		displayName: 'Enabled',
		name: 'enabled',
		type: 'boolean',
		default: true,
		description: 'Whether the step is sent. One that is switched off is passed over.',
	},
];
