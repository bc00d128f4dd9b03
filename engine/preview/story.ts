/** Makes a preview's entries of what the store wrote down, with the runs as they stood before. */
import type { Contact } from '../contact/contact';
import { zoneOf } from '../contact/time-zone';
import { findStep, messagesOf, type SequenceDefinition, type Step } from '../sequence/definition';
import { isLive } from '../sequence/enrollment';
import { dateOf, timeOf } from '../sequence/step-time';
import { explain, type Reason } from '../sequence/reason';
import { latestWithSpread, stagesOf } from '../sequence/schedule';
import { messageFor } from '../sequence/variants';
import type { EnrollmentView, TimelineEntry } from '../store/contract';
import type { PreviewEntry, StepResult } from './entry';
import { labelOf } from './hand-out';
import { shortTime } from './local-time';
import type { PretendEvent } from './plan';
import { definitionFor, type Stage, type StagedSequence } from './stage';
import { isPutOff, whyThen, type StepCase } from './why';
import { wordsOf } from './words';

/** What a look at the store found. */
export interface Look {
	before: EnrollmentView[];
	after: EnrollmentView[];
	contact: Contact;
	now: number;
}

/** Why a preview ends while a run goes on. */
export type Close = 'nothing more' | 'too long' | 'too many';

/** More than one look finds. */
const MOST_NEW = 500;

const RESULTS: Partial<Record<Reason, StepResult>> = { sent: 'sent', done: 'done', reply_received: 'answered' };

export class Story {
	private readonly entries: PreviewEntry[] = [];
	/** Timeline entries told so far. */
	private told = 0;
	/** Steps told, by run. */
	private readonly steps = new Map<string, Set<string>>();
	private contact: Contact | null = null;

	constructor(private readonly stage: Stage) {}

	get length(): number {
		return this.entries.length;
	}

	/** Runs that had begun before: the steps behind them are no part of this. */
	begin(runs: EnrollmentView[]): void {
		for (const run of runs.filter(({ state }) => isLive(state))) {
			const steps = this.stepsOf(run);
			const stands = steps.findIndex(({ name }) => name === run.step);
			for (const { name } of steps.slice(0, Math.max(0, stands))) this.stepsTold(run).add(name);
		}
	}

	/** A pretended event, just before it happens. */
	note(event: PretendEvent, contact: Contact, sequence: string): void {
		this.entries.push({ ...this.plain(sequence, contact), kind: 'event', at: event.at, outcome: event.kind, why: wordsOf(event) });
	}

	/** What was written down since the last look. */
	async goOn(look: Look): Promise<void> {
		this.contact = look.contact;
		const all = await this.stage.account.contactTimeline({ id: look.contact.id }, this.told + MOST_NEW);
		const fresh = all.slice(this.told);
		this.told = all.length;
		for (const entry of fresh) this.tell(entry, look);
	}

	/** The runs that go on, and why they are not followed further. */
	close(runs: EnrollmentView[], why: Close): PreviewEntry[] {
		for (const run of runs.filter(({ state }) => isLive(state))) {
			const at = this.entries.at(-1)?.at ?? null;
			this.entries.push({ ...this.plain(run.sequence, run.contact), kind: 'end', at, step: run.step, outcome: run.state, reason: run.reason, why: openEnd(run, why, this.zoneOf(run.sequence, run.contact)) });
		}
		return this.entries;
	}

	private tell(entry: TimelineEntry, look: Look): void {
		const { kind, sequence, step, reason, at } = entry;
		if (sequence === null) return;
		const basis = { ...this.plain(sequence, look.contact), at, reason };
		if (kind === 'enrolled') {
			this.entries.push({ ...basis, kind: 'event', outcome: 'enrolled', why: `Enrolled in "${sequence}".` });
		} else if (kind === 'refused') {
			const rule = reason === 'conditions_not_met' && entry.detail ? ` It was the rule "${entry.detail}".` : '';
			this.entries.push({ ...basis, kind: 'event', outcome: 'refused', why: `Not enrolled in "${sequence}". ${reason ? explain(reason) : ''}${rule}` });
		} else if ((kind === 'step' || kind === 'retry') && step !== null) {
			this.tellStep({ ...entry, sequence, step }, look);
		} else if (kind === 'ended') {
			this.tellEnd({ ...entry, sequence }, look);
		}
	}

	private tellStep(entry: TimelineEntry & { sequence: string; step: string }, look: Look): void {
		const { sequence, step: name, reason, at, kind } = entry;
		const staged = this.staged(sequence);
		const run = runOf(look.before, sequence) ?? runOf(look.after, sequence);
		if (!staged || !run) return;
		const definition = definitionFor(staged, run);
		const step = findStep(definition, name);
		if (kind === 'step') this.passOver(run, name);
		const told: PreviewEntry = { ...this.plain(sequence, look.contact), kind: 'step', at, step: name, reason, outcome: 'not_sent', why: reason ? explain(reason) : '', ...(step ? contentOf(step, run) : {}) };
		const result = kind === 'retry' ? 'put_off' : ((reason && RESULTS[reason]) ?? 'not_sent');
		const then = step && run.step === name && run.dueAt !== null ? caseOf(definition, step, run, { at, zone: told.zone }) : null;
		if (result === 'put_off') {
			const after = runOf(look.after, sequence)?.dueAt ?? null;
			this.entries.push({ ...told, outcome: result, ...(after === null ? {} : { putOffTo: after, why: `${told.why} It is due again on ${shortTime(after, told.zone)}.` }) });
		} else if (then && (result === 'sent' || result === 'done')) {
			const latest = then.putOff ? at : latestWithSpread(at, { ...definition, ...(staged.spread ? { spread: staged.spread } : {}) }, told.zone);
			this.entries.push({ ...told, outcome: result, timing: then.putOff ? [] : then.timing, why: whyThen(then), ...(latest > at ? { latestAt: latest } : {}) });
		} else {
			this.entries.push({ ...told, outcome: result });
		}
	}

	/** The end, and the steps that never come. */
	private tellEnd({ sequence, reason, at }: TimelineEntry & { sequence: string }, look: Look): void {
		const before = runOf(look.before, sequence);
		const after = look.after.find(({ id, sequence: of }) => (before ? id === before.id : of === sequence));
		const run = after ?? before;
		const state = after?.state ?? 'exited';
		this.entries.push({ ...this.plain(sequence, look.contact), kind: 'end', at, outcome: state, reason, why: reason ? explain(reason) : '' });
		if (!run) return;
		const missing = this.stepsOf(run).filter(({ name }) => !this.stepsTold(run).has(name));
		for (const step of missing) this.neverComes(step, run, state === 'completed' ? 'step_disabled' : (reason ?? 'removed'));
	}

	/** Steps before this one of which the store said nothing, since they are switched off. */
	private passOver(run: EnrollmentView, name: string): void {
		const steps = this.stepsOf(run);
		const position = steps.findIndex((step) => step.name === name);
		for (const step of steps.slice(0, Math.max(0, position))) {
			if (!step.enabled && !this.stepsTold(run).has(step.name)) this.neverComes(step, run, 'step_disabled');
		}
		this.stepsTold(run).add(name);
	}

	private neverComes(step: Step, run: EnrollmentView, reason: Reason): void {
		this.stepsTold(run).add(step.name);
		const why = step.enabled ? reason : 'step_disabled';
		this.entries.push({ ...this.plain(run.sequence, run.contact), kind: 'step', at: null, step: step.name, outcome: 'not_sent', reason: why, why: explain(why), ...contentOf(step, run) });
	}

	private stepsTold({ id }: EnrollmentView): Set<string> {
		const told = this.steps.get(id) ?? new Set();
		this.steps.set(id, told);
		return told;
	}

	private plain(sequence: string, contact: Contact): Omit<PreviewEntry, 'kind' | 'at' | 'outcome' | 'why'> {
		return { zone: this.zoneOf(sequence, contact), sequence, step: null, reason: null, timing: [] };
	}

	private zoneOf(sequence: string, contact: Contact): string {
		return zoneOf(this.contact ?? contact, this.staged(sequence)?.definition.timeZone ?? 'UTC');
	}

	private stepsOf(run: EnrollmentView): Step[] {
		const staged = this.staged(run.sequence);
		return staged ? definitionFor(staged, run).steps : [];
	}

	private staged(sequence: string): StagedSequence | undefined {
		return this.stage.sequences.find(({ definition }) => definition.name === sequence);
	}
}

/** The live run of a sequence. */
const runOf = (runs: EnrollmentView[], sequence: string): EnrollmentView | undefined => runs.find((run) => run.sequence === sequence && isLive(run.state));

export function caseOf(definition: SequenceDefinition, step: Step, run: EnrollmentView, { at, zone }: { at: number; zone: string }): StepCase {
	const from = run.lastSentAt === null ? 'enrollment' : run.repliedAt === run.lastSentAt ? 'reply' : 'message';
	const time = timeOf(run, step, { definition, zone });
	return { step, date: dateOf(run, step.countsFrom, zone), at, dueAt: run.dueAt!, from, putOff: isPutOff(run.reason) ? run.reason : null, timing: time ? stagesOf(time) : [], zone };
}

/** The message that this contact gets in a step. */
function contentOf(step: Step, { contactId, sequenceId }: EnrollmentView): Pick<PreviewEntry, 'message' | 'variant'> {
	const { variant, message } = messagesOf(step).length > 1 ? messageFor(step, { contactId, sequenceId }) : { variant: null, message: step.message };
	return { message: labelOf(message), ...(variant === null ? {} : { variant }) };
}

function openEnd({ state, step, dueAt }: EnrollmentView, why: Close, zone: string): string {
	if (state === 'paused') return `Paused before the step "${step ?? ''}", until somebody resumes it.`;
	if (state === 'in_review') return `The step "${step ?? ''}" waits for a review.`;
	const next = dueAt === null ? '' : ` The step "${step ?? ''}" is due on ${shortTime(dueAt, zone)}.`;
	switch (why) {
		case 'too long':
			return `The preview ends here.${next}`;
		case 'too many':
			return `The preview ends here, after very many steps.${next}`;
		case 'nothing more':
			return `Nothing more is sent for now.${next}`;
	}
}
