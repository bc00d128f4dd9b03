import { GraphError, badValue, invalid, missing } from '../errors';
import { digitsOf, type Contact, type ContactBook } from '../contacts';
import { isUserId } from '../ids';
import { asText, isObject, type JsonObject } from '../json';
import { FREE_FORM_TYPES } from './freeform';

/** Length of `biz_opaque_callback_data`. Meta's page gives none; 512 is what public references report. */
const CALLBACK_DATA_MAX = 512;

export interface Envelope {
	contact: Contact;
	/** What the sender wrote, given back in `contacts[].input`. */
	input: string;
	byPhone: boolean;
	byUserId: boolean;
	type: string;
	callbackData?: string;
}

/** The parts every message has in common. Source: D/reference/whatsapp-business-phone-number/message-api */
export function checkEnvelope(message: JsonObject, contacts: ContactBook, ownNumber: string): Envelope {
	if (message.messaging_product === undefined) throw missing('messaging_product');
	if (message.messaging_product !== 'whatsapp') throw invalid('Param messaging_product must be one of {WHATSAPP}');
	const recipientType = message.recipient_type ?? 'individual';
	if (recipientType !== 'individual' && recipientType !== 'group') throw invalid('Param recipient_type must be one of {INDIVIDUAL, GROUP}');
	const type = asText(message.type) ?? 'text';
	const types = [...FREE_FORM_TYPES, 'template'];
	if (!types.includes(type)) throw invalid(`Param type must be one of {${types.join(', ').toUpperCase()}}`);
	const callbackData = checkCallbackData(message);
	if (message.context !== undefined && !(isObject(message.context) && asText(message.context.message_id))) {
		throw missing("context['message_id']");
	}
	const to = asText(message.to);
	const recipient = asText(message.recipient);
	if (!to && !recipient) throw missing('to');
	// `to` wins when both are given.
	const contact = to ? byPhone(to, contacts, ownNumber) : byUserId(recipient ?? '', contacts);
	return { contact, input: to ?? recipient ?? '', byPhone: Boolean(to), byUserId: Boolean(recipient), type, callbackData };
}

function checkCallbackData(message: JsonObject): string | undefined {
	if (message.biz_opaque_callback_data === undefined) return undefined;
	const data = asText(message.biz_opaque_callback_data);
	if (data === undefined) throw invalid('Param biz_opaque_callback_data must be a string.');
	if (data.length > CALLBACK_DATA_MAX) {
		throw invalid(`Param biz_opaque_callback_data must be at most ${CALLBACK_DATA_MAX} characters long.`);
	}
	return data;
}

/** With or without `+`, separators allowed. */
function byPhone(to: string, contacts: ContactBook, ownNumber: string): Contact {
	const digits = digitsOf(to);
	if (!/^\+?[\d\s().-]+$/.test(to.trim()) || digits.length < 7 || digits.length > 15) {
		throw badValue('The phone number is malformed: Please use the format: +1234567890.');
	}
	if (digits === digitsOf(ownNumber)) throw new GraphError(131021, { details: 'Sender and recipient phone number is the same' });
	return contacts.withPhone(digits);
}

function byUserId(recipient: string, contacts: ContactBook): Contact {
	if (!isUserId(recipient)) throw badValue('recipient is not a business-scoped user ID');
	const contact = contacts.withUserId(recipient);
	if (!contact) throw new GraphError(131026, { details: 'No user with this business-scoped user ID can be reached' });
	return contact;
}
