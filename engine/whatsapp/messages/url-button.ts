/** One button that opens a web page; a tap sends nothing back (Meta: messages/interactive-cta-url-messages). */
import type { MessageContent } from '../message-body';
import type { UrlButtonDraft } from './draft';
import { writeFrame } from './frame';
import type { Writer } from './writer';

const LONGEST_BODY = 1_024;
const LONGEST_BUTTON = 20;
const LONGEST_URL = 2_000;

export function writeUrlButton(draft: UrlButtonDraft, writer: Writer): MessageContent {
	const frame = writeFrame(draft, LONGEST_BODY, writer);
	const text = writer.text(draft.button, { what: 'The text of the button', most: LONGEST_BUTTON }).trim();
	const url = writer.text(draft.url, { what: 'The link of the button', most: LONGEST_URL }).trim();
	if (url !== '' && !/^https?:\/\/\S+$/i.test(url)) writer.fault(`The link of the button must start with https://, and "${url}" does not.`);
	const action = { name: 'cta_url', parameters: { display_text: text, url } };
	return { type: 'interactive', interactive: { type: 'cta_url', ...frame, action } };
}
