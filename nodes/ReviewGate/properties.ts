import type { INodeProperties } from 'n8n-workflow';

const UNITS = [
	{ name: 'Minutes', value: 'minutes' },
	{ name: 'Hours', value: 'hours' },
	{ name: 'Days', value: 'days' },
];

/** A rule in the list while it is folded. */
const ruleTitle = '={{ $collection.item.value.kind === "below" ? "A number is below " + $collection.item.value.below : "Template approved before" }}';

const rules: INodeProperties = {
	displayName: 'Pass Without Review When',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Rule', fixedCollection: { itemTitle: ruleTitle } },
	default: {},
	placeholder: 'Add Rule',
	description: 'One rule that holds is enough. Without rules everything is reviewed.',
	options: [
		{
			displayName: 'Rule',
			name: 'values',
			values: [
				{
					displayName: 'When',
					name: 'kind',
					type: 'options',
					options: [
						{ name: 'A Number Is Below', value: 'below', description: 'Such as the value of an order' },
						{ name: 'Same Template Approved Before', value: 'template', description: 'A person has approved this template for this contact before' },
					],
					default: 'template',
				},
				{
					displayName: 'Number',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. {{ $json.enrollment.context.total }}',
					description: 'Drag it from the incoming item. What is no number is reviewed.',
					displayOptions: { show: { kind: ['below'] } },
				},
				{
					displayName: 'Limit',
					name: 'below',
					type: 'number',
					default: 100,
					description: 'Numbers below it pass',
					displayOptions: { show: { kind: ['below'] } },
				},
			],
		},
	],
};

export const properties: INodeProperties[] = [
	{
		displayName:
			'Put it between the Stop-When Guard and the sending node. What waits comes out at Pending with a link: wire a node there that sends the link to somebody. What is approved comes out at Approved.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'What to Review',
		name: 'subject',
		type: 'options',
		options: [
			{ name: 'Message of the Step', value: 'step', description: 'What the Sequence Trigger brings along; of other items the field text, message or output' },
			{ name: 'Text', value: 'text', description: 'A text of your own, such as one that an AI has written' },
		],
		default: 'step',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.output }}',
		description: 'The reviewer can change it; it comes out as review.text',
		displayOptions: { show: { subject: ['text'] } },
	},
	{
		displayName: 'If Nobody Decides',
		name: 'silence',
		type: 'options',
		options: [
			{ name: 'Approve It', value: 'approve', description: 'After the time below it counts as approved' },
			{ name: 'Keep Waiting', value: 'hold', description: 'It waits until somebody decides' },
			{ name: 'Reject It and End the Run', value: 'end', description: 'After the time below the contact leaves the sequence' },
			{ name: 'Reject It and Skip the Step', value: 'skip', description: 'After the time below the sequence goes on with the next step' },
		],
		default: 'hold',
	},
	{
		displayName: 'After',
		name: 'silenceAmount',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		displayOptions: { hide: { silence: ['hold'] } },
	},
	{
		displayName: 'Unit',
		name: 'silenceUnit',
		type: 'options',
		options: UNITS,
		default: 'hours',
		displayOptions: { hide: { silence: ['hold'] } },
	},
	rules,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Ask on WhatsApp',
				name: 'reviewer',
				type: 'string',
				default: '',
				placeholder: 'e.g. +49 170 1234567',
				description:
					'A reviewer gets every item as a WhatsApp message with buttons, and a tap decides. WhatsApp delivers it while the reviewer has written to your number within 24 hours; each tap counts as writing. While the credential names test recipients, the reviewer has to be one of them. Taps need an active WhatsApp Message Trigger.',
			},
			{
				displayName: 'Dashboard Address',
				name: 'dashboard',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://n8n.example.com/webhook/…/dashboard',
				description: 'Production URL of your Sequence Dashboard; items at Pending then bring a link to the queue of reviews',
			},
			{
				displayName: 'Links Are Valid for (Days)',
				name: 'linkDays',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 7,
				description: 'The review itself waits on, and can be decided on the dashboard',
			},
			{
				displayName: 'Reject Button on WhatsApp',
				name: 'tapRejects',
				type: 'options',
				options: [
					{ name: 'Ends the Run', value: 'end' },
					{ name: 'Skips the Step', value: 'skip' },
				],
				default: 'skip',
			},
		],
	},
];
