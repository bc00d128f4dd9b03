/**
 * One message of a customer, whatever its type, in the form workflows use
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages).
 */
import { firstText, isRecord, record, text, type JsonRecord } from './json-shape';
import type { InboundMessage } from './webhook-event';

/** Words and payload of a message: what keywords are compared with. */
interface Words {
	text: string;
	payload?: string;
}

/** Reads a message object of a webhook. A type that is not known keeps its name and its content, without text. */
export function readMessage(raw: JsonRecord): InboundMessage {
	const type = text(raw.type) || 'unknown';
	const words = readWords(type, raw);
	const message: InboundMessage = { type, text: words.text };
	const replyTo = firstText(record(raw.context).id, record(raw.reaction).message_id);
	const content = readContent(type, raw);
	if (words.payload !== undefined && words.payload !== '') message.payload = words.payload;
	if (replyTo !== '') message.replyTo = replyTo;
	if (isRecord(raw.referral)) message.referral = raw.referral;
	if (content !== undefined) message.content = content;
	return message;
}

function readWords(type: string, raw: JsonRecord): Words {
	switch (type) {
		case 'text':
			return { text: text(record(raw.text).body) };
		case 'button': {
			// A quick reply of a template: its payload is whatever the sender of the template chose.
			const button = record(raw.button);
			return { text: text(button.text), payload: text(button.payload) };
		}
		case 'interactive': {
			const interactive = record(raw.interactive);
			const reply = isRecord(interactive.button_reply) ? interactive.button_reply : record(interactive.list_reply);
			return { text: text(reply.title), payload: text(reply.id) };
		}
		case 'image':
		case 'video':
		case 'document':
			return { text: text(record(raw[type]).caption) };
		default:
			return { text: '' };
	}
}

function readContent(type: string, raw: JsonRecord): unknown {
	if (type === 'text') return undefined;
	// Not supported by the API: Meta says what it was, or only that it was refused.
	if (type === 'unsupported') return { unsupported: raw.unsupported, errors: raw.errors };
	// The type comes from outside: only what the message itself has, nothing every object inherits.
	return Object.hasOwn(raw, type) ? raw[type] : undefined;
}
