/** Assign: to the agent with the most free places; without one the customer waits. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { whereabouts, workConversations } from '../../work-conversations';

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['assign'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, { name: 'assign', action: () => ({ kind: 'assign' }), output: whereabouts, nextOutput: 'Assigned' });
}
