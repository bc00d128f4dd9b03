/** List: conversations, or the queue in its order. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { ConversationFilter } from '../../../../engine/store/contract';
import type { Answer, Batch, Outcome } from '../../../shared/batch';
import { contactItem } from '../../../shared/contact-item';
import { conversationItem } from '../../../shared/conversation-item';
import { limitFields, limitOf, readPages } from '../../../shared/list-pages';

const properties: INodeProperties[] = [
	{
		displayName: 'Show',
		name: 'show',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'All That Are Open', value: 'open' },
			{ name: 'Assigned', value: 'assigned' },
			{ name: 'Closed', value: 'closed' },
			{ name: 'Unassigned', value: 'unassigned' },
			{ name: 'Waiting for an Agent, in Their Order', value: 'line' },
			{ name: 'With a Bot', value: 'bot' },
		],
		default: 'open',
		description: 'Which conversations to list',
	},
	{ displayName: 'Agent', name: 'agentFilter', type: 'string', default: '', placeholder: 'e.g. Ana', description: 'Only conversations of this agent; empty for everybody' },
	...limitFields,
];

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['list'] } }, properties);

/** Runs once per incoming item, as n8n's list operations do. */
export async function execute(batch: Batch): Promise<Outcome> {
	const answers: Answer[] = [];
	for (let item = 0; item < batch.items.length; item++) {
		const agent = String(batch.node.getNodeParameter('agentFilter', item, '') ?? '').trim();
		const filter: ConversationFilter = { show: batch.node.getNodeParameter('show', item, 'open') as ConversationFilter['show'], ...(agent ? { agent } : {}) };
		const views = await readPages(limitOf(batch, item), (page) => batch.store.listConversations(filter, page), ({ id }) => id);
		for (const view of views) answers.push({ item, json: { contact: contactItem(view.contact), conversation: conversationItem(view) } });
	}
	return { answers, faults: [] };
}
