/** Options about the life of an enrollment: re-entry, stop rules, live edit, expiry, what follows, tags, conversions. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const units: INodePropertyOptions[] = [
	{ name: 'Minutes', value: 'minutes' },
	{ name: 'Hours', value: 'hours' },
	{ name: 'Days', value: 'days' },
];

const amountField = (amount: number): INodeProperties => ({
	displayName: 'Amount',
	name: 'amount',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: amount,
	description: 'How many of the unit',
});

const unitField: INodeProperties = { displayName: 'Unit', name: 'unit', type: 'options', options: units, default: 'days' };

function time(displayName: string, name: string, amount: number, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		default: { time: { amount, unit: 'days' } },
		description,
		options: [{ displayName: 'Time', name: 'time', values: [amountField(amount), unitField] }],
	};
}

const stopOptions: INodePropertyOptions[] = [
	{ name: 'A Conversion Is Recorded', value: 'conversion', description: 'The enrollment ends as converted' },
	{ name: 'Somebody Answers From the Phone App', value: 'humanReply', description: 'A human has taken over' },
	{ name: 'The Contact Changes Their Number', value: 'numberChange' },
];

const reentryOptions: INodePropertyOptions[] = [
	{ name: 'Ignore', value: 'ignore', description: 'Nothing is changed, and the enrolling item says so' },
	{ name: 'Keep Their Place', value: 'keep', description: 'The contact stays at the step they have reached' },
	{ name: 'Not Before the Cool-Down Is Over', value: 'after_cool_down', description: 'Counted from the end of the last enrollment; set the option Cool-Down' },
	{ name: 'Once Ever', value: 'once', description: 'Whoever has been in the sequence is not enrolled again' },
	{ name: 'Replace', value: 'replace', description: 'The running enrollment ends, unless it has the same reference, and a new one begins' },
	{ name: 'Start Over', value: 'restart', description: 'The running enrollment ends and a new one begins' },
];

const attributionFields: INodeProperties[] = [
	{
		displayName: 'Counts By',
		name: 'by',
		type: 'options',
		options: [
			{ name: 'Coupon', value: 'coupon', description: 'The conversion names the coupon of this sequence' },
			{ name: 'Message Delivered', value: 'delivered' },
			{ name: 'Message Read', value: 'read' },
			{ name: 'Message Sent', value: 'sent' },
		],
		default: 'sent',
		description: 'What must have happened before the conversion; the last message of all sequences wins',
	},
	{
		displayName: 'Coupon',
		name: 'coupon',
		type: 'string',
		default: '',
		placeholder: 'e.g. SPRING10',
		description: 'The code that belongs to this sequence',
		displayOptions: { show: { by: ['coupon'] } },
	},
	{ ...amountField(7), displayName: 'Within', description: 'How long before the conversion it may have happened' },
	unitField,
];

export const lifeOptions: INodeProperties[] = [
	{
		displayName: 'Also Stop When',
		name: 'stopOn',
		type: 'multiOptions',
		options: stopOptions,
		default: [],
		description: 'What else ends the enrollment the moment it happens, also between due and sent',
	},
	{
		displayName: 'Conversions',
		name: 'attribution',
		type: 'fixedCollection',
		default: { rule: { by: 'sent', amount: 7, unit: 'days' } },
		description: 'Which conversions count for this sequence. Without this: those within 7 days after a message of it.',
		options: [{ displayName: 'Rule', name: 'rule', values: attributionFields }],
	},
	time('Cool-Down', 'coolDown', 30, 'How long after the end of an enrollment the contact may enter again'),
	time('Expire After Silence', 'expireAfter', 30, 'Ends the enrollment when the contact has written nothing for this long, counted from the enrollment at the earliest'),
	{
		displayName: 'If Already Enrolled',
		name: 'reentry',
		type: 'options',
		options: reentryOptions,
		default: 'keep',
		description: 'What happens when somebody is enrolled who is, or was, in the sequence; the enrolling node may say otherwise',
	},
	{
		displayName: 'Keep Enrolled If Undeliverable',
		name: 'keepUndeliverable',
		type: 'boolean',
		default: false,
		description: 'Whether a message that WhatsApp cannot deliver is passed over instead of ending the enrollment',
	},
	{
		displayName: 'Next Sequence',
		name: 'nextSequence',
		type: 'fixedCollection',
		default: { next: { sequence: '', on: 'completed' } },
		description: 'Another sequence that begins for the contact when this one ends',
		options: [
			{
				displayName: 'Next',
				name: 'next',
				values: [
					{ displayName: 'Sequence', name: 'sequence', type: 'string', default: '', placeholder: 'e.g. After sales', description: 'Name of the sequence' },
					{
						displayName: 'When',
						name: 'on',
						type: 'options',
						options: [
							{ name: 'Completed or Converted', value: 'completed' },
							{ name: 'Converted', value: 'converted' },
							{ name: 'Ended in Any Way', value: 'any_end', description: 'But not after an opt-out, a removal or a failure' },
						],
						default: 'completed',
						description: 'How this sequence must have ended',
					},
				],
			},
		],
	},
	{
		displayName: 'Offer New Last Steps',
		name: 'offerNewSteps',
		type: 'boolean',
		default: false,
		description: 'Whether people who have completed the sequence get steps that are added at its end later',
	},
	{
		displayName: 'People in Flight',
		name: 'liveEdit',
		type: 'options',
		options: [
			{ name: 'Follow Changes', value: 'follow', description: 'Everybody goes over to the new version, by the names of the steps' },
			{ name: 'Keep Their Version', value: 'pinned', description: 'Whoever is in the sequence finishes it as it was' },
		],
		default: 'follow',
		description: 'What a changed sequence means for the people who are in it',
	},
	{
		displayName: 'Tag for Completion',
		name: 'completedTag',
		type: 'string',
		default: '',
		placeholder: 'e.g. Welcome done',
		description: 'Tag that contacts get when they complete the sequence or convert',
	},
	{
		displayName: 'Tags for Progress',
		name: 'progressTags',
		type: 'boolean',
		default: false,
		description: 'Whether contacts carry a tag "sequence: step" for the step they got last, until the enrollment ends',
	},
];
