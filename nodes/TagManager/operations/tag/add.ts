/** Add: tags that the contact did not have are added. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { outputFor } from '../../outputs';
import { properties, readRequest } from './fields';

export const description = updateDisplayOptions({ show: { resource: ['tag'], operation: ['add'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.addTags(requests, batch.now),
		answer: ({ contactId, changed }) => ({ tagChange: { contactId, added: changed } }),
		output: ({ changed }) => outputFor(changed.length > 0),
	});
}
