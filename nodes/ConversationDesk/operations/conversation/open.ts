/** Open: a conversation begins; a bot has it, or nobody. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { workConversations } from '../../work-conversations';

const properties: INodeProperties[] = [
	...contactFields,
	{
		displayName: 'Who Has It',
		name: 'openFor',
		type: 'options',
		options: [
			{ name: 'A Bot', value: 'bot', description: 'A workflow answers; Assign hands over to people' },
			{ name: 'Nobody Yet', value: 'nobody', description: 'It is unassigned until an agent claims it' },
		],
		default: 'bot',
		description: 'Who answers the customer at first',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['open'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, {
		name: 'open',
		action: (item) => ({ kind: 'open', for: batch.node.getNodeParameter('openFor', item, 'bot') as 'bot' | 'nobody' }),
		output: () => 'Opened',
	});
}
