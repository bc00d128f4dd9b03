/** Writes how due steps ended: progress, timeline and counters, one statement each for the whole batch. */
import { isLive } from '../../../sequence/enrollment';
import { afterStep, progressOf, type Progress, type StepOutcome } from '../../../sequence/lifecycle';
import type { Reason } from '../../../sequence/reason';
import { isHeld } from '../../../sequence/steering';
import { zoneOfRow } from '../../contact-zone';
import { zonesById } from '../../sql/contacts';
import { writeProgress, type ProgressWrite } from '../../sql/write-enrollments';
import { toEnrollment, toRun, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { NewSequenceEvent } from '../../sql/sequence-events';
import type { Sequence } from '../../sql/sequences';
import { addTimeline, countStepEvents, type NewTimelineEvent, type StepEvent } from '../../sql/timeline';
import { sequencesOf } from '../sequences/follow';
import { tagProgress, type StepSent } from '../runs/progress-tags';

export interface FinishedStep {
	/** As read in this transaction, its lease checked by the caller. */
	enrollment: EnrollmentRow;
	outcome: StepOutcome;
	/** For people: Meta's words, the execution's error. */
	detail?: string | null;
}

/** Applies the outcomes and answers where each enrollment stands now, in the order given. */
export async function finishSteps(scope: Scope, finished: FinishedStep[]): Promise<Progress[]> {
	if (finished.length === 0) return [];
	const sequenceOf = await sequencesOf(scope, finished.map(({ enrollment }) => enrollment));
	const contacts = await zonesById(scope, finished.map(({ enrollment }) => enrollment.contact_id));
	const writes: StepWrite[] = [];
	const timeline: NewTimelineEvent[] = [];
	const counts: StepEvent[] = [];
	const sent: StepSent[] = [];

	for (const step of finished) {
		const sequence = sequenceOf(step.enrollment);
		const zone = zoneOfRow(contacts.get(step.enrollment.contact_id), sequence);
		scope.events.push(...attentionFor(step));
		const progress = afterStep(toEnrollment(step.enrollment), sequence.definition, step.outcome, zone, scope.now);
		writes.push(writeOf(step, sequence, progress));
		timeline.push(...entriesOf(step, progress));
		counts.push(...countsOf(step, progress));
		sent.push(...sentBy(step, sequence));
	}
	await writeProgress(scope, writes);
	await addTimeline(scope, timeline);
	await countStepEvents(scope, counts);
	await tagProgress(scope, sent);
	return catchUp(scope, writes);
}

/** Runs that stayed at an older version because their message was leaving go over to the current one now. */
async function catchUp(scope: Scope, writes: StepWrite[]): Promise<Progress[]> {
	await sequencesOf(scope, writes.flatMap(({ enrollment, isBehind }) => (isBehind ? [enrollment] : [])));
	return writes.map(({ enrollment, progress, isBehind }) => (isBehind ? progressOf(toRun(enrollment)) : progress));
}

type StepWrite = ProgressWrite & Pick<Sequence, 'isBehind'>;

function writeOf({ enrollment, outcome, detail }: FinishedStep, sequence: Sequence, progress: Progress): StepWrite {
	const sentUnder = outcome.kind === 'sent' ? enrollment.lease : null;
	return {
		enrollment,
		progress,
		version: sequence.version,
		isBehind: sequence.isBehind,
		endDetail: detail ?? null,
		...(sentUnder ? { finishedLease: sentUnder } : {}),
		...(outcome.kind === 'answered' ? { repliedAt: outcome.at } : {}),
	};
}

/** The reason code under which a due step is remembered. */
function reasonOf(outcome: StepOutcome): Reason {
	switch (outcome.kind) {
		case 'sent':
		case 'done':
		case 'missed':
		case 'held_out':
			return outcome.kind;
		case 'answered':
			return 'reply_received';
		default:
			return outcome.reason;
	}
}

function entriesOf({ enrollment, outcome, detail }: FinishedStep, progress: Progress): NewTimelineEvent[] {
	const about = { contactId: enrollment.contact_id, enrollmentId: enrollment.id, sequenceId: enrollment.sequence_id };
	const stays = isLive(progress.state) && progress.step === enrollment.step;
	const kind = outcome.kind === 'held' ? 'held' : stays ? 'retry' : 'step';
	const steps = outcome.kind === 'missed' ? outcome.missed.map(({ step }) => step) : [enrollment.step];
	const entries = steps.map((step): NewTimelineEvent => ({ ...about, kind, step, reason: reasonOf(outcome), detail: detail ?? null }));
	if (progress.endedAt !== null) entries.push({ ...about, kind: 'ended', reason: progress.reason });
	return entries;
}

/** Nobody knows whether its message left: a person may have to decide. Told again, it is no news. */
function attentionFor({ enrollment, outcome, detail }: FinishedStep): NewSequenceEvent[] {
	if (outcome.kind !== 'held' || isHeld(toRun(enrollment))) return [];
	const { sequence_id: sequenceId, contact_id: contactId, id: enrollmentId, step } = enrollment;
	return [{ kind: 'attention', sequenceId, contactId, enrollmentId, step, reason: outcome.reason, detail: detail ?? null }];
}

function sentBy({ enrollment, outcome }: FinishedStep, { definition }: Sequence): StepSent[] {
	if (outcome.kind !== 'sent' || enrollment.step === null) return [];
	return [{ contactId: enrollment.contact_id, definition, step: enrollment.step }];
}

function countsOf({ enrollment, outcome }: FinishedStep, progress: Progress): StepEvent[] {
	if (outcome.kind === 'missed') {
		return outcome.missed.map(({ step }) => ({ sequenceId: enrollment.sequence_id, step, event: 'not_sent', by: 1 }));
	}
	if (enrollment.step === null) return [];
	const at = { sequenceId: enrollment.sequence_id, step: enrollment.step };
	if (outcome.kind === 'sent') return [{ ...at, event: 'accepted', by: 1 }];
	// Of one that is unconfirmed nobody knows.
	const givenUp = outcome.kind === 'retry' && progress.endedAt !== null && outcome.reason !== 'unconfirmed';
	if (outcome.kind === 'skipped' || outcome.kind === 'ended' || givenUp) return [{ ...at, event: 'not_sent', by: 1 }];
	return [];
}
