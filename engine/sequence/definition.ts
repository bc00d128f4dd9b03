/** A sequence as its author wrote it on the Sequence Trigger. Plain JSON: it is stored, hashed and compared. */
import type { ConditionGroup } from './conditions/condition';

export type DelayUnit = 'seconds' | 'minutes' | 'hours' | 'days';

export interface Delay {
	amount: number;
	unit: DelayUnit;
}

/** A template by name and language (Meta's key: a name alone is not unique) and the values of its variables. */
export interface TemplateMessage {
	kind: 'template';
	name: string;
	language: string;
	/** Variable key (see engine/whatsapp/template-variables) -> text, which may hold placeholders such as {name}. */
	variables: Record<string, string>;
}

/** Plain text; Meta takes it only while the contact's 24-hour window is open. */
export interface TextMessage {
	kind: 'text';
	text: string;
}

/** The canvas does something else: no message belongs to the step. */
export interface NoMessage {
	kind: 'none';
}

export type StepMessage = TemplateMessage | TextMessage | NoMessage;

/** One version of a step's message in an A/B test. */
export interface Variant {
	name: string;
	/** Its share, compared with the other variants of the step: 1 and 3 are a quarter and three quarters. */
	weight: number;
	message: StepMessage;
}

/** A date in the item that enrolled somebody, such as that of an appointment. */
export interface DateAnchor {
	/** Name of the field; dots lead into it. It holds ISO 8601; without a zone it is on the contact's clock. */
	field: string;
	/** The step is sent its delay before the date, or after it. */
	side: 'before' | 'after';
}

/** One step. Its name is its identity: versions of a sequence are mapped on each other by step name. */
export interface Step {
	name: string;
	enabled: boolean;
	/** Counted from the enrollment for the first step, else from the last message sent. */
	delay: Delay;
	/** Absent: the delay counts from the last message, else the enrollment. */
	countsFrom?: DateAnchor;
	/**
	 * Time of day "HH:MM" on the contact's clock: the first one at or after the end of the delay. Of a step that counts
	 * back from a date, that of the day to which its delay leads.
	 */
	at?: string;
	/** A reply during the delay ends the wait at once, and the step is done without its message. */
	waitForReply?: true;
	message: StepMessage;
	/** Versions to choose from, the same one for a contact each time; `message` is one of them. */
	variants?: Variant[];
}

/** Hours in which messages may leave, on the contact's clock. Ends after midnight when `to` is not later than `from`. */
export interface SendWindow {
	/** Days on which it begins: 1 for Monday to 7 for Sunday. */
	days: number[];
	/** "HH:MM" */
	from: string;
	/** "HH:MM", up to 24:00; at this time it is closed. */
	to: string;
}

/** What becomes of steps whose time passed while nothing could be sent (schedule/catch-up.ts). */
export type CatchUpPolicy = 'send_all' | 'latest_only' | 'skip' | 'spread';

/** At most so many messages of sequences to one contact within any such stretch of time; days count 24 hours. */
export interface FrequencyCap {
	messages: number;
	per: Delay;
}

/** What becomes of a step whose POST got no answer, when no status webhook settles it (docs/architecture.md, invariant 3). */
export type UnconfirmedPolicy = 'hold' | 'resend' | 'treat_as_sent';

export interface SequenceDefinition {
	name: string;
	description: string;
	steps: Step[];
	stopOnReply: boolean;
	unconfirmed: UnconfirmedPolicy;
	/** Claims of one step before the enrollment is failed; a claim counts when it is taken, so a crash uses one up. */
	maxAttempts: number;
	/** IANA zone of contacts who have none of their own and whose phone number tells none. */
	timeZone: string;
	/** The run ends once the contact has written nothing for this long, counted from the enrollment at the earliest. */
	expireAfter?: Delay;
	/** follow (default): people in flight go over to a new version by step name; pinned: they keep their version. */
	liveEdit?: 'follow' | 'pinned';
	/** Who had completed gets steps that are added at the end later. */
	offerNewSteps?: boolean;
	/** What ends a run without any wiring; see stopRulesOf for what holds where nothing is said. */
	stopOn?: Partial<StopRules>;
	/** Another sequence that begins when a run of this one ends so. */
	next?: NextSequence;
	/** Tags that the engine keeps on contacts. */
	tags?: EngineTags;
	/** Which messages count as the reason of a conversion. */
	attribution?: Attribution;
	/** What happens when somebody is enrolled again, unless the enrolling node says otherwise; default keep. */
	reentry?: ReentryPolicy;
	/** For the re-entry policy after_cool_down: counted from the end of the last run. */
	coolDown?: Delay;
	/** Without any, messages leave at every hour. */
	windows?: SendWindow[];
	/** Monday to Friday only. */
	businessDays?: true;
	/** Dates "YYYY-MM-DD" on the contact's calendar on which nothing is sent. */
	holidays?: string[];
	/** Longest time by which a step is put off at random, so that many who are due together do not get it together. */
	spread?: Delay;
	/** send_all without it. */
	catchUp?: CatchUpPolicy;
	frequencyCap?: FrequencyCap;
	/** Percent of the contacts who get nothing, so that the others can be compared with them. */
	holdOut?: number;
	/** Who may enter; asked in the same transaction as the enrollment. */
	conditions?: ConditionGroup;
	/** It is a timer of the conversation desk, which enrolls people at this moment of theirs and takes them out again. */
	moment?: ConversationMoment;
	/** For the moment `survey`. */
	survey?: Survey;
}

/**
 * Moments of a conversation (engine/desk/moments). unassigned: nobody has it; queued: it waits for a free agent; assigned:
 * an agent has got it; unanswered: the customer waits for the agent; silent, bot_silent: the customer says nothing to the
 * agent, or to the bot; closed: it is over; survey: it is over, and an agent had it.
 */
export type ConversationMoment = 'unassigned' | 'queued' | 'assigned' | 'unanswered' | 'silent' | 'bot_silent' | 'closed' | 'survey';

export interface Survey {
	/** Under which the answer is kept with the contact. */
	attribute: string;
	/** What counts as an answer; case, accents and emoji variants do not matter. */
	answers: string[];
}

/**
 * Somebody is enrolled who is, or was, in the sequence.
 * keep: a running run goes on where it stands, also when this very message had stopped it; restart: it ends and a
 * new one begins; replace: likewise, but the same reference again changes nothing; ignore: nothing is written;
 * once: nobody enters a second time; after_cool_down: not before some time has passed since the last run.
 */
export type ReentryPolicy = 'keep' | 'restart' | 'replace' | 'ignore' | 'once' | 'after_cool_down';

export interface StopRules {
	/** The contact writes. */
	reply: boolean;
	/** A conversion of the contact is recorded; the run ends as converted. */
	conversion: boolean;
	/** Somebody answers the contact from the WhatsApp Business app. */
	humanReply: boolean;
	/** The contact has a new phone number. */
	numberChange: boolean;
	/** WhatsApp cannot deliver to the contact; when false, such a step is passed over. */
	undeliverable: boolean;
}

export interface NextSequence {
	/** Name of the sequence to enroll in. */
	sequence: string;
	/** converted also stands for runs that a conversion ended; any_end for every end but a failure. */
	on: 'completed' | 'converted' | 'any_end';
}

export interface EngineTags {
	/** Keeps "sequence: step" on the contact for the step sent last, until the run ends. */
	progress?: boolean;
	/** Added when a run completes or converts. */
	completed?: string;
}

/** A message counts when it went out, was delivered or was read within `within` before the conversion; or by coupon. */
export interface Attribution {
	within: Delay;
	by: 'sent' | 'delivered' | 'read' | 'coupon';
	/** The code whose use tells of this sequence; for by = coupon. */
	coupon?: string;
}

export const DEFAULT_MAX_ATTEMPTS = 5;

/** The stop rules with what holds where the sequence says nothing. An opt-out ends every run, whatever they are. */
export function stopRulesOf({ stopOn, stopOnReply }: SequenceDefinition): StopRules {
	const usual = { reply: stopOnReply, conversion: false, humanReply: false, numberChange: false, undeliverable: true };
	return { ...usual, ...stopOn };
}

/**
 * The first step that is switched on, or the next such step behind the one named `after`; undefined when none is
 * left, or when that one is not there: better nothing more than everything from the start. Steps that a run leaves
 * out are passed over.
 */
export function nextEnabledStep(definition: SequenceDefinition, after?: string, leftOut: readonly string[] = []): Step | undefined {
	const comes = (step: Step): boolean => step.enabled && !leftOut.includes(step.name);
	if (after === undefined) return definition.steps.find(comes);
	const position = definition.steps.findIndex((step) => step.name === after);
	return position < 0 ? undefined : definition.steps.slice(position + 1).find(comes);
}

/** Names of the steps that a run still has before it, the one that comes next included. */
export function enabledStepsFrom(definition: SequenceDefinition, { step, cancelledSteps }: { step: string | null; cancelledSteps: readonly string[] }): string[] {
	const from = definition.steps.findIndex(({ name }) => name === step);
	return from < 0 ? [] : definition.steps.slice(from).filter(({ name, enabled }) => enabled && !cancelledSteps.includes(name)).map(({ name }) => name);
}

export function findStep(definition: SequenceDefinition, name: string): Step | undefined {
	return definition.steps.find((step) => step.name === name);
}

/** Everything that a step may send: its message, or each of its variants. */
export function messagesOf({ message, variants }: Step): Array<{ variant: string | null; message: StepMessage }> {
	if (!variants?.length) return [{ variant: null, message }];
	return variants.map((variant) => ({ variant: variant.name, message: variant.message }));
}
