/** An emoji on an earlier message (Meta: messages/reaction-messages). */
import type { MessageContent } from '../message-body';
import type { ReactionDraft } from './draft';
import type { Writer } from './writer';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** An empty emoji takes an earlier reaction away. */
export function writeReaction({ to, emoji }: ReactionDraft, writer: Writer): MessageContent {
	const target = writer.text(to, { what: 'The ID of the message to react to', most: 500 }).trim();
	const sign = (writer.optional(emoji, { what: 'The emoji', most: 50 }) ?? '').trim();
	if ([...graphemes.segment(sign)].length > 1 || /[\p{L}\p{N}]$/u.test(sign)) writer.fault(`A reaction is one emoji, and "${sign}" is not.`);
	return { type: 'reaction', reaction: { message_id: target, emoji: sign } };
}
