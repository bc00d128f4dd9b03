import type { ContactRef } from '../../contact/contact';
import type { FactNeeds, Facts } from '../../sequence/conditions/facts';
import type { SequenceDefinition } from '../../sequence/definition';
import type { Enrollment } from '../../sequence/enrollment';
import type { Reason } from '../../sequence/reason';
import type { WebhookEvent } from '../../whatsapp/webhook-event';
import type { AuditFacts } from './audit-facts';
import type { Claim, ClaimRequest, ExecutionEnd } from './claims';
import type { ConsentEntry, ConsentRequest, ContactConsent, RecordedConsent } from './consent';
import type { ConversionRequest, RecordedConversion } from './conversions';
import type { SequenceDescription } from './descriptions';
import type { AgentRequest, AgentView, ConversationFilter, ConversationView, DeskRequest, DeskWork, SavedAgent } from './desk';
import type { ChangedEnrollment, EnrollRequest, EnrollResult, EnrollmentChange, EnrollmentTarget } from './enrollments';
import type { EventClaim } from './events';
import type { FactsRequest, GuardStop, GuardStopped } from './guards';
import type { KeywordClaim, KeywordOwner, TakenKeyword } from './keywords';
import type { WaitingChanges } from './locks';
import type { MaintenanceStore } from './maintenance';
import type { AccountHold, Notice } from './notices';
import type { BatchProgress, DepartureRequest, Departures, RecentlySent, RunningBatch } from './pace';
import type {
	AttributeRequest,
	ContactFacts,
	ContactFilter,
	ContactView,
	IncrementRequest,
	MergedPerson,
	MergeRequest,
	SavedContact,
	SaveRequest,
	TagChange,
	TagRequest,
	TagsSet,
} from './people';
import type { RunFacts } from './run-facts';
import type { SendPermit, SendRequest, SendSettlement, SettledSend, StepRefusal } from './sends';
import type { ReviewStore } from './reviews';
import type { PublishedSequence, SequenceOwner, SequenceSummary } from './sequences';
import type { SequenceStats } from './statistics';
import type { EnrollmentFilter, EnrollmentView, Page, SendView, TimelineEntry } from './views';
import type { AppliedWebhook, KeptMessage } from './webhooks';

export interface AccountStore extends MaintenanceStore, ReviewStore {
	/**
	 * Makes the definition the current version; an unchanged one keeps its version. Throws StoreRefusal when
	 * another node publishes this name.
	 */
	publishSequence(definition: SequenceDefinition, owner: SequenceOwner, now: number): Promise<PublishedSequence>;
	/** The node no longer publishes: people keep their place and nothing is claimed. */
	closeSequence(owner: SequenceOwner, now: number): Promise<void>;
	listSequences(): Promise<SequenceSummary[]>;
	/** With the latest `versions` of them. Throws StoreRefusal for an unknown sequence. */
	describeSequence(name: string, versions: number): Promise<SequenceDescription>;
	/** The definition that holds for each of these runs; null for a version that there is not. */
	definitionsOfRuns(runs: ReadonlyArray<{ sequenceId: string; version: number }>): Promise<Array<SequenceDefinition | null>>;

	/**
	 * From now on changes of this sequence on the canvas wait for the password. It is kept as a salted hash that no export
	 * takes along. Throws StoreRefusal for an unknown or locked sequence, or a password of fewer than 8 characters.
	 */
	lockSequence(name: string, password: string, now: number): Promise<SequenceSummary>;
	/**
	 * The changes that wait become the current version. Throws StoreRefusal for a wrong password, and for any password soon
	 * after a wrong one: for a second, then two, four, … up to 5 minutes.
	 */
	confirmChanges(name: string, password: string, now: number): Promise<PublishedSequence>;
	/** Removes the lock; changes that wait become the current version. Throws StoreRefusal as confirmChanges does. */
	unlockSequence(name: string, password: string, now: number): Promise<PublishedSequence>;
	/** Null where nothing waits. Throws StoreRefusal for an unknown sequence. */
	waitingChanges(name: string): Promise<WaitingChanges | null>;

	/** In place of what this trigger had. Throws StoreRefusal that names the owner when another workflow has one of them. */
	claimKeywords(owner: KeywordOwner, claims: KeywordClaim[], now: number): Promise<void>;
	releaseKeywords(owner: KeywordOwner, now: number): Promise<void>;
	/** Says that the workflow is still published and listens; otherwise its keywords lapse after KEYWORDS_LAPSE_MS. */
	confirmKeywords(owner: KeywordOwner, now: number): Promise<void>;
	/** Those of the keywords that another workflow than this one has. */
	takenKeywords(workflowId: string, keywords: string[], now: number): Promise<TakenKeyword[]>;

	/** Nothing is claimed from now on, and people hold their place. Throws StoreRefusal for an unknown sequence. */
	pauseSequence(name: string, reason: string, now: number): Promise<SequenceSummary>;
	/** These templates ("promo (en)") can be sent: sequences that were paused for them go on. Answers their names. */
	resumeForTemplates(templates: string[], now: number): Promise<string[]>;
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
	/** Totals kept as things happened, and what is on its way. Throws StoreRefusal for an unknown sequence. */
	sequenceStats(name: string, now: number): Promise<SequenceStats>;
	/** The live enrollment, else the latest one; null where there is none. */
	getEnrollments(targets: EnrollmentTarget[]): Promise<Array<EnrollmentView | null>>;
	listEnrollments(filter: EnrollmentFilter, page: Page): Promise<EnrollmentView[]>;

	/** New contacts are created. Throws StoreRefusal for an empty tag or a contact without any id. */
	addTags(requests: TagRequest[], now: number): Promise<TagChange[]>;
	removeTags(requests: TagRequest[], now: number): Promise<TagChange[]>;
	/** Takes away whatever else they had. */
	setTags(requests: TagRequest[], now: number): Promise<TagsSet[]>;
	/** Everywhere; how many contacts had it. Throws StoreRefusal for a tag that nobody has, with the nearest names. */
	renameTag(from: string, to: string, now: number): Promise<number>;
	/** Tags and attributes of these contacts; null where nobody is known. */
	tagsOf(contacts: ContactRef[]): Promise<Array<ContactFacts | null>>;
	setAttributes(requests: AttributeRequest[], now: number): Promise<Array<Omit<ContactFacts, 'tags'>>>;

	/** Throws StoreRefusal where what is kept is no number. */
	incrementAttributes(requests: IncrementRequest[], now: number): Promise<Array<Omit<ContactFacts, 'tags'>>>;

	/** null where nobody is known. */
	getContacts(contacts: ContactRef[]): Promise<Array<ContactView | null>>;
	/** `after` is the id of the last contact already seen. */
	listContacts(filter: ContactFilter, page: Page): Promise<ContactView[]>;
	saveContacts(requests: SaveRequest[], now: number): Promise<SavedContact[]>;
	/**
	 * Makes one contact of two. All that is theirs moves over, of consent the stricter holds, of two runs through one
	 * sequence the further one goes on. Throws StoreRefusal for somebody unknown, and for a contact and themselves.
	 */
	mergePeople(requests: MergeRequest[], now: number): Promise<MergedPerson[]>;

	/**
	 * Writes what somebody recorded for contacts into the ledger; new contacts are created. A stop of marketing ends their
	 * runs. What people switched off in WhatsApp itself only they can switch on. Throws StoreRefusal where proof is
	 * missing or the time lies in the future.
	 */
	recordConsent(requests: ConsentRequest[], now: number): Promise<RecordedConsent[]>;
	/** What holds for these contacts; null where nobody is known. */
	consentOf(contacts: ContactRef[]): Promise<Array<ContactConsent | null>>;
	/** The latest `limit` lines of each contact's ledger, oldest first. */
	consentHistory(contacts: ContactRef[], limit: number): Promise<Array<ConsentEntry[] | null>>;

	/**
	 * Creates agents and changes what is given of those there are; whoever makes room takes from the line at once. Throws
	 * StoreRefusal for an empty name or a limit that is no whole number from 0.
	 */
	saveAgents(requests: AgentRequest[], now: number): Promise<SavedAgent[]>;
	/** By name. Their conversations go back into the line, to the front. False where there was no such agent. */
	removeAgents(names: string[], now: number): Promise<boolean[]>;
	/** In alphabetical order. */
	listAgents(): Promise<AgentView[]>;
	/**
	 * Opens, assigns, queues, claims, transfers and closes conversations. Places that become free go to whoever is next in the
	 * line, in the same transaction; no agent ever has more than their limit, and no conversation two agents. Throws
	 * StoreRefusal for an unknown agent (with the nearest names) or a contact without any id.
	 */
	workDesk(requests: DeskRequest[], now: number): Promise<DeskWork>;
	/** Null where the contact has never had a conversation. */
	conversationsOf(contacts: ContactRef[]): Promise<Array<ConversationView | null>>;
	/** `after` is the id of the last conversation already seen. */
	listConversations(filter: ConversationFilter, page: Page): Promise<ConversationView[]>;
	/** Timers of the desk have been published: open conversations that they have not seen yet begin to run through them. */
	followConversations(now: number): Promise<void>;

	/** The families of facts that are needed, one statement each; null for the id of a contact that there is not. */
	loadFacts(requests: FactsRequest[], needs: FactNeeds, now: number): Promise<Array<Facts | null>>;
	/** Throws StoreRefusal for an empty tag, and then changes nothing. */
	stopByGuard(stops: GuardStop[], now: number): Promise<GuardStopped[]>;

	/** What people should know of this sequence and of the whole account, oldest first; each notice goes to one caller. */
	takeNotices(sequenceId: string, now: number): Promise<Notice[]>;
	/** Why nothing of this account is handed out at present; null while everything goes its way. */
	accountHold(): Promise<AccountHold | null>;
	/** Meta has just taken the credential for a good one: what waited for that goes on. */
	credentialWorks(now: number): Promise<void>;

	/** Hands out nothing while the account is held, and then one step as a trial (operations/sending/hold-account). */
	claimDue(request: ClaimRequest, now: number): Promise<Claim>;
	/**
	 * When the next step of the sequence is due or its lease ends; null when nothing waits or the sequence is closed.
	 *
	 * @param gatherMs answers the last such time within so many milliseconds after the first one, for whoever takes them all at once
	 */
	nextDueAt(sequenceId: string, gatherMs?: number): Promise<number | null>;
	/** Prolongs the leases of a claim; the number still held. */
	renewLease(lease: string, until: number): Promise<number>;
	/** Settles what an ended execution left unfinished; the number of such steps. */
	endExecution(lease: string, end: ExecutionEnd, now: number): Promise<number>;
	/**
	 * Makes the leases that other processes hold on this sequence and its events claimable at once, but for those of executions that
	 * sleep. For stores of one process.
	 */
	reclaimFrom(sequenceId: string, livingOwner: string, now: number): Promise<number>;
	/**
	 * Sends whose process died a quarter of an hour ago or longer, and whose step no claim will meet again, become
	 * unconfirmed; their number. Every claim does it too, so this is for accounts where nothing is due.
	 */
	markStranded(now: number): Promise<number>;

	/** The oldest changes that the trigger of this sequence asked for and that nobody holds, also of a paused sequence. */
	claimEvents(request: ClaimRequest, now: number): Promise<EventClaim>;
	/** When the next event may be handed out; null when none waits. */
	nextEventAt(sequenceId: string): Promise<number | null>;
	/** Prolongs the lease of a claim of events; the number still held. */
	renewEventLease(lease: string, until: number): Promise<number>;
	/** The execution that had them has ended: they are not handed out again. Their number. */
	acknowledgeEvents(lease: string, now: number): Promise<number>;
	/** Calls the listener when this process has kept events for a sequence's trigger. Other processes are not heard. */
	onEvents(listener: (sequenceId: string) => void): () => void;

	/** Departures at the number's pace that belong to the caller alone, whatever other processes do. */
	reserveDepartures(request: DepartureRequest, now: number): Promise<Departures>;
	/** Meta refused a message for its throughput: all processes send more slowly for a while. */
	slowPace(perSecond: number, now: number): Promise<void>;
	/** What went to these contacts after an instant, by whatever process; who got nothing is left out. */
	sentToSince(contacts: ContactRef[], since: number): Promise<RecentlySent[]>;
	/** Where a long batch stands, for others to see; told again every few seconds. */
	noteBatch(batch: RunningBatch): Promise<void>;
	batchEnded(id: string, now: number): Promise<void>;
	/** Batches on their way, in whatever process; one that has not been heard of for a minute is none any more. */
	runningBatches(now: number): Promise<BatchProgress[]>;

	/** The messaging limit of the first request counts for all of them. */
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
	/** When the last message came in that is still remembered (8 days); null for none. */
	lastReceivedAt(): Promise<number | null>;

	/**
	 * Calls the listener when this process has made steps of a sequence due earlier than before. Other processes
	 * are not heard: whoever waits for due steps also asks now and then.
	 */
	onDue(listener: (sequenceId: string) => void): () => void;

	/** What is amiss is told from this, see engine/insight. */
	auditFacts(now: number): Promise<AuditFacts>;
	/** What decides about these runs, for engine/insight. Throws StoreRefusal for an unknown sequence. */
	runFacts(targets: EnrollmentTarget[], now: number): Promise<RunFacts[]>;
	contactTimeline(contact: ContactRef, limit: number): Promise<TimelineEntry[]>;
	/** The same for many contacts in one statement; `limit` counts for each. */
	contactTimelines(contacts: ContactRef[], limit: number): Promise<TimelineEntry[][]>;
	listSends(filter: { enrollmentId?: string; unconfirmed?: boolean }, page: Page): Promise<SendView[]>;
}
