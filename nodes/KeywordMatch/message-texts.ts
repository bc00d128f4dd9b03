/** What of an incoming item is compared with the phrases. */
import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { MESSAGE_PARTS, type MatchOptions, type MessagePart } from './parameters';

/** Types of messages that are taps, not words: template buttons, reply buttons and lists. */
const TAPS = new Set(['button', 'interactive']);

/** Types of which the text is a caption. */
const MEDIA = new Set(['image', 'video', 'document']);

/**
 * The texts of an item: what the person wrote, or what the button shows and its id. Items come from the WhatsApp
 * Message Trigger, or have a `message` of the same form. Of a burst (`messages`) each message is a text of its own, so
 * that "promo" after "hi" still is exactly promo.
 *
 * @throws UserError when the item holds no message and no other text was given
 */
export function textsOf(json: IDataObject, options: MatchOptions): string[] {
	if (options.text !== undefined) return [String(options.text)];
	const wanted = options.compare ?? MESSAGE_PARTS;
	const message = messageOf(json);
	return (Array.isArray(json.messages) ? json.messages.filter(isMessage) : [message]).flatMap((one) => partsOf(one, wanted));
}

function partsOf({ type, text, payload }: IDataObject, wanted: readonly MessagePart[]): string[] {
	const kind = String(type);
	const parts: Array<[MessagePart, unknown]> = [
		[TAPS.has(kind) ? 'title' : MEDIA.has(kind) ? 'caption' : 'text', text],
		['id', payload],
	];
	return parts.flatMap(([part, value]) => (typeof value === 'string' && wanted.includes(part) ? [value] : []));
}

const isMessage = (value: unknown): value is IDataObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function messageOf({ message }: IDataObject): IDataObject {
	if (isMessage(message)) return message;
	throw new UserError('The incoming item holds no WhatsApp message', {
		description:
			'Connect a WhatsApp Message Trigger before this node, or add the option Text and say there what is to be compared.',
	});
}

/** Whether the message ended somebody's sequence, as the Message Trigger tells. */
export function endedSequence(json: IDataObject): boolean {
	return Array.isArray(json.endedEnrollments) && json.endedEnrollments.length > 0;
}
