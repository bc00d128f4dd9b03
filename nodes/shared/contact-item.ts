/** A contact as items show it. */
import type { IDataObject } from 'n8n-workflow';
import type { Contact } from '../../engine/contact/contact';

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

export function contactItem(contact: Contact): IDataObject {
	return {
		id: contact.id,
		phone: contact.phone,
		userId: contact.userId,
		name: contact.name,
		marketingAllowed: contact.marketingAllowed,
		utilityAllowed: contact.utilityAllowed,
		lastInboundAt: iso(contact.lastInboundAt),
	};
}
