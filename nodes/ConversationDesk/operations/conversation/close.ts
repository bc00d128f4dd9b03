/** Close: the conversation is over, and the next in the queue gets the free place. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { workConversations } from '../../work-conversations';

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['close'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, { name: 'close', action: () => ({ kind: 'close' }), output: () => 'Closed', nextOutput: 'Next Assigned' });
}
