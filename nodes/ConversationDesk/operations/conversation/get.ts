/** Get: the conversation of a contact. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { contactItem } from '../../../shared/contact-item';
import { readContact } from '../../../shared/contact-parameter';
import { conversationItem } from '../../../shared/conversation-item';

export const description = updateDisplayOptions({ show: { resource: ['conversation'], operation: ['get'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (contacts) => batch.store.conversationsOf(contacts),
		answer: (view) => (view ? { contact: contactItem(view.contact), conversation: conversationItem(view) } : { conversation: null }),
	});
}
