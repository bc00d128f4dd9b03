/** Changes in a sequence that its Sequence Trigger asked to be told of. */
import type { Contact } from '../../contact/contact';
import type { Enrollment } from '../../sequence/enrollment';
import type { Reason } from '../../sequence/reason';

/**
 * enrolled, completed, converted, exited, failed: a run began, or ended so; attention: something waits for a person (a message
 * of which nobody knows whether it left, a paused sequence, a number that cannot send, changes behind a lock);
 * review_decided: a person decided about a step.
 */
export const SEQUENCE_EVENT_KINDS = ['enrolled', 'completed', 'converted', 'exited', 'failed', 'attention', 'review_decided'] as const;

export type SequenceEventKind = (typeof SEQUENCE_EVENT_KINDS)[number];

export interface SequenceEvent {
	/** The same for every delivery of this event: it comes at least once. */
	id: string;
	kind: SequenceEventKind;
	/** When it happened, in UTC milliseconds. */
	at: number;
	step: string | null;
	reason: Reason | null;
	detail: string | null;
	/** How often it has been handed out, this time included. */
	attempt: number;
	/** As they are now; null for what concerns nobody in particular, and for people who were erased since. */
	contact: Contact | null;
	enrollment: Enrollment | null;
}

/** Events handed out together, in the order in which they happened. */
export interface EventClaim {
	lease: string;
	sequence: { id: string; name: string; version: number };
	events: SequenceEvent[];
}
