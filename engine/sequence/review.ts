/** A run that waits for a person's decision about its next step, pure. The stores write down what these functions answer. */
import type { SequenceDefinition, StepMessage } from './definition';
import type { Enrollment } from './enrollment';
import { expiryFrom, progressOf, type Progress } from './lifecycle';

/** skip goes on with the next step; end ends the run. */
export type Verdict = 'approve' | 'skip' | 'end';

/** What silence means. Nothing but a choice of the author's makes it an approval. */
export type Silence = 'hold' | Verdict;

/** One that was paused meanwhile keeps its review, and its reason says so. */
export function isInReview({ state, reason }: { state: string; reason: string | null }): boolean {
	return state === 'in_review' || (state === 'paused' && reason === 'in_review');
}

/** The step waits, and the claim that brought it to the gate counts as no attempt. */
export function park(run: Progress): Progress {
	return { ...progressOf(run), state: 'in_review', reason: 'in_review', attempts: Math.max(0, run.attempts - 1) };
}

/**
 * Approved: the step is due again at once, and whatever stands before the gate looks at it again. Nobody could answer
 * what was not sent, so the silence after which the run expires counts anew.
 */
export function approve(run: Enrollment, definition: SequenceDefinition, zone: string, now: number): Progress {
	const base = { ...progressOf(run), dueAt: now, attempts: 0 };
	if (run.state === 'paused') return { ...base, reason: 'paused' };
	return { ...base, state: 'active', reason: 'approved', expiresAt: expiryFrom(now, definition, zone) };
}

/** The review came to nothing, since its step has another name or is gone: what comes next is looked at in its own right. */
export function withoutReview<Run extends Pick<Progress, 'state' | 'reason'>>(run: Run): Run {
	if (!isInReview(run)) return run;
	return run.state === 'paused' ? { ...run, reason: 'paused' } : { ...run, state: 'active', reason: null };
}

/** Whether what was approved is what is about to leave: a step that was rewritten meanwhile is reviewed anew. */
export function isSameMessage(one: StepMessage | null, other: StepMessage | null): boolean {
	return canonical(one) === canonical(other);
}

function canonical(message: StepMessage | null): string {
	if (message?.kind !== 'template') return JSON.stringify(message?.kind === 'text' ? message.text : null);
	const variables = Object.entries(message.variables).sort(([a], [b]) => (a < b ? -1 : 1));
	return JSON.stringify([message.name, message.language, variables]);
}

/** Meta takes no longer text (Meta: messages/text-messages). */
const LONGEST_TEXT = 4_096;

/**
 * The message as a reviewer changed it: the text of a text message, the variables of a template. Or a sentence for the
 * reviewer that says why it cannot be sent so.
 */
export function editedMessage(message: StepMessage | null, edit: MessageEdit): StepMessage | { fault: string } {
	if (message?.kind === 'text') return editedText(edit.text?.trim() ?? message.text);
	if (message?.kind !== 'template') return { fault: 'There is no text here that could be changed. Approve or reject it as it is.' };
	const changed = edit.variables ?? {};
	const unknown = Object.keys(changed).find((key) => !Object.hasOwn(message.variables, key));
	if (unknown !== undefined) return { fault: `The template "${message.name}" has no variable "${unknown}" here.` };
	const empty = Object.keys(changed).find((key) => changed[key]!.trim() === '');
	if (empty !== undefined) return { fault: `The variable "${empty}" is empty. Meta takes no empty variables.` };
	const trimmed = Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, value.trim()]));
	return { ...message, variables: { ...message.variables, ...trimmed } };
}

function editedText(text: string): StepMessage | { fault: string } {
	if (text === '') return { fault: 'The message is empty. Write a text, or reject it.' };
	if (text.length > LONGEST_TEXT) return { fault: `The message has ${text.length} characters; WhatsApp takes ${LONGEST_TEXT} at most.` };
	return { kind: 'text', text };
}

export interface MessageEdit {
	/** Of a text message. */
	text?: string;
	/** Of a template: the values that change. */
	variables?: Record<string, string>;
}
