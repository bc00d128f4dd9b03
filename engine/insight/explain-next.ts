/** The step that comes next: when, why then, and what keeps it from leaving. Pure. */
import { caseOf } from '../preview/story';
import { whyThen } from '../preview/why';
import { findStep, stopRulesOf, type SequenceDefinition, type Step } from '../sequence/definition';
import { explain } from '../sequence/reason';
import { dueOf } from '../sequence/step-time';
import type { EnrollmentView, RunFacts } from '../store/contract';

export interface ExplainedNext {
	step: string;
	/** When it is due, in UTC milliseconds; null where nobody knows, since it waits for something else than a time. */
	at: number | null;
	/** "The step "offer" is due at …", or what it waits for. */
	sentence: string;
	/** Why then: the delay, the hours, what put it off; empty where it waits for something else. */
	why: string;
	/** What keeps it from leaving at its time; null where nothing does. */
	blockedBy: string | null;
	/** What would end the run before, in a sentence; empty where only an opt-out would. */
	unless: string;
}

/** A live run. */
export type LiveFacts = RunFacts & { run: EnrollmentView; definition: SequenceDefinition };

export function nextOf(facts: LiveFacts, now: number): ExplainedNext {
	const { run, definition } = facts;
	const name = run.step ?? '';
	const step = findStep(definition, name);
	const waitsForTime = run.state === 'active' && run.dueAt !== null;
	return {
		step: name,
		at: waitsForTime ? run.dueAt : null,
		sentence: sentenceOf(run, name, now),
		why: waitsForTime && step ? whyOf(facts, step) : '',
		blockedBy: blockOf(facts, now),
		unless: unlessOf(definition, step),
	};
}

function sentenceOf({ state, dueAt, reason }: EnrollmentView, step: string, now: number): string {
	if (state === 'paused') return `The run is paused before the step "${step}", until somebody resumes it.`;
	if (state === 'in_review') return `The step "${step}" waits for a review.`;
	if (dueAt === null) return `The step "${step}" is held.${reason ? ` ${explain(reason)}` : ''}`;
	const at = new Date(dueAt).toISOString();
	return dueAt > now ? `The step "${step}" is due at ${at}.` : `The step "${step}" has been due since ${at}.`;
}

function whyOf({ run, definition, zone }: LiveFacts, step: Step): string {
	const one = caseOf(definition, step, run, { at: run.dueAt!, zone });
	if (one.putOff || dueOf(run, step, { definition, zone }) === run.dueAt) return whyThen(one);
	return run.reason ? explain(run.reason) : 'Somebody, or a step before, set this time.';
}

/** The first thing that keeps it back; a person has to look at most of them. */
function blockOf({ run, open, paused, hold, heldUntil }: LiveFacts, now: number): string | null {
	if (!open) return 'No workflow publishes the sequence. Publish the one with its Sequence Trigger: what is due leaves then.';
	if (paused !== null) return `The whole sequence is paused.${paused === '' ? '' : ` ${paused}`} “Resume the sequence” on the dashboard lets it go on, or Sequence > Resume.`;
	if (hold) return `Nothing of this WhatsApp number is sent at the moment. ${explain(hold.reason)} ${hold.detail}`.trim();
	if (heldUntil !== null) return 'An execution has the step in its hands at this moment.';
	if (run.state === 'active' && run.dueAt !== null && run.dueAt < now - LATE_MS) return 'It is late: many steps are due before it, or n8n was not running.';
	return null;
}

/** A trigger looks for due steps every few seconds. */
const LATE_MS = 5 * 60_000;

function unlessOf(definition: SequenceDefinition, step: Step | undefined): string {
	const rules = stopRulesOf(definition);
	if (step?.waitForReply) return 'If the contact replies before, the step is done without a message.';
	const causes = [rules.reply && 'the contact replies', rules.conversion && 'a conversion is recorded', rules.humanReply && 'somebody answers from the phone app'].filter(Boolean);
	return causes.length === 0 ? '' : `Not if ${causes.join(', or ')} before: that ends the run.`;
}
