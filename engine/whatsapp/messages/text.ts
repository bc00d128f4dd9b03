/** Free text (Meta: messages/text-messages). */
import type { MessageContent } from '../message-body';
import type { TextDraft } from './draft';
import type { Writer } from './writer';

/** Longest text of a message, in characters. */
export const LONGEST_TEXT = 4_096;

/** Line breaks are kept. A preview is asked for only where there is a link: Meta wants one that names its scheme. */
export function writeText({ text, preview }: TextDraft, writer: Writer): MessageContent {
	const body = writer.text(text, { what: 'The text of the message', most: LONGEST_TEXT });
	return { type: 'text', text: { body, preview_url: preview && /https?:\/\//i.test(body) } };
}
