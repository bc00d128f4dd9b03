/** Remove: tags that the contact has are taken away. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { outputFor } from '../../outputs';
import { properties, readRequest } from './fields';

export const description = updateDisplayOptions({ show: { resource: ['tag'], operation: ['remove'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.removeTags(requests, batch.now),
		answer: ({ contactId, changed }) => ({ tagChange: { contactId, removed: changed } }),
		output: ({ changed }) => outputFor(changed.length > 0),
	});
}
