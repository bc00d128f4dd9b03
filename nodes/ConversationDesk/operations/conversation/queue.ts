/** Queue: like Assign, but the customer is queued also while no agent is at work. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { whereabouts, workConversations } from '../../work-conversations';

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['queue'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, { name: 'queue', action: () => ({ kind: 'queue' }), output: whereabouts, nextOutput: 'Assigned' });
}
