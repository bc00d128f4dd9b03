/** What a person did, in words that a user of the trigger chooses from; Meta's types tell it less plainly. */
import { isRecord } from './json-shape';
import type { InboundMessage } from './webhook-event';

export const MESSAGE_KINDS = [
	'audio', 'button', 'contacts', 'document', 'form', 'image', 'location', 'order', 'other', 'reaction', 'sticker', 'text', 'video',
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** A tap on a quick reply, reply button or list row is a `button`; a flow or address form that was sent is a `form`. */
export function kindOf({ type, content }: Pick<InboundMessage, 'type' | 'content'>): MessageKind {
	if (type === 'interactive') {
		if (!isRecord(content)) return 'other';
		if ('button_reply' in content || 'list_reply' in content) return 'button';
		return 'nfm_reply' in content ? 'form' : 'other';
	}
	return (MESSAGE_KINDS as readonly string[]).includes(type) && type !== 'form' ? (type as MessageKind) : 'other';
}
