/** Record Answer: an agent answered from elsewhere than the phone app, so no reminder is needed. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { workConversations } from '../../work-conversations';

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['answered'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workConversations(batch, { name: 'answered', action: () => ({ kind: 'answered', at: batch.now }), output: () => '' });
}
