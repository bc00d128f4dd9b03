/**
 * The items that travel between the nodes of this pack. A node finds what it needs in the incoming item, so
 * that the smallest flow takes no expression; what it finds there is data, never trusted as permission: the
 * lease in an item is checked by the store.
 */
import type { IDataObject } from 'n8n-workflow';
import type { StepMessage } from '../../engine/sequence/definition';

/** Who the item is about. */
export interface ContactItem {
	id: string;
	phone: string | null;
	userId: string | null;
	name: string | null;
}

/** One item of the WhatsApp Message Trigger. */
export interface MessageItem {
	contact: ContactItem;
	message: {
		/** wamid */
		id: string;
		type: string;
		text: string;
		payload: string | null;
		replyTo: string | null;
		at: string;
		referral: IDataObject | null;
		content: unknown;
	};
	isFirstContact: boolean;
	/** ISO instant of the contact's message before this one; null for the first. */
	previousMessageAt: string | null;
	/** ISO instant at which Meta's 24-hour window closes. */
	windowEndsAt: string | null;
	endedEnrollments: Array<{ id: string; sequence: string; reason: string }>;
}

/** One item of the WhatsApp Sequence Trigger: a contact whose step is due. */
export interface DueStepItem {
	contact: ContactItem;
	sequence: { id: string; name: string; version: number };
	step: {
		name: string;
		number: number;
		of: number;
		message: StepMessage;
		/** Version of the message in an A/B test. */
		variant?: string;
		/** no_reply: this step waited for a reply in vain; replied: the step before it waited, and this instant (ISO) it came. */
		wait?: { result: 'no_reply' | 'replied'; repliedAt: string | null };
	};
	enrollment: {
		id: string;
		/** Proves that this execution holds the step; lost when it takes too long. */
		lease: string;
		enrolledAt: string;
		reference: string | null;
		context: IDataObject;
		attempt: number;
	};
	dueAt: string;
}

/** A sample item of a manual run: it belongs to nobody, so it may only go to the credential's test recipients. */
export interface SampleStepItem extends Omit<DueStepItem, 'enrollment'> {
	sample: true;
	enrollment: null;
}
