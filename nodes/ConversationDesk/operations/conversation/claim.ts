/** Claim: an agent takes a conversation by hand, within the limit. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { workConversations } from '../../work-conversations';
import { agentField, readAgent } from '../../agent-fields';

const properties: INodeProperties[] = [...contactFields, agentField('Who takes the conversation')];

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['claim'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, {
		name: 'claim',
		action: (item) => ({ kind: 'claim', agent: readAgent(batch, item) }),
		output: () => 'Assigned',
	});
}
