/** Options that most canvases leave alone. */
import type { INodeProperties } from 'n8n-workflow';

export const optionProperties: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				default: true,
				description:
					'Whether to put the messages together without sending them: each item comes out at Sent with the request that would have gone to Meta. Nothing is written down; a sequence that is running goes on to its next step as if the message had been sent.',
			},
			{
				displayName: 'Marketing to US Numbers',
				name: 'marketingToUs',
				type: 'options',
				default: 'send',
				options: [
					{ name: 'Do Not Send', value: 'refuse', description: 'Such items come out at Not Sent with the reason us_marketing, and a sequence goes on with its next step' },
					{ name: 'Send Anyway', value: 'send', description: 'Meta takes the message and most likely does not deliver it (error 131049); the item carries a warning' },
				],
				description: 'What to do with marketing templates to numbers of the United States: Meta has not delivered them since April 2025',
			},
			{
				displayName: 'Reply To',
				name: 'replyTo',
				type: 'string',
				default: '={{ $json.message.id }}',
				description: 'ID of the message that a session message quotes (wamid…). Behind a WhatsApp Message Trigger leave it as it is: that is the message that came in.',
			},
			{
				displayName: 'Text for Missing Values',
				name: 'missingText',
				type: 'string',
				default: '',
				placeholder: 'e.g. there',
				displayOptions: { show: { missing: ['fallback'] } },
				description: 'Stands in for every placeholder that has neither a value nor a fallback of its own',
			},
			{
				displayName: 'When a Value Is Missing',
				name: 'missing',
				type: 'options',
				default: 'skip',
				options: [
					{ name: 'Hold the Step', value: 'hold', description: 'The contact stays at the step, which is tried again every hour until there is a value' },
					{ name: 'Skip the Step', value: 'skip', description: 'The item comes out at Not Sent, and the sequence goes on with its next step' },
					{ name: 'Use a Text Instead', value: 'fallback', description: 'The text under Text for Missing Values is put in' },
				],
				description: 'What to do when a placeholder such as {name} has no value for this contact and no fallback such as {name|there}',
			},
		],
	},
];
