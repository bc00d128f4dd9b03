/** Who an item is about. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ContactRef } from '../../engine/contact/contact';
import { toE164 } from '../../engine/contact/phone';
import { isZone } from '../../engine/contact/time-zone';
import type { Account } from './account';
import { ItemFault } from './item-fault';
import { ownFields, plainText, textNamed } from './own-fields';

/** Names under which forms, shops and lists bring a phone number, and a name. */
const PHONE_FIELDS = ['phone', 'phone number', 'mobile', 'mobile phone', 'whatsapp', 'whatsapp number'];
const NAME_FIELDS = ['name', 'full name', 'first name'];
/** How Meta writes numbers: digits with the country code and nothing in front. */
const META_FIELDS = ['wa_id'];

/** What a contact is read from. */
export interface ContactSource {
	node: Pick<IExecuteFunctions, 'getNodeParameter'>;
	account: Pick<Account, 'country'>;
	items: INodeExecutionData[];
}

/** The contact that an item means; throws ItemFault when it means none. */
export function readContact(batch: ContactSource, item: number): ContactRef {
	const source = batch.node.getNodeParameter('contactSource', item, 'item') as string;
	if (source === 'item') return contactOfItem(batch, item);
	const name = plainText(batch.node.getNodeParameter('contactName', item, ''));
	const named = name ? { name } : {};
	if (source === 'userId') {
		const userId = plainText(batch.node.getNodeParameter('userId', item, ''));
		if (!userId) throw new ItemFault('WhatsApp User ID is empty', 'Fill it in, or take the contact from the incoming item.');
		return { userId, ...named };
	}
	return { phone: phoneOrFault(plainText(batch.node.getNodeParameter('phone', item, '')), batch), ...named };
}

function contactOfItem(batch: ContactSource, item: number): ContactRef {
	const json = batch.items[item]!.json;
	const contact = isObject(json.contact) ? json.contact : undefined;
	if (contact && plainText(contact.id)) return { id: plainText(contact.id) };
	const from = contact ?? ownFields(json);
	const userId = textNamed(from, ['userId']);
	const metaDigits = textNamed(from, META_FIELDS);
	const phone = textNamed(from, PHONE_FIELDS) || (metaDigits && `+${metaDigits.replace(/^\+/, '')}`);
	const name = textNamed(from, NAME_FIELDS);
	const timeZone = zoneOrFault(textNamed(from, ['timeZone']));
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

function phoneOrFault(written: string, { account }: ContactSource): string {
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

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
