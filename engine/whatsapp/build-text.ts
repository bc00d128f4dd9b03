/** Free text, which Meta takes inside the 24-hour window only. */
import type { BuiltMessage } from './message-body';
import { fillPlaceholders, type PlaceholderValues, type TextSource } from './placeholders';

/** Longest text of a message, in characters (Meta: messages/text-messages). */
export const LONGEST_TEXT = 4096;

/** Builds a text message, with a preview of the first link if there is one. Line breaks are kept. */
export function buildText(source: TextSource, values: PlaceholderValues): BuiltMessage {
	const { text, missing } = fillPlaceholders(source, values);
	if (missing.length > 0) return { ok: false, reason: 'missing_variable', detail: noValue(missing) };
	if (text.trim() === '') return { ok: false, reason: 'invalid_message', detail: 'The text of the message is empty.' };
	if (text.length > LONGEST_TEXT) {
		return { ok: false, reason: 'invalid_message', detail: `The text has ${text.length} characters; WhatsApp takes up to ${LONGEST_TEXT}.` };
	}
	return { ok: true, message: { type: 'text', text: { body: text, preview_url: /https?:\/\//i.test(text) } } };
}

/** The sentence for placeholders that have no value for this contact. */
export function noValue(missing: string[]): string {
	const names = missing.map((key) => `{${key}}`).join(', ');
	return `There is no value for ${names}. Give a fallback in the text, e.g. {${missing[0]}|there}.`;
}
