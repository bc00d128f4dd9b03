/** What is common to all messages: the body of POST /{phone number id}/messages (Meta: messages/send-messages). */
import { records } from './json-shape';

/** A message without its recipient: {type: "text", text: {…}} or {type: "template", template: {…}}. */
export type MessageContent = { type: string } & Record<string, unknown>;

/** A message that was built, or why it cannot be: the reason code and a sentence that names the part. */
export type BuiltMessage =
	| { ok: true; message: MessageContent }
	| { ok: false; reason: 'missing_variable' | 'invalid_message' | 'template_missing'; detail: string };

/**
 * Puts the address on a message. The phone number keeps its plus: without it Meta may put the business's own
 * country code in front. Null when the person has neither a phone number nor a user id.
 */
export function addressed(
	message: MessageContent,
	to: { phone: string | null; userId: string | null },
	callbackData: string,
): Record<string, unknown> | null {
	const address = to.phone ? { to: to.phone } : to.userId ? { recipient: to.userId } : null;
	if (!address) return null;
	return {
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		...address,
		...message,
		biz_opaque_callback_data: callbackData,
	};
}

export interface AcceptedMessage {
	wamid: string;
	/** Meta's id of the person, told when the message was addressed by user id. */
	userId?: string;
}

/** Reads Meta's answer to an accepted message; null when it holds no message id. */
export function readAccepted(body: Record<string, unknown>): AcceptedMessage | null {
	const wamid = records(body.messages)[0]?.id;
	if (typeof wamid !== 'string' || wamid === '') return null;
	const userId = records(body.contacts)[0]?.user_id;
	return typeof userId === 'string' && userId !== '' ? { wamid, userId } : { wamid };
}
