/** A contact with tags and values, as items show it. */
import type { IDataObject } from 'n8n-workflow';
import type { ContactView } from '../../engine/store/contract';
import { contactItem } from '../shared/contact-item';

export function viewItem({ contact, tags, attributes, createdAt }: ContactView): IDataObject {
	return { contact: { ...contactItem(contact), timeZone: contact.timeZone, createdAt: new Date(createdAt).toISOString() }, tags, attributes: attributes as IDataObject };
}
