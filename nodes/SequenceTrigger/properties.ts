/** The parameters of the node and what its panel says. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { lifeOptions } from './life-options';
import { stepFields } from './steps-description';
import { timingOptions } from './timing-description';

/**
 * What people call a step: its name, else that of its template, as read-definition does. In the editor a resource
 * locator may be its value already. The editor reads it, so it is plain JavaScript for an expression.
 */
const stepName = "((step) => step.name || String(step.template?.value ?? step.template ?? '').split('|')[0] || 'Step')";

/** One output, or one per step with its name. */
export const outputs = `={{ [
	...($parameter.options?.outputPerStep
		? ($parameter.steps?.step ?? []).map((step) => ({ type: 'main', displayName: ${stepName}(step) }))
		: [{ type: 'main', ...($parameter.options?.noticesOutput || $parameter.options?.events?.length ? { displayName: 'Due Steps' } : {}) }]),
	...($parameter.options?.noticesOutput ? [{ type: 'main', displayName: 'Notices' }] : []),
	...($parameter.options?.events?.length ? [{ type: 'main', displayName: 'Events' }] : [])
] }}` as const;

/**
 * A step in the list while it is folded: "2. Film", "3. Offer (off)". $collection.item.index stays with a step that
 * is dragged elsewhere, so its place is looked up.
 */
export const stepTitle = `={{ ((steps, step) =>
	(steps.findIndex((other) => ${stepName}(other) === ${stepName}(step)) + 1) + '. ' + ${stepName}(step) + (step.enabled === false ? ' (off)' : '')
)($parameter.steps?.step ?? [], $collection.item.value) }}` as const;

export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'See every step once, as a sample',
	executionsHelp: {
		inactive:
			'<b>While you build</b>: click the button above. Every step that is enabled comes out once as a sample, addressed to the first test recipient of the credential; nobody else gets it.<br /><br /><b>When the sequence is ready</b>: publish the workflow. Then people can be enrolled, and due steps start the workflow by themselves.',
		active:
			'<b>The sequence is published</b>: due steps start this workflow by themselves, many contacts in one execution, and you find the runs in the list of executions.<br /><br /><b>While you change it</b>: click the button above. Every step that is enabled comes out once as a sample, addressed to the first test recipient of the credential. Publish again when you are done.',
	},
	activationHint: 'Publish the workflow to start the sequence. Until then nobody can be enrolled.',
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Sequence Name',
		name: 'sequenceName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Promo follow-up',
		description: 'Name under which people are enrolled. Each name can be published by one node only.',
	},
	{
		displayName: 'Description',
		name: 'sequenceDescription',
		type: 'string',
		default: '',
		placeholder: 'e.g. Brochure, video and offer for people who wrote PROMO',
		description: 'What the sequence is for; shown where a sequence is chosen',
	},
	{
		displayName: 'Steps',
		name: 'steps',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Step', fixedCollection: { itemTitle: stepTitle } },
		default: {},
		placeholder: 'Add Step',
		description: 'The messages in their order; drag to change it',
		options: [{ displayName: 'Step', name: 'step', values: stepFields }],
	},
	{
		displayName: 'Stop When the Contact Replies',
		name: 'stopOnReply',
		type: 'boolean',
		default: true,
		description: 'Whether any message of the contact ends the sequence for them. An opt-out always does.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: [
			...lifeOptions,
			{
				displayName: 'Attempts',
				name: 'maxAttempts',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 20 },
				default: 5,
				description: 'How often a step is tried before the enrollment is shown as failed',
			},
			{
				displayName: 'Contacts per Execution',
				name: 'batch',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 1000 },
				default: 500,
				description: 'Most contacts that one execution gets. An execution costs n8n the same for one as for many.',
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: [
					{ name: 'Completed', value: 'completed', description: 'All steps are done' },
					{ name: 'Converted', value: 'converted', description: 'A conversion ended the run' },
					{ name: 'Enrolled', value: 'enrolled', description: 'Somebody was taken in' },
					{ name: 'Exited', value: 'exited', description: 'The run ended early: a reply, an opt-out, a guard, a removal' },
					{ name: 'Failed', value: 'failed', description: 'A step failed as often as is allowed, or for good' },
					{ name: 'Needs Attention', value: 'attention', description: 'Nobody knows whether a message left, the sequence is paused for a template, the number cannot send, or changes wait behind a lock' },
					{ name: 'Review Decided', value: 'review_decided', description: 'Somebody approved or rejected a step at a Review Gate' },
				],
				default: [],
				description:
					'Which changes in the sequence come out of one more output, Events: many in one execution, each with an ID. After a crash one may come again, with the same ID.',
			},
			{
				displayName: 'Executions at Once',
				name: 'inFlight',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 20 },
				default: 3,
				description: 'Most executions of this sequence that run at the same time',
			},
			{
				displayName: 'If the Answer of Meta Is Lost',
				name: 'unconfirmed',
				type: 'options',
				options: [
					{
						name: 'Hold Until a Status Arrives',
						value: 'hold',
						description: 'Never sends twice; the contact waits until WhatsApp reports the message',
					},
					{ name: 'Send Again', value: 'resend', description: 'Never loses a message; it may arrive twice' },
					{ name: 'Treat as Sent', value: 'treat_as_sent', description: 'Goes on with the next step' },
				],
				default: 'hold',
				description: 'What to do when it is unknown whether a message left',
			},
			{
				displayName: 'Output for Notices',
				name: 'noticesOutput',
				type: 'boolean',
				default: false,
				description:
					'Whether one more output gets an item, once, when the sequence is paused because Meta does not send a template, or nothing of the number can be sent, and when it goes on, and when changes wait behind a lock. Without it n8n shows a failed execution and runs the error workflow.',
			},
			{
				displayName: 'Separate Output for Each Step',
				name: 'outputPerStep',
				type: 'boolean',
				default: false,
				description: 'Whether every step has an output with its name, so that steps can lead to different nodes',
			},
			...timingOptions,
		],
	},
];
