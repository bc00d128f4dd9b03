/** The options about hours, days and shares. All hours and days are those of the contact. */
import type { INodeProperties } from 'n8n-workflow';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const windowFields: INodeProperties[] = [
	{
		displayName: 'Days',
		name: 'days',
		type: 'multiOptions',
		options: weekdays.map((name, index) => ({ name, value: index + 1 })),
		default: [1, 2, 3, 4, 5, 6, 7],
		description: 'Days of the week on which the window opens',
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '09:00',
		placeholder: 'e.g. 09:00',
		description: 'When it opens, in the time zone of the contact',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '20:00',
		placeholder: 'e.g. 20:00',
		description: 'When it closes. A time before From is on the next day; 24:00 is midnight.',
	},
];

const capFields: INodeProperties[] = [
	{
		displayName: 'Messages',
		name: 'messages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'Most messages that one contact gets from all sequences together',
	},
	{
		displayName: 'Within',
		name: 'per',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'Length of the time in which they are counted',
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
		description: 'Unit of Within; a day is 24 hours',
	},
];

export const timingOptions: INodeProperties[] = [
	{
		displayName: 'After Downtime or Pause',
		name: 'catchUp',
		type: 'options',
		options: [
			{ name: 'Send All', value: 'send_all', description: 'What was missed is sent now, and everything after it moves along' },
			{ name: 'Send Only the Latest', value: 'latest_only', description: 'Of several missed messages a contact gets the last one' },
			{ name: 'Skip What Was Missed', value: 'skip', description: 'Goes on with the next step at its own time' },
			{ name: 'Spread', value: 'spread', description: 'What was missed is sent over the next hour, or over Random Spread when that is longer' },
		],
		default: 'send_all',
		description: 'What to do with steps whose time passed more than 15 minutes ago while nothing could be sent',
	},
	{
		displayName: 'Business Days Only',
		name: 'businessDays',
		type: 'boolean',
		default: false,
		description: 'Whether to send on Monday to Friday only',
	},
	{
		displayName: 'Frequency Cap',
		name: 'frequencyCap',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Set the Cap',
		description: 'The most messages a contact gets, counted over all sequences. A message above it is sent later, not lost.',
		options: [{ displayName: 'Cap', name: 'cap', values: capFields }],
	},
	{
		displayName: 'Hold-Out Group (%)',
		name: 'holdOut',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 0,
		description: 'Percent of the contacts who get nothing, so that you can compare. They are enrolled and count for conversions.',
	},
	{
		displayName: 'Holidays',
		name: 'holidays',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. 2026-12-25, 2026-12-26',
		description: 'Dates on which nothing is sent, separated by commas or lines',
	},
	{
		displayName: 'Random Spread (Minutes)',
		name: 'spreadMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10080 },
		default: 0,
		description: 'Longest time by which a message is put off, so that many contacts do not get it in the same second',
	},
	{
		displayName: 'Send Windows',
		name: 'windows',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Window' },
		default: {},
		placeholder: 'Add Window',
		description: 'Hours in which messages may leave. A message that is due outside waits for the next opening.',
		options: [{ displayName: 'Window', name: 'window', values: windowFields }],
	},
];
