/** What of an incoming item is compared with the phrases. */
import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import type { MatchOptions } from './parameters';

/** Types of messages that are taps, not words: template buttons, reply buttons and lists. */
const TAPS = new Set(['button', 'interactive']);

/**
 * The texts of an item: what the person wrote or what the button shows, and the button's or entry's id. Items
 * come from the WhatsApp Message Trigger, or have a `message` of the same form.
 *
 * @throws UserError when the item holds no message and no other text was given
 */
export function textsOf(json: IDataObject, options: MatchOptions): string[] {
	if (options.text !== undefined) return [String(options.text)];
	const message = json.message;
	if (typeof message !== 'object' || message === null || Array.isArray(message)) {
		throw new UserError('The incoming item holds no WhatsApp message', {
			description:
				'Connect a WhatsApp Message Trigger before this node, or add the option Text and say there what is to be compared.',
		});
	}
	const { type, text, payload } = message as IDataObject;
	if (options.buttons === false && TAPS.has(String(type))) return [];
	return [text, payload].filter((value): value is string => typeof value === 'string');
}

/** Whether the message ended somebody's sequence, as the Message Trigger tells. */
export function endedSequence(json: IDataObject): boolean {
	return Array.isArray(json.endedEnrollments) && json.endedEnrollments.length > 0;
}
