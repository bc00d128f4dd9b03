/** The facts that conditions ask about, and stopping a run by a guard. */
import type { ContactRef } from '../../contact/contact';
import type { Enrollment } from '../../sequence/enrollment';
import type { Reason } from '../../sequence/reason';
import type { StepLease } from './claims';

/** Whom conditions are asked about. */
export interface FactsRequest {
	contact: ContactRef;
	/** The run that the item belongs to; one of another contact counts as none. */
	enrollmentId?: string;
}

/** A guard's rule held for an item. */
export interface GuardStop {
	contact: ContactRef;
	/** The run that ends; without it only tags are changed. */
	enrollmentId?: string;
	/** The step that the item holds, or has finished; without it the run ends whoever holds it. */
	step?: StepLease;
	/** Name of the rule. */
	rule: string;
	addTags: string[];
	removeTags: string[];
}

export interface GuardStopped {
	/** False when the run had ended or another execution holds it; then nothing is written. */
	applied: boolean;
	/** guard_stopped, or why nothing was written. */
	reason: Reason;
	enrollment: Enrollment | null;
	/** Names of the steps that the run had before it. */
	stepsNotSent: string[];
	/** Those that the contact had, and did not have, before. */
	tagsRemoved: string[];
	tagsAdded: string[];
}
