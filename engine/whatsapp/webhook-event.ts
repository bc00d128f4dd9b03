/**
 * What Meta's webhooks tell, after parsing: one event per message, status or preference, whatever batch it
 * came in. Produced by parse-webhook.ts, applied by the store. Times are UTC instants in milliseconds.
 */

/** How the webhook names the person; phone is E.164 with the plus. Either may be missing (Meta: business-scoped-user-ids). */
export interface EventContact {
	phone?: string;
	userId?: string;
	name?: string;
}

/** The parts of an inbound message that a workflow needs, equal for all kinds of messages. */
export interface InboundMessage {
	/** Meta's type: text, button, interactive, image, … */
	type: string;
	/** What keyword matching reads: text, button text, list title, caption; empty when there is none. */
	text: string;
	/** Payload of a template quick reply, or id of a reply button or list row. */
	payload?: string;
	/** wamid of the message that this one answers or reacts to. */
	replyTo?: string;
	/** Advertisement or post it came from, as Meta sends it. */
	referral?: Record<string, unknown>;
	/** Media, location, order, contacts, …: the type's own object as Meta sends it. */
	content?: unknown;
}

export interface MessageEvent {
	kind: 'message';
	/** wamid */
	id: string;
	at: number;
	contact: EventContact;
	message: InboundMessage;
	/** What the message says about consent, for a number that has words of its own for that; absent where the usual words count. */
	consent?: 'stop' | 'start' | null;
}

export type SendStatus = 'sent' | 'delivered' | 'read' | 'failed';

export interface MetaError {
	code: number;
	/** Meta's title or message, with its details. */
	text: string;
}

export interface StatusEvent {
	kind: 'status';
	/** wamid of our message */
	id: string;
	status: SendStatus;
	at: number;
	contact: EventContact;
	/** biz_opaque_callback_data as it was sent, if any. */
	callbackData?: string;
	error?: MetaError;
}

export interface PreferenceEvent {
	kind: 'preference';
	at: number;
	contact: EventContact;
	/** The user's own marketing switch in WhatsApp. */
	value: 'stop' | 'resume';
}

/** Anything else Meta sends (template, account, calls, …): passed on when the user asked for its field. */
export interface OtherEvent {
	kind: 'other';
	field: string;
	value: Record<string, unknown>;
}

export type WebhookEvent = MessageEvent | StatusEvent | PreferenceEvent | OtherEvent;
