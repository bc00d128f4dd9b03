/** The permit before a POST and what became of it. */
import type { Contact, ContactRef } from '../../contact/contact';
import type { EnrollmentState } from '../../sequence/enrollment';
import type { Reason } from '../../sequence/reason';
import type { Disposition } from '../../whatsapp/disposition';
import type { MetaError } from '../../whatsapp/webhook-event';
import type { StepLease } from './claims';

/** What kind of message it is, as far as permission goes. Session = free-form inside the 24-hour window. */
export type SendCategory = 'marketing' | 'utility' | 'authentication' | 'session';

export interface SendRequest {
	/** Absent for a message that belongs to no sequence. */
	step?: StepLease;
	/** Id of the sending node: one step may be sent by several nodes, once by each. */
	node: string;
	contact: ContactRef;
	category: SendCategory;
	/** Short name of the message for timeline and lists, e.g. "promo_welcome (en)" or "text". */
	label: string;
	/** For a session message: what leaves in its place when the contact's window is closed or about to close. */
	instead?: { category: Exclude<SendCategory, 'session'>; label: string };
	/** Different people whom templates may reach outside their windows within 24 hours; no limit when absent. */
	messagingLimit?: number;
	/** Whether marketing leaves for numbers of the United States, where Meta does not deliver it; it does when absent. */
	marketingToUs?: 'send' | 'refuse';
}

/** May the message leave? When it may, a row in state `sending` has been committed: POST it, then settle it. */
export type SendPermit =
	| {
			allowed: true;
			/** Names this very POST; a later one of the same message has another. */
			sendId: string;
			contact: Contact;
			callbackData: string;
			/** True when the permit is for `instead` of the request, and not for the message itself. */
			instead?: boolean;
	  }
	| {
			allowed: false;
			reason: Reason;
			contact: Contact | null;
			/** of an earlier send of this very message */
			wamid: string | null;
			/** When the step, which is only put off, is due again. */
			postponedTo?: number;
	  };

export type SendOutcome =
	| { kind: 'accepted'; wamid: string; userId?: string }
	| { kind: 'refused'; error: MetaError; disposition: Disposition }
	/** No answer: it may have been sent. */
	| { kind: 'unknown'; detail: string }
	/** It certainly did not leave (no connection, stopped before the POST, limit reached). */
	| { kind: 'not_posted'; reason: Reason; detail: string; retryAfterMs: number };

export interface SendSettlement {
	sendId: string;
	outcome: SendOutcome;
}

/** What became of the send and of its step. */
export interface SettledSend {
	reason: Reason;
	/** State of the enrollment afterwards and its next step; null for a message without a sequence. */
	enrollment: { id: string; state: EnrollmentState; step: string | null; dueAt: number | null } | null;
}

/**
 * A due step that ends without a POST. `skip` goes on with the next step, `fail` ends the enrollment as failed, `hold`
 * keeps the step, which is due again an hour later (HOLD_MS) and uses up no attempt.
 */
export interface StepRefusal {
	step: StepLease;
	reason: Reason;
	detail: string;
	action: 'skip' | 'fail' | 'hold';
	/** The template that cannot be sent, like "promo (en)": the sequence is paused for it, and people keep their place. */
	template?: string;
}
