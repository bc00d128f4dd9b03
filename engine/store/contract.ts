/**
 * The Store contract: what every store (embedded file, PostgreSQL, static data) does in the same way. One
 * conformance suite, test/conformance, holds for all of them.
 *
 * - An AccountStore sees the data of one business phone number only.
 * - Everything works in batches and answers in the order of the batch.
 * - Every call is one transaction: it happens whole or not at all, and what it answered is on disk. Only publishing a
 *   sequence that more than 500 people are in takes them along in several; the next publish goes on with it.
 * - Time is an argument: `now` is a UTC instant in milliseconds. A store never asks a clock.
 * - Whoever writes to a claimed step brings the claim's lease; once the lease is lost the write is refused.
 */
import type { Contact, ContactRef } from '../contact/contact';
import type { MaintenanceStore } from './contract-maintenance';
import type { Facts, FactNeeds } from '../sequence/conditions/facts';
import type { ReentryPolicy, SequenceDefinition, Step } from '../sequence/definition';
import type { Enrollment, EnrollmentState } from '../sequence/enrollment';
import type { Reason } from '../sequence/reason';
import type { Command } from '../sequence/steering';
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
	/** Since when a person has paused it, in UTC milliseconds, and why; null while it runs. */
	pausedAt: number | null;
	pausedReason: string | null;
}

export interface PublishedSequence {
	id: string;
	version: number;
	/** Live enrollments whose next step was renamed or removed, and where they go on; null: they have completed. */
	moved: Array<{ from: string; to: string | null; why: 'renamed' | 'removed'; count: number }>;
	/** Live enrollments that get another time, since a delay or the schedule has changed. */
	retimed: number;
	/** Live enrollments that keep an older version. */
	pinned: number;
	/** People who had completed and got a step that was added at the end. */
	offered: number;
}

// --- enrollments ----------------------------------------------------------------------------------

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
	/** The name of the entry condition that refused it. */
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

// --- conversions ----------------------------------------------------------------------------------

export interface ConversionRequest {
	contact: ContactRef;
	/** The user's own id of the purchase or booking: the same one counts once per account. */
	orderId: string;
	/** In the currency's main unit, up to three decimals; null when the conversion has no value. */
	value: number | null;
	/** ISO 4217, e.g. EUR; null without a value. */
	currency: string | null;
	/** The code that was used, or null. */
	coupon: string | null;
	/** When it happened, in UTC milliseconds. */
	at: number;
}

export interface RecordedConversion {
	/** known: this order had been recorded before, and nothing was written. */
	outcome: 'recorded' | 'known';
	id: string;
	contact: Contact;
	/** The run and step whose message led to it by the rules of its sequence; null when none did. */
	attributedTo: { enrollmentId: string; sequence: string; step: string | null } | null;
	/** Runs that it ended as converted. */
	endedEnrollments: Array<{ id: string; sequence: string }>;
}

// --- statistics -----------------------------------------------------------------------------------

export interface SequenceStats {
	sequence: SequenceSummary;
	enrolled: number;
	/** People in it at the moment, by state. */
	live: { active: number; paused: number; inReview: number };
	/** Runs that ended well; a conversion counts as a completion. */
	completed: number;
	converted: number;
	/** By reason code. */
	exited: Record<string, number>;
	failed: Record<string, number>;
	/** Conversions attributed to it, also of runs that had ended before. */
	conversions: number;
	/** By currency, in its main unit. */
	revenue: Record<string, number>;
	/** In the order of the sequence; steps that are gone come last. */
	steps: StepStats[];
	/** People who still are at an older version. */
	behind: number;
	/** When the current version was published, and what that meant for the people in flight; null for a first version. */
	lastChange: ({ at: number } & Pick<PublishedSequence, 'moved' | 'retimed' | 'pinned'>) | null;
}

export interface StepStats {
	step: string;
	enabled: boolean;
	/** People whose next step it is. */
	waiting: number;
	sent: number;
	delivered: number;
	read: number;
	failed: number;
	notSent: number;
	conversions: number;
}

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

// --- tags and attributes --------------------------------------------------------------------------

export interface TagRequest {
	contact: ContactRef;
	tags: string[];
}

export interface TagChange {
	contactId: string;
	/** Those of the request that the contact did not have before, or had when they are removed. */
	changed: string[];
}

export interface AttributeRequest {
	contact: ContactRef;
	/** Merged into what is kept; a value of null is taken away. */
	attributes: Record<string, unknown>;
}

/** What is kept about a contact besides their row. */
export interface ContactFacts {
	contactId: string;
	/** In alphabetical order. */
	tags: string[];
	attributes: Record<string, unknown>;
}

// --- conditions and guards ------------------------------------------------------------------------

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
	/** For a session message: what leaves in its place when the contact's window is closed or about to close. */
	instead?: { category: Exclude<SendCategory, 'session'>; label: string };
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

// --- reading --------------------------------------------------------------------------------------

export interface TimelineEntry {
	at: number;
	/**
	 * enrolled, waited (no awaited reply came in time, so the step goes on), refused (why an enrollment was not begun), paused, resumed, moved (a person or a workflow changed what
	 * comes next), human (somebody answered from the phone app), conversion, step (how a due step ended, once each), retry (why it is tried again), held (nobody knows
	 * whether it went out), ended (with the step that was still to come), message,
	 * notice (a reaction and the like, which is nobody writing), consent
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

export interface AccountStore extends MaintenanceStore {
	/**
	 * Makes the definition the current version; an unchanged one keeps its version. Throws StoreRefusal when
	 * another node publishes this name.
	 */
	publishSequence(definition: SequenceDefinition, owner: SequenceOwner, now: number): Promise<PublishedSequence>;
	/** The node no longer publishes: people keep their place and nothing is claimed. */
	closeSequence(owner: SequenceOwner, now: number): Promise<void>;
	listSequences(): Promise<SequenceSummary[]>;
	/** Nothing is claimed from now on, and people hold their place. Throws StoreRefusal for an unknown sequence. */
	pauseSequence(name: string, reason: string, now: number): Promise<SequenceSummary>;
	/** What came due meanwhile is due now. A sequence that is not paused stays as it is. */
	resumeSequence(name: string, now: number): Promise<SequenceSummary>;

	/** Throws StoreRefusal for an unknown sequence (with the nearest names) or a contact without any id. */
	enroll(requests: EnrollRequest[], now: number): Promise<EnrollResult[]>;
	/** Ends live enrollments; null where there was none. */
	remove(targets: EnrollmentTarget[], reason: Reason, now: number): Promise<Array<Enrollment | null>>;
	/** Throws StoreRefusal for an unknown sequence or step (with the nearest names), and then changes nothing. */
	changeEnrollments(changes: EnrollmentChange[], now: number): Promise<ChangedEnrollment[]>;
	/** Throws StoreRefusal for a conversion without an order id, with a negative value, or a value without a currency. */
	recordConversions(requests: ConversionRequest[], now: number): Promise<RecordedConversion[]>;
	/** Totals kept as things happened. Throws StoreRefusal for an unknown sequence. */
	sequenceStats(name: string): Promise<SequenceStats>;
	/** The live enrollment, else the latest one; null where there is none. */
	getEnrollments(targets: EnrollmentTarget[]): Promise<Array<EnrollmentView | null>>;
	listEnrollments(filter: EnrollmentFilter, page: Page): Promise<EnrollmentView[]>;

	/** New contacts are created. Throws StoreRefusal for an empty tag or a contact without any id. */
	addTags(requests: TagRequest[], now: number): Promise<TagChange[]>;
	removeTags(requests: TagRequest[], now: number): Promise<TagChange[]>;
	/** Tags and attributes of these contacts; null where nobody is known. */
	tagsOf(contacts: ContactRef[]): Promise<Array<ContactFacts | null>>;
	setAttributes(requests: AttributeRequest[], now: number): Promise<Array<Omit<ContactFacts, 'tags'>>>;

	/** The families of facts that are needed, one statement each; null for the id of a contact that there is not. */
	loadFacts(requests: FactsRequest[], needs: FactNeeds, now: number): Promise<Array<Facts | null>>;
	/** Throws StoreRefusal for an empty tag, and then changes nothing. */
	stopByGuard(stops: GuardStop[], now: number): Promise<GuardStopped[]>;

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
	/**
	 * Remembers what is about to be emitted, for a trigger that answers Meta before the execution has ended. It is
	 * forgotten when the message is acknowledged.
	 *
	 * @param keeper names the trigger
	 */
	keepMessages(keeper: string, messages: KeptMessage[]): Promise<void>;
	/** What a process that is no more had kept for this trigger, oldest first; from now on it belongs to `owner`. */
	adoptMessages(keeper: string, owner: string): Promise<KeptMessage[]>;
	/** No execution could be started for these messages: their next delivery is new again, to this process too. */
	releaseMessages(wamids: string[]): Promise<void>;

	/**
	 * Calls the listener when this process has made steps of a sequence due earlier than before. Other processes
	 * are not heard: whoever waits for due steps also asks now and then.
	 */
	onDue(listener: (sequenceId: string) => void): () => void;

	contactTimeline(contact: ContactRef, limit: number): Promise<TimelineEntry[]>;
	/** The same for many contacts in one statement; `limit` counts for each. */
	contactTimelines(contacts: ContactRef[], limit: number): Promise<TimelineEntry[][]>;
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
