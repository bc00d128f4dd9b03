import { GraphError, badValue, invalid, missing } from '../errors';
import { asArray, asNumber, asObject, asText, isObject, type JsonObject } from '../json';
import { checkInteractive } from './interactive';
import { checkMediaObject } from './parameters';

/** Source: D/messages/text-messages, D/messages/image-messages and its siblings. */
const TEXT_MAX = 4_096;
const CAPTION_MAX = 1_024;
const CONTACTS_MAX = 257;
const CAPTIONED = ['image', 'video', 'document'];

/** Message types that need an open service window, template excluded. */
export const FREE_FORM_TYPES = [
	'text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'reaction', 'interactive',
] as const;

/** Checks the body of a message that is not a template. */
export function checkFreeForm(type: string, message: JsonObject): void {
	switch (type) {
		case 'text':
			return checkText(message);
		case 'image':
		case 'video':
		case 'audio':
		case 'document':
		case 'sticker': {
			const media = checkMediaObject(message[type], type);
			if (media.caption === undefined) return;
			if (!CAPTIONED.includes(type)) throw invalid(`Unexpected key "caption" on param "${type}".`);
			if ((asText(media.caption) ?? '').length > CAPTION_MAX) {
				throw invalid(`Param ${type}['caption'] must be at most ${CAPTION_MAX} characters long.`);
			}
			return;
		}
		case 'location':
			return checkLocation(message);
		case 'contacts':
			return checkContacts(message);
		case 'reaction':
			return checkReaction(message);
		case 'interactive':
			return checkInteractive(message);
		default:
			throw new GraphError(131051, { details: `Message type '${type}' is not supported` });
	}
}

function checkText(message: JsonObject): void {
	if (!isObject(message.text)) throw missing('text');
	const body = asText(message.text.body);
	if (body === undefined || body.trim() === '') throw missing("text['body']");
	if (body.length > TEXT_MAX) throw invalid(`Param text['body'] must be at most ${TEXT_MAX} characters long.`);
}

function checkLocation(message: JsonObject): void {
	const { latitude, longitude } = asObject(message.location);
	const north = asNumber(latitude);
	const east = asNumber(longitude);
	if (north === undefined) throw missing("location['latitude']");
	if (east === undefined) throw missing("location['longitude']");
	if (Math.abs(north) > 90 || Math.abs(east) > 180) throw badValue('location: latitude must be within 90 and longitude within 180 degrees');
}

function checkContacts(message: JsonObject): void {
	const contacts = asArray(message.contacts).map(asObject);
	if (contacts.length === 0) throw missing('contacts');
	if (contacts.length > CONTACTS_MAX) throw badValue(`contacts: at most ${CONTACTS_MAX} contacts`);
	for (const contact of contacts) {
		if (!asText(asObject(contact.name).formatted_name)) throw missing("contacts['name']['formatted_name']");
	}
}

function checkReaction(message: JsonObject): void {
	const { message_id: target, emoji } = asObject(message.reaction);
	if (!asText(target)) throw missing("reaction['message_id']");
	// An empty emoji takes the reaction away.
	if (asText(emoji) === undefined) throw missing("reaction['emoji']");
}
