/** Read: whether contacts may be sent marketing and utility messages. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { consentItem } from './item';

export const description = updateDisplayOptions({ show: { resource: ['consent'], operation: ['read'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (contacts) => batch.store.consentOf(contacts),
		answer: (consent) => ({ known: consent !== null, ...(consent ? consentItem(consent) : { consent: null }) }),
	});
}
