import type { Contact } from '../contacts';
import type { Bubble, Conversations } from '../conversation';
import { asFlag, asObject, asText, isObject, type Json, type JsonObject } from '../json';
import type { MediaStore } from '../media';

/** What a customer's message is made from. */
export interface InboundContext {
	contact: Contact;
	/** The business's own number, digits. */
	ownNumber: string;
	wamid: string;
	/** Milliseconds since the epoch. */
	at: number;
	conversations: Conversations;
	media: MediaStore;
	/** Where media are served, without a slash at the end. */
	baseUrl: string;
}

const MIME_TYPES: Readonly<Record<string, string>> = {
	image: 'image/jpeg',
	video: 'video/mp4',
	audio: 'audio/ogg; codecs=opus',
	document: 'application/pdf',
	sticker: 'image/webp',
};

/** Inbound types that do not open the service window. Whether a bare reaction does is not stated by Meta. */
const SILENT = ['reaction', 'system', 'edit', 'revoke', 'unsupported'];

export function opensWindow(type: string): boolean {
	return !SILENT.includes(type);
}

/**
 * One entry of `value.messages[]` from a control request: `text`, `button`, `list`, `reaction`, a media type with
 * its caption, or any other type with its own object. `message` is laid over the result for shapes not foreseen here.
 * Source: D/webhooks/reference/messages/*
 */
export function inboundMessage(request: JsonObject, context: InboundContext): JsonObject {
	const type = typeOf(request);
	const replyTo = asText(request.replyTo) ?? repliedTo(type, request, context);
	const forwarded = asFlag(request.forwarded);
	return {
		...(replyTo || forwarded
			? { context: { ...(forwarded ? { forwarded } : {}), ...(replyTo ? { from: context.ownNumber, id: replyTo } : {}) } }
			: {}),
		...(isObject(request.referral) ? { referral: request.referral } : {}),
		...(context.contact.username ? {} : { from: context.contact.phone }),
		from_user_id: context.contact.userId,
		id: context.wamid,
		timestamp: asText(request.timestamp) ?? String(Math.floor(context.at / 1_000)),
		type: type === 'list' || type === 'flow' ? 'interactive' : type,
		...contentOf(type, request, context),
		...asObject(request.message),
	};
}

/** The type the request asks for, or the one its content gives away. */
function typeOf(request: JsonObject): string {
	const button = asObject(request.button);
	if (request.button !== undefined && button.payload === undefined && button.id !== undefined) return 'interactive';
	const told = asText(request.type);
	if (told === 'voice') return 'audio';
	if (told) return told;
	const found = ['button', 'list', 'flow', 'reaction', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'order', 'interactive', 'system']
		.find((key) => request[key] !== undefined);
	return found ?? 'text';
}

/** Taps answer the message they sit on: the last one that has such buttons. */
function repliedTo(type: string, request: JsonObject, { contact, conversations }: InboundContext): string | undefined {
	if (type === 'button') return templateWith(buttonText(request), contact, conversations)?.wamid;
	if (type === 'list' || type === 'flow' || (type === 'interactive' && request.button !== undefined)) {
		return conversations.lastFromBusiness(contact, (bubble) => bubble.type === 'interactive')?.wamid;
	}
	return undefined;
}

function buttonText(request: JsonObject): string {
	const button = asObject(request.button);
	return asText(button.text) ?? asText(button.payload) ?? asText(request.button) ?? '';
}

/** The last template with a quick reply of that text, or else the last template. */
function templateWith(text: string, contact: Contact, conversations: Conversations): Bubble | undefined {
	const hasButton = (bubble: Bubble): boolean => bubble.buttons?.some((button) => button.kind === 'quick_reply' && button.text === text) ?? false;
	return conversations.lastFromBusiness(contact, (bubble) => bubble.type === 'template' && hasButton(bubble))
		?? conversations.lastFromBusiness(contact, (bubble) => bubble.type === 'template');
}

/** The payload the business gave the quick reply with that text. */
function payloadBehind(text: string, { contact, conversations }: InboundContext): string | undefined {
	return templateWith(text, contact, conversations)?.buttons?.find((button) => button.kind === 'quick_reply' && button.text === text)?.payload;
}

function contentOf(type: string, request: JsonObject, context: InboundContext): JsonObject {
	switch (type) {
		case 'text':
			return { text: { body: asText(request.text) ?? asText(asObject(request.text).body) ?? '' } };
		case 'button': {
			const button = asObject(request.button);
			const text = buttonText(request);
			return { button: { payload: asText(button.payload) ?? payloadBehind(text, context) ?? text, text } };
		}
		case 'list':
			return { interactive: { type: 'list_reply', list_reply: asObject(request.list) } };
		case 'flow':
			return { interactive: { type: 'nfm_reply', nfm_reply: formReply(asObject(request.flow)) } };
		case 'interactive':
			return {
				interactive: isObject(request.button) ? { type: 'button_reply', button_reply: request.button } : asObject(request.interactive),
			};
		case 'reaction':
			return { reaction: reactionOf(request.reaction, context) };
		case 'image':
		case 'video':
		case 'audio':
		case 'document':
		case 'sticker':
			return { [type]: mediaOf(type, request, context) };
		case 'location':
			return { location: { latitude: 52.3702, longitude: 4.8952, ...asObject(request.location) } };
		case 'contacts':
			return { contacts: (request.contacts as Json) ?? [{ name: { formatted_name: 'Grace Hopper', first_name: 'Grace' }, phones: [{ phone: '+15550009999', wa_id: '15550009999', type: 'CELL' }] }] };
		case 'unsupported':
			return {
				errors: [{ code: 131051, title: 'Message type unknown', message: 'Message type unknown', error_data: { details: 'Message type is currently not supported.' } }],
				unsupported: { type: 'unknown', ...asObject(request.unsupported) },
			};
		case 'system':
			return { system: systemOf(asObject(request.system), context.contact) };
		default:
			return { [type]: asObject(request[type]) };
	}
}

/** A person's change of number or identity. */
function systemOf(given: JsonObject, contact: Contact): JsonObject {
	const type = asText(given.type) ?? 'user_changed_number';
	const to = asText(given.wa_id);
	const body = to ? `User ${contact.name} changed from ${contact.phone} to ${to}` : `User ${contact.name} changed`;
	return { body, type, ...given };
}

function formReply(flow: JsonObject): JsonObject {
	const { response, ...rest } = flow;
	return { name: 'flow', body: 'Sent', response_json: JSON.stringify(response ?? {}), ...rest };
}

/** `"👍"` or `{emoji, message_id}`; the target is the business's last message unless told. Without an emoji it is taken away. */
function reactionOf(given: Json | undefined, { contact, conversations }: InboundContext): JsonObject {
	const reaction = isObject(given) ? given : { emoji: asText(given) };
	const target = asText(reaction.message_id) ?? conversations.lastFromBusiness(contact, () => true)?.wamid ?? '';
	return { message_id: target, ...(asText(reaction.emoji) ? { emoji: reaction.emoji } : {}) };
}

/** A file's description. Since November 2025 it carries a `url` besides the id. */
function mediaOf(type: string, request: JsonObject, { media, baseUrl }: InboundContext): JsonObject {
	const given = asObject(request[type]);
	const mimeType = asText(given.mime_type) ?? asText(request.mimeType) ?? MIME_TYPES[type] ?? 'application/octet-stream';
	const file = media.put(mimeType, Buffer.from(`A ${type} that a customer sent to the emulator.`));
	const caption = asText(given.caption) ?? asText(request.caption) ?? asText(request.text);
	const filename = asText(given.filename) ?? asText(request.filename);
	return {
		...(caption !== undefined && type !== 'audio' && type !== 'sticker' ? { caption } : {}),
		...(type === 'document' ? { filename: filename ?? 'document.pdf' } : {}),
		mime_type: mimeType,
		sha256: file.sha256,
		id: file.id,
		url: `${baseUrl}/emulator/media/${file.id}`,
		...(type === 'audio' ? { voice: asText(request.type) === 'voice' || asFlag(given.voice) === true } : {}),
		...(type === 'sticker' ? { animated: asFlag(given.animated) === true } : {}),
		...given,
	};
}
