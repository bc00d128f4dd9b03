/** Who an item is about. */
import type { IDataObject } from 'n8n-workflow';
import type { ContactRef } from '../../engine/contact/contact';
import { toE164 } from '../../engine/contact/phone';
import { isZone } from '../../engine/contact/time-zone';
import { ItemFault, type Batch } from './batch';

/** Names under which forms, shops and lists bring a phone number. */
const PHONE_FIELDS = ['phone', 'phoneNumber', 'phone_number', 'Phone', 'mobile', 'whatsapp'];
/** How Meta writes numbers: digits with the country code and nothing in front. */
const META_FIELD = 'wa_id';

export function readContact(batch: Batch, item: number): ContactRef {
	const source = batch.node.getNodeParameter('contactSource', item, 'item') as string;
	if (source === 'item') return contactOfItem(batch, item);
	const name = text(batch.node.getNodeParameter('contactName', item, ''));
	const named = name ? { name } : {};
	if (source === 'userId') {
		const userId = text(batch.node.getNodeParameter('userId', item, ''));
		if (!userId) throw new ItemFault('WhatsApp User ID is empty', 'Fill it in, or take the contact from the incoming item.');
		return { userId, ...named };
	}
	return { phone: phoneOrFault(text(batch.node.getNodeParameter('phone', item, '')), batch), ...named };
}

function contactOfItem(batch: Batch, item: number): ContactRef {
	const json = batch.items[item]!.json;
	const contact = isObject(json.contact) ? json.contact : undefined;
	if (contact && text(contact.id)) return { id: text(contact.id) };
	const from = contact ?? json;
	const userId = text(from.userId);
	const metaDigits = text(from[META_FIELD]);
	const phone = PHONE_FIELDS.map((field) => text(from[field])).find((value) => value !== '') ?? (metaDigits && `+${metaDigits.replace(/^\+/, '')}`);
	const name = text(from.name);
	const timeZone = zoneOrFault(text(from.timeZone));
	if (!phone && !userId) {
		throw new ItemFault(
			'The incoming item names no contact',
			'It has neither a contact of a WhatsApp trigger nor a field "phone". Choose "Phone Number" under Contact and say where it is.',
		);
	}
	return {
		...(phone ? { phone: phoneOrFault(phone, batch) } : {}),
		...(userId ? { userId } : {}),
		...(name ? { name } : {}),
		...(timeZone ? { timeZone } : {}),
	};
}

function zoneOrFault(written: string): string {
	if (written === '' || isZone(written)) return written;
	throw new ItemFault(`"${written}" is not a time zone`, 'Write the field "timeZone" of the incoming item like Europe/Berlin, or leave it out.');
}

function phoneOrFault(written: string, { account }: Batch): string {
	const phone = toE164(written, account.country);
	if (phone) return phone;
	if (written === '') throw new ItemFault('Phone Number is empty', 'Fill it in, or take the contact from the incoming item.');
	throw new ItemFault(
		`"${written}" is not a phone number`,
		account.country
			? `Write it with its country code, like +491701234567, or as it is dialled in ${account.country}.`
			: 'Write it with its country code, like +491701234567, or set a default country in the credential.',
	);
}

function text(value: unknown): string {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() : '';
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
