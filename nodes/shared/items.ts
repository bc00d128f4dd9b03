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

/** One item of the output Events of the WhatsApp Sequence Trigger: something has changed. */
export interface SequenceEventItem {
	event: {
		/** The same for every delivery of this event: by it a repeated one is told. */
		id: string;
		/** enrolled, completed, converted, exited, failed, attention, review_decided */
		kind: string;
		at: string;
		step: string | null;
		reason: string | null;
		explanation: string | null;
		/** Meta's words, the name of a rule, a reviewer and their comment. */
		detail: string | null;
		/** How often it has come out, this time included. */
		attempt: number;
	};
	/** Null for what concerns nobody in particular. */
	contact: ContactItem | null;
	sequence: { id: string; name: string; version: number };
	/** As it is now; without a lease, so nothing of the sequence is sent by it. */
	enrollment: {
		id: string;
		state: string;
		enrolledAt: string;
		endedAt: string | null;
		nextStep: string | null;
		reference: string | null;
		context: IDataObject;
	} | null;
}

/** A sample item of a manual run: it belongs to nobody, so it may only go to the credential's test recipients. */
export interface SampleStepItem extends Omit<DueStepItem, 'enrollment'> {
	sample: true;
	enrollment: null;
}
