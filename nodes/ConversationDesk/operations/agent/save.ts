/** Create or Update: an agent with the reception limit, and whether they are there. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { AgentRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { agentItem } from '../../../shared/conversation-item';
import { agentField, readAgent } from '../../agent-fields';

const properties: INodeProperties[] = [
	agentField('The name by which the agent is known'),
	{
		displayName: 'Reception Limit',
		name: 'receptionLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description: 'Most conversations at the same time. Nobody is ever given more, by hand or by itself; 0 for none.',
	},
	{
		displayName: 'Available',
		name: 'available',
		type: 'boolean',
		default: true,
		description: 'Whether new conversations are assigned to the agent. Who goes away keeps those they have.',
	},
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		default: '',
		placeholder: 'e.g. +49 170 1234567 or ana@example.com',
		description: 'Where reminders reach the agent; it is in the items as conversation.agent.address',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['agent'], operation: ['save'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.saveAgents(requests, batch.now),
		answer: (saved) => ({ agent: { ...agentItem(saved), created: saved.created } }),
	});
}

function readRequest(batch: Batch, item: number): AgentRequest {
	const limit = Number(batch.node.getNodeParameter('receptionLimit', item, 5));
	if (!Number.isInteger(limit) || limit < 0) throw new ItemFault('Reception Limit is no whole number', 'Write 0 or more.');
	return {
		name: readAgent(batch, item),
		limit,
		available: batch.node.getNodeParameter('available', item, true) === true,
		address: String(batch.node.getNodeParameter('address', item, '') ?? ''),
	};
}
