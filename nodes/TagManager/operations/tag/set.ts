/** Set: these are the contact's tags from now on, and no others. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { outputFor } from '../../outputs';
import { readTags, tagsField } from './fields';

const properties: INodeProperties[] = [
	...contactFields,
	{ ...tagsField, required: false, description: 'All tags that the contact is to have, with commas between them; empty takes all away' },
];

export const description = updateDisplayOptions({ show: { resource: ['tag'], operation: ['set'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => ({ contact: readContact(batch, item), tags: readTags(batch, item) }),
		work: (requests) => batch.store.setTags(requests, batch.now),
		answer: ({ contactId, added, removed }) => ({ tagChange: { contactId, added, removed } }),
		output: ({ added, removed }) => outputFor(added.length + removed.length > 0),
	});
}
