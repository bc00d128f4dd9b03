/** Why each message of a run was or was not sent, and what comes next and why then: from what the store wrote down. Pure. */
import { enabledStepsFrom, type SequenceDefinition } from '../sequence/definition';
import { isLive } from '../sequence/enrollment';
import { explain, type Reason } from '../sequence/reason';
import type { EnrollmentView, RunFacts, RunSend, TimelineEntry } from '../store/contract';
import { nextOf, type ExplainedNext } from './explain-next';

export interface Explanation {
	/** Where the run stands, in a sentence. */
	standing: string;
	/** In the order in which it happened; steps that are still to come are not among them. */
	steps: ExplainedStep[];
	/** Null where nothing comes any more. */
	next: ExplainedNext | null;
}

export interface ExplainedStep {
	step: string;
	/**
	 * sent; not_sent: the step ended without a message; pending: it was tried and is not over yet; not_reached: the run had ended
	 * before.
	 */
	outcome: 'sent' | 'not_sent' | 'pending' | 'not_reached';
	/** When that was settled, in UTC milliseconds. */
	at: number;
	reason: Reason;
	sentence: string;
	/** Meta's words, or the name of a rule. */
	detail: string | null;
	/** How often it was tried or put off before. */
	tries: number;
	/** What became of its message; the last one, where it was sent again. */
	message: RunSend | null;
}

export function explainRun(facts: RunFacts, now: number): Explanation {
	const { run, definition } = facts;
	if (!run || !definition) return { standing: neverIn(facts.refusals), steps: [], next: null };
	const next = isLive(run.state) ? nextOf({ ...facts, run, definition }, now) : null;
	return { standing: next ? next.sentence : ended(run), steps: [...happened(facts), ...notReached(run, definition)], next };
}

function neverIn(refusals: TimelineEntry[]): string {
	const last = refusals.at(-1);
	if (!last?.reason) return 'The contact was never in this sequence.';
	return `The contact was never in this sequence. The last time, on ${new Date(last.at).toISOString()}, they were not taken in: ${explain(last.reason)}${last.detail ? ` (${last.detail})` : ''}`;
}

function ended({ state, reason, reasonDetail, endedAt }: EnrollmentView): string {
	const why = reason && reason !== 'completed' ? ` ${explain(reason)}${reasonDetail ? ` (${reasonDetail})` : ''}` : '';
	return `The run ended as ${state} on ${new Date(endedAt ?? 0).toISOString()}.${why}`;
}

const OVER: ReadonlySet<string> = new Set(['step']);
const ON_ITS_WAY: ReadonlySet<string> = new Set(['retry', 'held', 'in_review']);

/** One entry for each time a step was over, and one for a step that has been tried and is not. */
function happened({ events, sends }: RunFacts): ExplainedStep[] {
	const told: ExplainedStep[] = [];
	const tries = new Map<string, TimelineEntry[]>();
	for (const entry of events) {
		const { step, kind, reason } = entry;
		if (step === null || reason === null) continue;
		if (ON_ITS_WAY.has(kind)) tries.set(step, [...(tries.get(step) ?? []), entry]);
		if (!OVER.has(kind)) continue;
		told.push(explained(entry, tries.get(step)?.length ?? 0, sends));
		tries.delete(step);
	}
	const open = [...tries.values()].map((all) => ({ ...explained(all.at(-1)!, all.length - 1, sends), outcome: 'pending' as const }));
	return [...told, ...open];
}

const WENT_OUT: ReadonlySet<Reason> = new Set<Reason>(['sent', 'already_sent']);

function explained({ step, at, reason, detail }: TimelineEntry, tries: number, sends: RunSend[]): ExplainedStep {
	const message = sends.filter((send) => send.step === step).sort((a, b) => a.sendingAt - b.sendingAt).at(-1) ?? null;
	const outcome = WENT_OUT.has(reason!) ? 'sent' : 'not_sent';
	return { step: step!, outcome, at, reason: reason!, sentence: sentenceOf(reason!, outcome === 'sent' ? message : null), detail, tries, message };
}

function sentenceOf(reason: Reason, message: RunSend | null): string {
	return [explain(reason), fateOf(message)].filter(Boolean).join(' ');
}

function fateOf(message: RunSend | null): string {
	if (message?.readAt) return `Read on ${new Date(message.readAt).toISOString()}.`;
	if (message?.deliveredAt) return `Delivered on ${new Date(message.deliveredAt).toISOString()}.`;
	if (message?.state === 'failed') return `WhatsApp reported later that it failed: ${message.error ?? 'no reason given'}.`;
	return '';
}

/** What a run that ended early had still before it. */
function notReached(run: EnrollmentView, definition: SequenceDefinition): ExplainedStep[] {
	if (run.endedAt === null || run.state === 'completed' || run.reason === null) return [];
	const at = run.endedAt;
	const { reason } = run;
	return enabledStepsFrom(definition, run).map((step) => ({
		step,
		outcome: 'not_reached' as const,
		at,
		reason,
		sentence: `The run had ended before. ${explain(reason)}`,
		detail: run.reasonDetail ?? null,
		tries: 0,
		message: null,
	}));
}
