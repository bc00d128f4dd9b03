/** Get: one contact with tags and values. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { viewItem } from '../../view-item';

export const description = updateDisplayOptions({ show: { resource: ['contact'], operation: ['get'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (contacts) => batch.store.getContacts(contacts),
		answer: (view) => ({ known: view !== null, ...(view ? viewItem(view) : {}) }),
	});
}
