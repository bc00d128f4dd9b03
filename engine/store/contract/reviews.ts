/** What waits for a person's decision, and the decision. */
import type { Contact, ContactRef } from '../../contact/contact';
import type { StepMessage } from '../../sequence/definition';
import type { Reason } from '../../sequence/reason';
import type { MessageEdit, Silence, Verdict } from '../../sequence/review';
import type { StepLease } from './claims';

/** An item at a gate. */
export interface ReviewRequest {
	/** Of an item of the Sequence Trigger: its step waits in the store. */
	step?: StepLease;
	/** Of an item from elsewhere: it waits in its execution. */
	waiting?: WaitingItem;
	/** Whom it is about; null for nobody known. Nobody becomes known by a review. */
	contact: ContactRef | null;
	/** Id of the gate node: each gate decides for itself. */
	gate: string;
	/** Where the gate stands, for people: "Workflow / Node". */
	gateLabel: string;
	/** What the reviewer reads. */
	shown: string;
	message: StepMessage | null;
	silence: { then: 'hold' } | { then: Verdict; /** UTC milliseconds. */ at: number };
	/** Phone number (E.164) of who may decide by a tap in WhatsApp; null for nobody. */
	reviewer: string | null;
	/** The rule of the gate that makes a review unnecessary here. */
	exempt?: string;
	/** Passes when a person has approved the same template for this contact before. */
	trustsTemplate: boolean;
}

export interface WaitingItem {
	execution: string;
	/** Its position among the items of the execution, from 0. */
	item: number;
	/** Where n8n wakes the execution; it proves the right to, so it never leaves the server. */
	resumeUrl: string;
}

export type ReviewAnswer =
	/** Somebody has approved exactly this: let it through. */
	| { kind: 'approved'; review: ReviewView }
	/** A rule makes a review unnecessary. */
	| { kind: 'exempt'; rule: string }
	/** It waits. `isNew` is false for one that had been waiting before. */
	| { kind: 'pending'; review: ReviewView; isNew: boolean }
	/** The execution does not hold this step any more; nothing was written. */
	| { kind: 'refused'; reason: Reason };

export type ReviewState = 'pending' | 'approved' | 'rejected' | /** Its run went on or ended otherwise. */ 'withdrawn';

export type DecidedVia = 'link' | 'dashboard' | 'whatsapp' | 'silence';

export interface ReviewView {
	id: string;
	state: ReviewState;
	contact: Contact | null;
	enrollmentId: string | null;
	/** Name of the sequence; null for an item from elsewhere. */
	sequence: string | null;
	step: string | null;
	gate: string;
	gateLabel: string;
	shown: string;
	message: StepMessage | null;
	/** As a reviewer changed it, or null. */
	edited: StepMessage | null;
	silence: Silence;
	/** When silence counts; null when it never does. */
	expiresAt: number | null;
	reviewer: string | null;
	verdict: Verdict | null;
	decidedBy: string | null;
	decidedVia: DecidedVia | null;
	comment: string | null;
	decidedAt: number | null;
	/** Why it was withdrawn. */
	reason: Reason | null;
	/** The execution in which the item waits, and its position there. */
	waiting: { execution: string; item: number } | null;
	createdAt: number;
}

export interface ReviewDecision {
	reviewId: string;
	verdict: Verdict;
	/** Approved with these changes. */
	edit?: MessageEdit;
	/** Name of the reviewer. */
	by: string;
	via: Exclude<DecidedVia, 'silence'>;
	comment: string | null;
}

export interface DecidedReview {
	/** False when it had been decided or withdrawn before: then the review tells by whom and when, and nothing is written. */
	applied: boolean;
	/** As it stands now; null where there is no such review on this number. */
	review: ReviewView | null;
}

export interface ReviewFilter {
	states?: ReviewState[];
	/** Name of a sequence. */
	sequence?: string;
}

/** An execution of which all items are decided, and that has not been woken yet. */
export interface WakeableExecution {
	execution: string;
	resumeUrl: string;
}

export interface ReviewStore {
	/**
	 * Lets through what was approved, or needs no review, and parks the rest: the step gives up its lease and waits until
	 * somebody decides. Approved is this step of this run at this gate with this very message.
	 */
	review(requests: ReviewRequest[], now: number): Promise<ReviewAnswer[]>;
	/**
	 * Of several decisions about one review the first counts. Throws StoreRefusal for an edit that cannot be sent, and
	 * then decides nothing.
	 */
	decideReviews(decisions: ReviewDecision[], now: number): Promise<DecidedReview[]>;
	/** Decides up to `limit` reviews about which nobody said anything, as their gates had it; how many they were. */
	endSilence(limit: number, now: number): Promise<number>;
	/** null where there is no such review on this number. */
	getReviews(ids: string[]): Promise<Array<ReviewView | null>>;
	/** Newest first. */
	listReviews(filter: ReviewFilter, page: { limit: number; after?: string }): Promise<ReviewView[]>;
	/** What one execution waits for, in the order of its items; nothing of what it was woken for before. */
	reviewsOfExecution(execution: string): Promise<ReviewView[]>;
	/** Up to `limit` executions that nobody has woken although all of their items are decided. */
	wakeableExecutions(limit: number): Promise<WakeableExecution[]>;
	/** The execution goes on, or is no more. */
	executionWoken(execution: string, now: number): Promise<void>;
}
