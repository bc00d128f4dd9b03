/** A sequence as its author wrote it on the Sequence Trigger. Plain JSON: it is stored, hashed and compared. */

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

/** One step. Its name is its identity: versions of a sequence are mapped on each other by step name. */
export interface Step {
	name: string;
	enabled: boolean;
	/** Counted from the enrollment for the first step, else from the last message sent. */
	delay: Delay;
	message: StepMessage;
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
	/** IANA zone in which "days" are counted for contacts without a zone of their own. */
	timeZone: string;
}

export const DEFAULT_MAX_ATTEMPTS = 5;

/**
 * The first step that is switched on, or the next such step behind the one named `after`; undefined when none is
 * left, or when that one is not there: better nothing more than everything from the start.
 */
export function nextEnabledStep(definition: SequenceDefinition, after?: string): Step | undefined {
	if (after === undefined) return definition.steps.find((step) => step.enabled);
	const position = definition.steps.findIndex((step) => step.name === after);
	return position < 0 ? undefined : definition.steps.slice(position + 1).find((step) => step.enabled);
}

export function findStep(definition: SequenceDefinition, name: string): Step | undefined {
	return definition.steps.find((step) => step.name === name);
}
