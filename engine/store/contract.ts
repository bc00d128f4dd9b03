/**
 * The Store contract: what every store (embedded file, PostgreSQL, static data) does in the same way. One
 * conformance suite, test/conformance, holds for all of them.
 *
 * - An AccountStore sees the data of one business phone number only.
 * - Everything works in batches and answers in the order of the batch.
 * - Every call is one transaction: it happens whole or not at all, and what it answered is on disk.
 * - Time is an argument: `now` is a UTC instant in milliseconds. A store never asks a clock.
 * - Whoever writes to a claimed step brings the claim's lease; once the lease is lost the write is refused.
 */
import type { Contact, ContactRef } from '../contact/contact';
import type { SequenceDefinition, Step } from '../sequence/definition';
import type { Enrollment, EnrollmentState } from '../sequence/enrollment';
import type { Reason } from '../sequence/reason';
import type { SendState } from '../whatsapp/send-state';
import type { Disposition } from '../whatsapp/disposition';
import type { MessageEvent, MetaError, WebhookEvent } from '../whatsapp/webhook-event';

// --- sequences ------------------------------------------------------------------------------------

/** Which node of which workflow publishes a sequence; two may not publish the same name at once. */
export interface SequenceOwner {
	workflowId: string;
	nodeId: string;
	/** "Workflow name / node name", for the error that names the owner. */
	label: string;
}

export interface SequenceSummary {
	id: string;
	name: string;
	description: string;
	version: number;
	/** True while a Sequence Trigger publishes it. Closed ones keep their people, but nothing is sent. */
	open: boolean;
	live: number;
}

export interface PublishedSequence {
	id: string;
	version: number;
	/** Live enrollments whose next step had gone from the definition, and which step they were moved to. */
	moved: Array<{ from: string; to: string | null; count: number }>;
}

// --- enrollments ----------------------------------------------------------------------------------

export interface EnrollRequest {
	/** Name of the sequence. */
	sequence: string;
	contact: ContactRef;
	/** What happens when the contact is in the sequence already: stay where they are, or start over. */
	reentry: 'keep' | 'restart';
	reference: string | null;
	context: Record<string, unknown>;
	/**
	 * wamid of the message that led here. It does not count as a reply to this sequence, and it starts a run once
	 * only, whatever `reentry` says: a repeated execution finds the run it began.
	 */
	messageId?: string;
}

export interface EnrollResult {
	/** kept: the contact was in it already; resumed: this very message had stopped the run, which goes on. */
	outcome: 'enrolled' | 'kept' | 'resumed' | 'restarted';
	enrollment: Enrollment;
	contact: Contact;
}

/** Names one live enrollment: by its id, or by sequence and contact. */
export type EnrollmentTarget = { id: string } | { sequence: string; contact: ContactRef };

export interface EnrollmentFilter {
	sequence?: string;
	contact?: ContactRef;
	states?: EnrollmentState[];
}

/** `after` is the id of the last one already seen; the newest come first. */
export interface Page {
	limit: number;
	after?: string;
}

/** An enrollment with the names that people know it by. */
export interface EnrollmentView extends Enrollment {
	sequence: string;
	contact: Contact;
}

// --- due steps ------------------------------------------------------------------------------------

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

// --- sends ----------------------------------------------------------------------------------------

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
}

/** May the message leave? When it may, a row in state `sending` has been committed: POST it, then settle it. */
export type SendPermit =
	| { allowed: true; /** Names this very POST; a later one of the same message has another. */ sendId: string; contact: Contact; callbackData: string }
	| { allowed: false; reason: Reason; contact: Contact | null; /** of an earlier send of this very message */ wamid: string | null };

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

/** A due step that ends without a POST. `skip` goes on with the next step, `fail` ends the enrollment as failed. */
export interface StepRefusal {
	step: StepLease;
	reason: Reason;
	detail: string;
	action: 'skip' | 'fail';
}

// --- webhooks -------------------------------------------------------------------------------------

/** A message that had not been seen before, with what it set off. */
export interface AppliedMessage {
	event: MessageEvent;
	contact: Contact;
	isFirstContact: boolean;
	/** The message was an opt-out or opt-in word or button. */
	consent: 'stop' | 'start' | null;
	endedEnrollments: Array<{ id: string; sequence: string; reason: Reason }>;
}

export interface AppliedWebhook {
	/** New messages in the order of the batch; redelivered ones are missing. */
	messages: AppliedMessage[];
	/** Statuses that matched a send of ours. */
	statuses: number;
	duplicates: number;
}

// --- reading --------------------------------------------------------------------------------------

export interface TimelineEntry {
	at: number;
	/**
	 * enrolled, resumed, step (how a due step ended, once each), retry (why it is tried again), held (nobody knows
	 * whether it went out), ended (with the step that was still to come), message, consent
	 */
	kind: string;
	sequence: string | null;
	step: string | null;
	reason: Reason | null;
	detail: string | null;
}

/** One send as lists and tests see it. */
export interface SendView {
	id: string;
	enrollmentId: string | null;
	step: string | null;
	label: string;
	state: SendState;
	wamid: string | null;
	error: string | null;
}

// --- the contract ---------------------------------------------------------------------------------

export interface AccountStore {
	/**
	 * Makes the definition the current version; an unchanged one keeps its version. Throws StoreRefusal when
	 * another node publishes this name.
	 */
	publishSequence(definition: SequenceDefinition, owner: SequenceOwner, now: number): Promise<PublishedSequence>;
	/** The node no longer publishes: people keep their place and nothing is claimed. */
	closeSequence(owner: SequenceOwner, now: number): Promise<void>;
	listSequences(): Promise<SequenceSummary[]>;

	/** Throws StoreRefusal for an unknown sequence (with the nearest names) or a contact without any id. */
	enroll(requests: EnrollRequest[], now: number): Promise<EnrollResult[]>;
	/** Ends live enrollments; null where there was none. */
	remove(targets: EnrollmentTarget[], reason: Reason, now: number): Promise<Array<Enrollment | null>>;
	/** The live enrollment, else the latest one; null where there is none. */
	getEnrollments(targets: EnrollmentTarget[]): Promise<Array<EnrollmentView | null>>;
	listEnrollments(filter: EnrollmentFilter, page: Page): Promise<EnrollmentView[]>;

	claimDue(request: ClaimRequest, now: number): Promise<Claim>;
	/** When the next step of the sequence is due or its lease ends; null when nothing waits or the sequence is closed. */
	nextDueAt(sequenceId: string): Promise<number | null>;
	/** Prolongs the leases of a claim; the number still held. */
	renewLease(lease: string, until: number): Promise<number>;
	/** Settles what an ended execution left unfinished; the number of such steps. */
	endExecution(lease: string, end: ExecutionEnd, now: number): Promise<number>;
	/**
	 * Makes the leases that other processes hold on this sequence claimable at once, but for those of executions that
	 * sleep. For stores of one process.
	 */
	reclaimFrom(sequenceId: string, livingOwner: string, now: number): Promise<number>;

	beginSends(requests: SendRequest[], now: number): Promise<SendPermit[]>;
	settleSends(settlements: SendSettlement[], now: number): Promise<SettledSend[]>;
	refuseSteps(refusals: StepRefusal[], now: number): Promise<Array<{ applied: boolean }>>;

	applyWebhook(events: WebhookEvent[], owner: string, now: number): Promise<AppliedWebhook>;
	/** The messages have reached an execution: redeliveries of them are duplicates from now on. */
	acknowledgeMessages(wamids: string[]): Promise<void>;
	/** No execution could be started for these messages: their next delivery is new again, to this process too. */
	releaseMessages(wamids: string[]): Promise<void>;

	/**
	 * Calls the listener when this process has made steps of a sequence due earlier than before. Other processes
	 * are not heard: whoever waits for due steps also asks now and then.
	 */
	onDue(listener: (sequenceId: string) => void): () => void;

	contactTimeline(contact: ContactRef, limit: number): Promise<TimelineEntry[]>;
	listSends(filter: { enrollmentId?: string; unconfirmed?: boolean }, page: Page): Promise<SendView[]>;
}

export interface Store {
	/** embedded, postgres, static */
	readonly kind: string;
	/** True when only this process may use it, so that leases of others belong to dead processes. */
	readonly singleProcess: boolean;
	forAccount(phoneNumberId: string): AccountStore;
	close(): Promise<void>;
}

/** A request that the store will not carry out; the message is a sentence for the user, with what to do. */
export class StoreRefusal extends Error {
	override readonly name = 'StoreRefusal';
}

/** The refusal is not about the request: the store itself cannot be used now, so the rest of a batch fails as well. */
export class StoreUnavailable extends StoreRefusal {}
