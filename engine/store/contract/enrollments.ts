/** Taking people into sequences and changing their runs. */
import type { Contact, ContactRef } from '../../contact/contact';
import type { ReentryPolicy } from '../../sequence/definition';
import type { Enrollment } from '../../sequence/enrollment';
import type { Reason } from '../../sequence/reason';
import type { Command } from '../../sequence/steering';

export interface EnrollRequest {
	/** Name of the sequence. */
	sequence: string;
	contact: ContactRef;
	/** What happens when the contact is or was in the sequence; `sequence` stands for what the sequence itself says. */
	reentry: ReentryPolicy | 'sequence';
	reference: string | null;
	context: Record<string, unknown>;
	/**
	 * wamid of the message that led here. It does not count as a reply to this sequence, and it starts a run once
	 * only, whatever `reentry` says: a repeated execution finds the run it began.
	 */
	messageId?: string;
	/** Id of the enrollment whose step or end led here: chains of runs that go round in circles are refused. */
	startedBy?: string;
}

export interface EnrollResult {
	/**
	 * kept: the contact was in it already; resumed: this very message had stopped the run, which goes on; restarted
	 * and replaced: the run before has ended; ignored and refused: nothing was written, `reason` says why.
	 */
	outcome: 'enrolled' | 'kept' | 'resumed' | 'restarted' | 'replaced' | 'ignored' | 'refused';
	reason: Reason | null;
	/** The name of the entry condition that refused it, or of the date field that has no date. */
	rule?: string;
	/** The run that goes on, else the latest; null where the contact never was in the sequence. */
	enrollment: Enrollment | null;
	contact: Contact;
}

/** Names one live enrollment: by its id, or by sequence and contact. */
export type EnrollmentTarget = { id: string } | { sequence: string; contact: ContactRef };

/** A change that a person or a workflow makes to one run; see engine/sequence/steering for what each means. */
export interface EnrollmentChange {
	target: EnrollmentTarget;
	change:
		| Exclude<Command, { kind: 'resume' }>
		/** `unconfirmed` decides about a step of which nobody knows whether its message left. */
		| { kind: 'resume'; unconfirmed: 'leave' | 'sent' | 'again' };
}

export interface ChangedEnrollment {
	applied: boolean;
	/** Why nothing was changed, or null. */
	reason: Reason | null;
	/** Where the run stands now; null where the contact is not in the sequence. */
	enrollment: Enrollment | null;
}
