/** The parameters of Preview. */
import { updateDisplayOptions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { contactFields, sequenceField } from '../fields';

/** What can happen meanwhile; the values are those of the engine's pretended events. */
const happenings: INodePropertyOptions[] = [
	{ name: 'Contact Allows Marketing Again', value: 'opt_in' },
	{ name: 'Contact Buys (Conversion)', value: 'conversion' },
	{ name: 'Contact Changes Their Number', value: 'number_change' },
	{ name: 'Contact Is Enrolled Again', value: 'enroll' },
	{ name: 'Contact Is Paused', value: 'pause_contact' },
	{ name: 'Contact Is Resumed', value: 'resume_contact' },
	{ name: 'Contact Opts Out', value: 'opt_out' },
	{ name: 'Contact Replies', value: 'reply' },
	{ name: 'N8n Goes Down', value: 'downtime_begins' },
	{ name: 'N8n Is Up Again', value: 'downtime_ends' },
	{ name: 'Next Step Is Skipped by Hand', value: 'skip_step' },
	{ name: 'Sequence Is Paused', value: 'pause_sequence' },
	{ name: 'Sequence Is Resumed', value: 'resume_sequence' },
	{ name: 'Somebody Answers From the Phone App', value: 'human_reply' },
	{ name: 'WhatsApp No Longer Reaches the Contact', value: 'undeliverable' },
];

const eventFields: INodeProperties[] = [
	{
		displayName: 'Event',
		name: 'kind',
		type: 'options',
		options: happenings,
		default: 'reply',
	},
	{
		displayName: 'After',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description: 'How long after the enrollment it happens',
	},
	{
		displayName: 'Unit',
		name: 'unit',
		type: 'options',
		options: [
			{ name: 'Minutes', value: 'minutes' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Days', value: 'days' },
		],
		default: 'days',
		description: 'A day counts 24 hours here',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: 'Hello',
		description: 'What the contact writes. Opt-out words such as STOP count.',
		displayOptions: { show: { kind: ['reply'] } },
	},
	{
		displayName: 'Coupon',
		name: 'coupon',
		type: 'string',
		default: '',
		placeholder: 'e.g. SPRING10',
		description: 'The code that was used, if any',
		displayOptions: { show: { kind: ['conversion'] } },
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. cart-1235',
		description: 'Your own key of the new enrollment, if any',
		displayOptions: { show: { kind: ['enroll'] } },
	},
];

const optionFields: INodeProperties[] = [
	{
		displayName: 'Attributes',
		name: 'attributes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Attribute',
		description: 'Attributes that the contact has, besides those that are kept of them',
		options: [
			{
				displayName: 'Attribute',
				name: 'attribute',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. city' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. Berlin' },
				],
			},
		],
	},
	{
		displayName: 'Has Opted Out',
		name: 'optedOut',
		type: 'boolean',
		default: true,
		description: 'Whether the contact has opted out of marketing messages before',
	},
	{
		displayName: 'Hours Since Their Last Message',
		name: 'lastMessageHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'When the contact wrote last, before the enrollment. Texts leave only within 24 hours after that.',
	},
	{
		displayName: 'Longest Time',
		name: 'longestDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3650 },
		default: 366,
		description: 'The preview ends after so many days at the latest',
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. cart-1234',
		description: 'Your own key of the enrollment, such as a cart or order number',
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. vip, newsletter',
		description: 'Tags that the contact has, besides those that are kept of them; separated by commas',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Berlin',
		description: 'Where the contact lives. Without this it is what is kept of them, else their phone number tells.',
	},
];

const properties: INodeProperties[] = [
	sequenceField,
	{
		displayName: 'Nothing is sent and nothing is stored: the sequence is played on a pretend clock.',
		name: 'previewNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Play For',
		name: 'playFor',
		type: 'options',
		options: [
			{ name: 'A Contact', value: 'contact', description: 'With all that is kept of them: time zone, consent, tags, messages and enrollments' },
			{ name: 'Somebody Made Up', value: 'pretend', description: 'Who has never been written to' },
		],
		default: 'pretend',
	},
	...updateDisplayOptions({ show: { playFor: ['contact'] } }, contactFields),
	{
		displayName: 'Their Phone Number',
		name: 'pretendPhone',
		type: 'string',
		default: '',
		placeholder: 'e.g. +49 170 1234567',
		description: 'Tells the time zone. Leave empty for the default time zone of the credential.',
		displayOptions: { show: { playFor: ['pretend'] } },
	},
	{
		displayName: 'Enrolled At',
		name: 'startsAt',
		type: 'dateTime',
		default: '',
		description: 'When the contact is enrolled, in the time zone of the workflow. Leave empty for now.',
	},
	{
		displayName: 'What Happens Meanwhile',
		name: 'events',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Event', fixedCollection: { itemTitle: '={{ $collection.item.value.kind.replaceAll("_", " ") }} after {{ $collection.item.value.amount }} {{ $collection.item.value.unit }}' } },
		default: {},
		placeholder: 'Add Event',
		options: [{ displayName: 'Event', name: 'event', values: eventFields }],
	},
	{
		displayName: 'Pretend That',
		name: 'pretend',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: optionFields,
	},
];

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['preview'] } }, properties);
