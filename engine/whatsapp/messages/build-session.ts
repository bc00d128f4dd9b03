/** A session message, filled in and checked against Meta's limits before the call. */
import type { BuiltMessage, MessageContent } from '../message-body';
import type { PlaceholderValues } from '../placeholders';
import { writeContactCards } from './contact-cards';
import type { SessionContent, SessionDraft } from './draft';
import { writeList } from './list';
import { writeLocation, writeLocationRequest } from './location';
import { writeMedia } from './media';
import { writeReaction } from './reaction';
import { writeReplyButtons } from './reply-buttons';
import { writeText } from './text';
import { writeUrlButton } from './url-button';
import { Writer } from './writer';

/** The message without its recipient, or why it cannot be, with a sentence per fault. */
export function buildSession({ content, replyTo }: SessionDraft, values: PlaceholderValues): BuiltMessage {
	const writer = new Writer(values);
	const message = write(content, writer);
	const quoted = writer.optional(replyTo, { what: 'The ID of the quoted message', most: 500 })?.trim();
	return writer.finish(quoted ? { ...message, context: { message_id: quoted } } : message);
}

function write(content: SessionContent, writer: Writer): MessageContent {
	switch (content.kind) {
		case 'text':
			return writeText(content, writer);
		case 'buttons':
			return writeReplyButtons(content, writer);
		case 'list':
			return writeList(content, writer);
		case 'urlButton':
			return writeUrlButton(content, writer);
		case 'location':
			return writeLocation(content, writer);
		case 'locationRequest':
			return writeLocationRequest(content, writer);
		case 'contacts':
			return writeContactCards(content, writer);
		case 'reaction':
			return writeReaction(content, writer);
		default:
			return writeMedia(content, writer);
	}
}
