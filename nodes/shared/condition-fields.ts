/** Rules of conditions as parameters: one list for the Stop-When Guard and for the entry conditions of a sequence. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { stateOptions } from './state-options';

/** Fields that ask for the enrollment an item belongs to: entry conditions come before there is one. */
const OF_THE_RUN = new Set(['expression', 'sequence', 'state', 'step', 'stepsSent']);

const fieldOptions: INodePropertyOptions[] = [
	{ name: 'Attribute', value: 'attribute', description: 'A value that is kept with the contact' },
	{ name: 'Consent', value: 'consent', description: 'Whether the contact has opted out of marketing' },
	{ name: 'Conversion', value: 'conversion', description: 'A conversion was recorded' },
	{ name: 'Conversion Value', value: 'conversionValue', description: 'A conversion worth so much was recorded' },
	{ name: 'Country', value: 'country', description: 'By the phone number; two letters such as DE' },
	{ name: 'Enrollment Context', value: 'context', description: 'A field that the enrolling item brought along' },
	{ name: 'Enrollment Reference', value: 'reference', description: 'Your own key of the enrollment, such as a cart number' },
	{ name: 'Enrollment State', value: 'state' },
	{ name: 'Expression', value: 'expression', description: 'Anything else that you know about the item' },
	{ name: 'Human Takeover', value: 'human', description: 'Somebody answered the contact from the phone app' },
	{ name: 'In Another Sequence', value: 'elsewhere', description: 'Whether the contact is in another sequence at the moment' },
	{ name: 'Language', value: 'language', description: 'The attribute "language" of the contact' },
	{ name: 'Messages Received', value: 'received', description: 'How many messages the contact wrote' },
	{ name: 'Messages Sent', value: 'sent', description: 'How many messages the contact got, of all sequences and of none' },
	{ name: 'Name', value: 'name' },
	{ name: 'Phone Number', value: 'phone' },
	{ name: 'Sequence', value: 'sequence', description: 'Name of the sequence that the item comes from' },
	{ name: 'Silence', value: 'silence', description: 'The contact has written nothing for so long, or never' },
	{ name: 'Step', value: 'step', description: 'Name of the step that comes next' },
	{ name: 'Steps Sent', value: 'stepsSent', description: 'How many steps of this enrollment were sent' },
	{ name: 'Tag', value: 'tag' },
	{ name: 'Time Zone', value: 'timeZone', description: 'As it is kept, else by the phone number; such as Europe/Berlin' },
];

export const TEXT_FIELDS = ['country', 'language', 'name', 'phone', 'reference', 'sequence', 'step', 'timeZone'];
export const VALUE_FIELDS = ['attribute', 'context'];
const COUNTED = ['received', 'sent', 'stepsSent'];
const COMPARED = [...COUNTED, 'conversionValue'];
const IN_A_PERIOD = ['conversion', 'conversionValue', 'human', 'received', 'sent'];

const textOperators: INodePropertyOptions[] = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Contain', value: 'contains_not' },
	{ name: 'Is', value: 'is' },
	{ name: 'Is Empty', value: 'is_empty' },
	{ name: 'Is Not', value: 'is_not' },
	{ name: 'Is Not Empty', value: 'is_filled' },
	{ name: 'Starts With', value: 'starts_with' },
];

const comparisons: INodePropertyOptions[] = [
	{ name: 'At Least (≥)', value: 'at_least' },
	{ name: 'At Most (≤)', value: 'at_most' },
	{ name: 'Equal (=)', value: 'equals' },
	{ name: 'Less Than (<)', value: 'below' },
	{ name: 'More Than (>)', value: 'above' },
	{ name: 'Not Equal (≠)', value: 'differs' },
];

const valueOperators: INodePropertyOptions[] = [
	...textOperators,
	...comparisons,
	{ name: 'After (Time)', value: 'after' },
	{ name: 'Before (Time)', value: 'before' },
	{ name: 'Is False', value: 'is_false' },
	{ name: 'Is True', value: 'is_true' },
].sort((a, b) => a.name.localeCompare(b.name));

const NEEDS_NO_VALUE = ['is_empty', 'is_filled', 'is_true', 'is_false'];
const withValue = (operators: INodePropertyOptions[]): string[] =>
	operators.map(({ value }) => String(value)).filter((value) => !NEEDS_NO_VALUE.includes(value));

const units: INodePropertyOptions[] = [
	{ name: 'Minutes', value: 'minutes' },
	{ name: 'Hours', value: 'hours' },
	{ name: 'Days', value: 'days' },
];

const timeFields = (show: Record<string, string[]>): INodeProperties[] => [
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description: 'How many of the unit',
		displayOptions: { show },
	},
	{
		displayName: 'Unit',
		name: 'unit',
		type: 'options',
		options: units,
		default: 'days',
		description: 'A day counts as 24 hours here',
		displayOptions: { show },
	},
];

const periodOfGuard: INodeProperties = {
	displayName: 'Period',
	name: 'period',
	type: 'options',
	options: [
		{ name: 'In the Last', value: 'within' },
		{ name: 'Since Enrolled', value: 'enrolled' },
	],
	default: 'enrolled',
	description: 'From when on it counts',
	displayOptions: { show: { field: IN_A_PERIOD } },
};

const periodOfEntry: INodeProperties = { ...periodOfGuard, options: [{ name: 'In the Last', value: 'within' }], default: 'within' };

/** The fields of one condition. @param moment when it is asked */
function conditionFields(moment: 'entry' | 'guard'): INodeProperties[] {
	return [
		{
			displayName: 'Field',
			name: 'field',
			type: 'options',
			noDataExpression: true,
			options: moment === 'guard' ? fieldOptions : fieldOptions.filter(({ value }) => !OF_THE_RUN.has(String(value))),
			default: 'tag',
			description: 'What is looked at. Something that is not known never counts as met.',
		},
		{
			displayName: 'Field Name',
			name: 'key',
			type: 'string',
			default: '',
			placeholder: 'e.g. plan or cart.total',
			description: 'Name of the attribute or context field; dots lead into it',
			displayOptions: { show: { field: VALUE_FIELDS } },
		},
		{
			displayName: 'Operator',
			name: 'textOperator',
			type: 'options',
			options: textOperators,
			default: 'is',
			displayOptions: { show: { field: TEXT_FIELDS } },
		},
		{
			displayName: 'Operator',
			name: 'valueOperator',
			type: 'options',
			options: valueOperators,
			default: 'is',
			displayOptions: { show: { field: VALUE_FIELDS } },
		},
		{
			displayName: 'Operator',
			name: 'tagOperator',
			type: 'options',
			options: [
				{ name: 'Has the Tag', value: 'has' },
				{ name: 'Does Not Have the Tag', value: 'has_not' },
			],
			default: 'has',
			displayOptions: { show: { field: ['tag'] } },
		},
		{
			displayName: 'Operator',
			name: 'comparison',
			type: 'options',
			options: comparisons,
			default: 'at_least',
			displayOptions: { show: { field: COMPARED } },
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			placeholder: 'e.g. Ana',
			description: 'What it is compared with. Capital letters make no difference.',
			displayOptions: { show: { field: TEXT_FIELDS, textOperator: withValue(textOperators) } },
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			placeholder: 'e.g. gold, 49.90 or 2026-05-31',
			description: 'What it is compared with. Capital letters make no difference.',
			displayOptions: { show: { field: VALUE_FIELDS, valueOperator: withValue(valueOperators) } },
		},
		{
			displayName: 'Tag',
			name: 'tag',
			type: 'string',
			default: '',
			placeholder: 'e.g. buyer',
			description: 'Name of the tag, exactly as it is kept',
			displayOptions: { show: { field: ['tag'] } },
		},
		{
			displayName: 'Number',
			name: 'number',
			type: 'number',
			default: 1,
			description: 'What it is compared with; of values in the currency of the conversion, whatever that is',
			displayOptions: { show: { field: COMPARED } },
		},
		moment === 'guard' ? periodOfGuard : periodOfEntry,
		...timeFields({ field: IN_A_PERIOD, period: ['within'] }),
		...timeFields({ field: ['silence'] }),
		{
			displayName: 'Consent',
			name: 'consent',
			type: 'options',
			options: [
				{ name: 'Marketing Is Allowed', value: 'allowed' },
				{ name: 'Opted Out', value: 'opted_out' },
			],
			default: 'opted_out',
			displayOptions: { show: { field: ['consent'] } },
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: stateOptions,
			default: 'paused',
			displayOptions: { show: { field: ['state'] } },
		},
		{
			displayName: 'Is in Another Sequence',
			name: 'elsewhere',
			type: 'boolean',
			default: true,
			description: 'Whether the contact must be in another sequence, or must not be',
			displayOptions: { show: { field: ['elsewhere'] } },
		},
		{
			displayName: 'Expression Is True',
			name: 'holds',
			type: 'boolean',
			default: false,
			description: 'Whether the condition holds; set it to an expression, which is worked out for every item',
			displayOptions: { show: { field: ['expression'] } },
		},
	];
}

const matchOptions: INodePropertyOptions[] = [
	{ name: 'All of the Conditions', value: 'all' },
	{ name: 'Any of the Conditions', value: 'any' },
];

/** The fields of one rule: its name, and its conditions. */
export function ruleFields(moment: 'entry' | 'guard'): INodeProperties[] {
	return [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Has bought',
			description: 'Name of the rule; shown as the reason',
		},
		{
			displayName: 'Must Hold',
			name: 'match',
			type: 'options',
			options: matchOptions,
			default: 'all',
			description: 'How many of the conditions must hold',
		},
		{
			displayName: 'Conditions',
			name: 'conditions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			default: {},
			placeholder: 'Add Condition',
			description: 'What must hold for this rule',
			options: [{ displayName: 'Condition', name: 'values', values: conditionFields(moment) }],
		},
	];
}
