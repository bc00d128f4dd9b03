/** Due steps, taken under a lease. */
import type { Contact } from '../../contact/contact';
import type { Step } from '../../sequence/definition';
import type { Enrollment } from '../../sequence/enrollment';

export interface ClaimRequest {
	sequenceId: string;
	/** The claiming process; its leases can be taken back together once it is known to be dead. */
	owner: string;
	limit: number;
	leaseMs: number;
}

/** A step whose time has come, taken under a lease. */
export interface DueStep {
	enrollment: Enrollment;
	contact: Contact;
	step: Step;
	/** Position among all steps, from 1. */
	number: number;
	of: number;
	dueAt: number;
	/** Which version of the step's message this contact gets, when it has several; `step.message` is that one. */
	variant: string | null;
	/**
	 * How the wait for a reply ended: this step's own in time without one, or the one before it with one, at that
	 * instant. null where nothing was waited for.
	 */
	wait: { result: 'no_reply' | 'replied'; repliedAt: number | null } | null;
}

export interface Claim {
	/** The lease token of all steps in this claim. */
	lease: string;
	sequence: { id: string; name: string; version: number };
	steps: DueStep[];
	/**
	 * Due steps that were looked at but not handed out: disabled ones that were passed over, and ones whose
	 * worker had died in the middle of a send. When the sum of steps and settled reaches the limit, more may be due.
	 */
	settled: number;
}

/** How the execution that carried a claim ended; it decides about the steps that no node finished. */
export type ExecutionEnd =
	| { kind: 'success' }
	| { kind: 'error'; error: string }
	/** The execution sleeps in a Wait node: the lease lives on until then, also when its process is gone. */
	| { kind: 'waiting'; until: number };

/** A lease on one step, as it travels in an item. */
export interface StepLease {
	enrollmentId: string;
	lease: string;
	step: string;
}
