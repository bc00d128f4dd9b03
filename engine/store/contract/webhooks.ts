/** What a webhook of Meta does to the store. */
import type { Contact } from '../../contact/contact';
import type { Reason } from '../../sequence/reason';
import type { MessageEvent } from '../../whatsapp/webhook-event';

/** A message that had not been seen before, with what it set off. */
export interface AppliedMessage {
	event: MessageEvent;
	contact: Contact;
	isFirstContact: boolean;
	/** When they wrote before; null for never. Of a message taken in again after a crash it may be its own time. */
	previousInboundAt: number | null;
	/** The message was an opt-out or opt-in word or button. */
	consent: 'stop' | 'start' | null;
	/** It is the answer to the desk's survey, which is kept with the contact; null for any other message. */
	survey: { attribute: string; answer: string } | null;
	endedEnrollments: Array<{ id: string; sequence: string; reason: Reason }>;
}

/** A message on its way into an execution, as the trigger will emit it. */
export interface KeptMessage {
	wamid: string;
	/** JSON. */
	item: string;
}

export interface AppliedWebhook {
	/** New messages in the order of the batch; redelivered ones are missing. */
	messages: AppliedMessage[];
	/** Statuses that matched a send of ours. */
	statuses: number;
	duplicates: number;
}
