/** Up to three buttons that answer with a text (Meta: messages/interactive-reply-buttons-messages). */
import type { MessageContent } from '../message-body';
import type { ReplyButtonsDraft } from './draft';
import { checkDistinct, writeFrame } from './frame';
import type { Writer } from './writer';

const MOST_BUTTONS = 3;
const LONGEST_BODY = 1_024;
const LONGEST_TITLE = 20;
const LONGEST_ID = 256;

export function writeReplyButtons(draft: ReplyButtonsDraft, writer: Writer): MessageContent {
	const frame = writeFrame(draft, LONGEST_BODY, writer);
	if (draft.buttons.length < 1 || draft.buttons.length > MOST_BUTTONS) {
		writer.fault(`There are ${draft.buttons.length} buttons; WhatsApp takes 1 to ${MOST_BUTTONS}. For more choices use a list.`);
	}
	const replies = draft.buttons.map(({ title, id }, index) => {
		const text = writer.text(title, { what: `The title of button ${index + 1}`, most: LONGEST_TITLE }).trim();
		return { id: writer.optional(id, { what: `The ID of button ${index + 1}`, most: LONGEST_ID })?.trim() ?? text, title: text };
	});
	checkDistinct(replies.map(({ title }) => title), 'button titles', writer);
	checkDistinct(replies.map(({ id }) => id), 'button IDs', writer);
	const buttons = replies.map((reply) => ({ type: 'reply', reply }));
	return { type: 'interactive', interactive: { type: 'button', ...frame, action: { buttons } } };
}
