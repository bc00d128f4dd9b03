/** Transfer: to another agent, or to whoever else is free. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { workConversations, whereabouts } from '../../work-conversations';
import { agentField, readAgent } from '../../agent-fields';

const properties: INodeProperties[] = [
	...contactFields,
	{
		displayName: 'To',
		name: 'transferTo',
		type: 'options',
		options: [
			{ name: 'An Agent', value: 'agent', description: 'The one named below, within the limit' },
			{ name: 'Whoever Else Is Free', value: 'anybody', description: 'Another agent with a free place; without one the customer is queued' },
		],
		default: 'anybody',
	},
	{ ...agentField('Who gets the conversation'), displayOptions: { show: { transferTo: ['agent'] } } },
];

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['transfer'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, {
		name: 'transfer',
		action: (item) => ({ kind: 'transfer', to: batch.node.getNodeParameter('transferTo', item, 'anybody') === 'agent' ? readAgent(batch, item) : null }),
		output: whereabouts,
		nextOutput: 'Assigned',
	});
}
