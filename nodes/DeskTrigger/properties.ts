/** The parameters of the node and what its panel says. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** One output for each choice, in the order of the list; read by the editor, so it is plain JavaScript in an expression. */
export const outputs = `={{ [
	['away', 'Away Reply'], ['queue', 'Queue Notice'], ['assigned', 'Assigned'], ['reminder', 'Agent Reminder'], ['closed', 'Closed'], ['survey', 'Survey']
].filter(([value]) => ($parameter.tellAbout ?? []).includes(value)).map(([, displayName]) => ({ type: 'main', displayName })) }}` as const;

export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'See every output once, as a sample',
	executionsHelp: {
		inactive:
			'<b>While you build</b>: click the button above. Every output gets one sample, addressed to the first test recipient of the credential; nobody else gets it.<br /><br /><b>When the desk is ready</b>: publish the workflow. Then the timers run by themselves.',
		active:
			'<b>The desk is open</b>: its timers start this workflow by themselves, and you find the runs in the list of executions.<br /><br /><b>While you change it</b>: click the button above, and publish again when you are done.',
	},
	activationHint: 'Publish the workflow to start the timers of the desk.',
};

const shownFor = (output: string): INodeProperties['displayOptions'] => ({ show: { tellAbout: [output] } });

function minutesField(displayName: string, name: string, usual: number, description: string): INodeProperties {
	return { displayName, name, type: 'number', typeOptions: { minValue: 0 }, default: usual, description };
}

export const properties: INodeProperties[] = [
	{
		displayName: 'Tell About',
		name: 'tellAbout',
		type: 'multiOptions',
		options: [
			{ name: 'Agent Reminder', value: 'reminder', description: 'The customer waits for the answer of the agent' },
			{ name: 'Assigned', value: 'assigned', description: 'An agent has got a conversation' },
			{ name: 'Away Reply', value: 'away', description: 'The customer writes while no agent is there' },
			{ name: 'Closed', value: 'closed', description: 'A conversation is over, by whomever it was closed' },
			{ name: 'Queue Notice', value: 'queue', description: 'The customer waits for a free agent; the item has their place' },
			{ name: 'Survey', value: 'survey', description: 'A conversation with an agent is over; never after a bot' },
		],
		default: ['away', 'queue', 'reminder', 'survey'],
		description: 'Every choice is an output, which gets one item for each customer it happens to',
	},
	{
		...minutesField('Away Reply After (Minutes)', 'awayAfter', 0, 'How long nobody has had the conversation; 0 for at once'),
		displayOptions: shownFor('away'),
	},
	{
		...minutesField('Queue Notice After (Minutes)', 'queueAfter', 0, 'How long the customer has been queued; 0 for at once'),
		displayOptions: shownFor('queue'),
	},
	{
		...minutesField('Remind the Agent After (Minutes)', 'reminderAfter', 10, 'How long the customer has waited for an answer'),
		displayOptions: shownFor('reminder'),
	},
	{
		displayName: 'Reminders',
		name: 'reminderTimes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 1,
		description: 'How many there are while the customer goes on waiting, each after the same time',
		displayOptions: shownFor('reminder'),
	},
	{
		displayName: 'Close When the Customer Is Silent',
		name: 'closeSilent',
		type: 'boolean',
		default: true,
		description: 'Whether conversations that an agent has are closed when nobody has written for some time. Those that nobody has stay open.',
	},
	{
		displayName: 'Close After',
		name: 'closeAfter',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description: 'Counted from the last message of customer or agent, or since the agent has had it; 1 minute to 72 hours',
		displayOptions: { show: { closeSilent: [true] } },
	},
	{
		displayName: 'Unit',
		name: 'closeUnit',
		type: 'options',
		options: [
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'hours',
		displayOptions: { show: { closeSilent: [true] } },
	},
	{
		displayName: 'Close Bot Conversations',
		name: 'closeBots',
		type: 'boolean',
		default: true,
		description: 'Whether conversations that a bot has are closed when the customer is silent',
	},
	{
		...minutesField('Close Them After (Minutes)', 'closeBotsAfter', 10, 'Counted from the last message of the customer, or since the bot has had it; 1 minute to 72 hours'),
		displayOptions: { show: { closeBots: [true] } },
	},
	{
		...minutesField('Survey After (Minutes)', 'surveyAfter', 0, 'How long after the end of the conversation it is sent; 0 for at once'),
		displayOptions: shownFor('survey'),
	},
	{
		displayName: 'Survey Answers',
		name: 'surveyAnswers',
		type: 'string',
		default: '1, 2, 3, 4, 5',
		placeholder: 'e.g. Great, Okay, Bad',
		description: 'What customers can answer, with commas between. Only such a message is taken for an answer, within 3 days; any other one begins a conversation.',
		displayOptions: shownFor('survey'),
	},
	{
		displayName: 'Keep the Answer As',
		name: 'surveyAttribute',
		type: 'string',
		default: 'satisfaction',
		description: 'Name of the attribute under which the answer is kept with the contact',
		displayOptions: shownFor('survey'),
	},
];
