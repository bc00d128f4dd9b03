/** What people and workflows do to single runs: pause, resume, skip, jump, reschedule, cancel a step. */
import type { Reason } from '../../../sequence/reason';
import { isHeld, steer, type Command, type Steered } from '../../../sequence/steering';
import { findStep, type SequenceDefinition } from '../../../sequence/definition';
import { nearestNames } from '../../../text/nearest-names';
import { wasAccepted } from '../../../whatsapp/send-state';
import { zoneOfRow } from '../../contact-zone';
import { StoreRefusal, type ChangedEnrollment, type EnrollmentChange } from '../../contract';
import { contactsById } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import { liveEnrollments } from '../../sql/enrollments';
import { writeProgress, writeRows, type ProgressWrite } from '../../sql/write-enrollments';
import { place, toEnrollment, type EnrollmentRow, type SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { spendApprovals } from '../../sql/reviews';
import { setAside, updateSends } from '../../sql/sends';
import type { Sequence } from '../../sql/sequences';
import { addTimeline, countStepEvents, type NewTimelineEvent, type StepEvent } from '../../sql/timeline';
import { finishSteps, type FinishedStep } from '../sending/finish-steps';
import { sequencesOf } from '../sequences/follow';
import { findTargets } from './read-enrollments';
import { ledgerOf } from '../sending/recover';

/** A change with the run that it is for. */
interface Change {
	index: number;
	row: EnrollmentRow;
	sequence: Sequence;
	change: EnrollmentChange['change'];
	/** Sends of the step that comes next. */
	sends: SendRow[];
	zone: string;
}

/**
 * Of several changes for one run in a batch the first one counts. A step that an execution holds is taken from it: what
 * it has not begun to send is refused. While a message is leaving, its step cannot be skipped or moved.
 */
export async function changeEnrollments(scope: Scope, changes: EnrollmentChange[]): Promise<ChangedEnrollment[]> {
	const loaded = await load(scope, changes);
	loaded.forEach(({ change, sequence }) => checkStep(change, sequence.definition));
	const newer = await runsBesides(scope, loaded);
	const answers = changes.map((): ChangedEnrollment => ({ applied: false, reason: 'not_enrolled', enrollment: null }));
	const writes = new Writes();
	for (const one of loaded) {
		const reason = newer.has(one.row.id) ? 'newer_run' : obey(scope, one, writes);
		answers[one.index] = { applied: reason === null, reason, enrollment: null };
	}
	await writes.commit(scope);
	for (const { index, row } of loaded) answers[index]!.enrollment = toEnrollment(row);
	return answers;
}

async function load(scope: Scope, changes: EnrollmentChange[]): Promise<Change[]> {
	const found = await findTargets(scope, changes.map(({ target }) => target));
	await lockContacts(scope, found.flatMap((row) => row?.contact_id ?? []));
	const byId = new Map(found.flatMap((row) => (row ? [[row.id, row] as const] : [])));
	const rows = [...byId.values()];
	const sequenceOf = await sequencesOf(scope, rows);
	const contacts = await contactsById(scope, rows.map((row) => row.contact_id));
	const ledger = await ledgerOf(scope, rows);
	const taken = new Set<string>();
	return changes.flatMap(({ change }, index): Change[] => {
		const row = byId.get(found[index]?.id ?? '');
		if (!row || taken.has(row.id)) return [];
		taken.add(row.id);
		const sequence = sequenceOf(row);
		const zone = zoneOfRow(contacts.get(row.contact_id), sequence);
		return [{ index, row, sequence, change, sends: ledger.get(row.id) ?? [], zone }];
	});
}

function checkStep(change: EnrollmentChange['change'], definition: SequenceDefinition): void {
	if (change.kind !== 'jump' && change.kind !== 'cancel') return;
	if (findStep(definition, change.step)) return;
	const names = definition.steps.map(({ name }) => name);
	const near = nearestNames(change.step, names);
	const known = (near.length > 0 ? near : names.slice(0, 3)).map((name) => `"${name}"`).join(' or ');
	const hint = near.length > 0 ? `Did you mean ${known}?` : `There is ${known}.`;
	throw new StoreRefusal(`The sequence "${definition.name}" has no step "${change.step}". ${hint}`);
}

/** Failed runs that must not go on because the contact is in the sequence by another run. */
async function runsBesides(scope: Scope, changes: Change[]): Promise<Set<string>> {
	const failed = changes.map(({ row }) => row).filter((row) => row.state === 'failed');
	if (failed.length === 0) return new Set();
	const live = await liveEnrollments(scope, failed.map(({ sequence_id, contact_id }) => ({ sequence_id, contact_id })));
	const taken = new Set(live.map((row) => `${row.sequence_id} ${row.contact_id}`));
	return new Set(failed.filter((row) => taken.has(`${row.sequence_id} ${row.contact_id}`)).map(({ id }) => id));
}

/** Collects what the change writes; why it cannot be obeyed, or null. */
function obey(scope: Scope, one: Change, writes: Writes): Reason | null {
	const { row, sequence, change, sends, zone } = one;
	if (change.kind === 'resume' && isHeld(toEnrollment(row)) && change.unconfirmed !== 'leave') return decide(one, change.unconfirmed, writes, scope.now);
	if (change.kind !== 'pause' && changesNextStep(one) && sends.some(({ state }) => state === 'sending')) return 'being_sent';
	const command: Command = change.kind === 'resume' ? { kind: 'resume' } : change;
	const steered: Steered = steer(toEnrollment(row), sequence.definition, command, zone, scope.now);
	if (!steered.applied) return steered.reason;
	const about = { contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id };
	if (steered.stepEnds) {
		writes.timeline.push({ ...about, kind: 'step', step: row.step, reason: steered.stepEnds });
		if (row.step !== null) writes.counts.push({ sequenceId: row.sequence_id, step: row.step, event: 'not_sent', by: 1 });
	}
	writes.timeline.push(eventOf(one, steered.progress.step));
	if (steered.progress.endedAt !== null) writes.timeline.push({ ...about, kind: 'ended', reason: steered.progress.reason });
	if (!changesNextStep(one)) {
		// The next step stays in the hands of whoever holds it.
		place(row, steered.progress);
		writes.rows.push(row);
		return null;
	}
	if (change.kind === 'jump') {
		// An execution that had finished this step before must not send for it again.
		row.last_lease = null;
		writes.again.push({ enrollment_id: row.id, step: change.step });
	}
	writes.progress.push({ enrollment: row, progress: steered.progress, version: sequence.version });
	return null;
}

function changesNextStep({ change, row }: Change): boolean {
	return change.kind !== 'cancel' || change.step === row.step;
}

/** Nobody knows whether the message left: a person says that it did, or has it sent again. */
function decide({ row, sequence, sends }: Change, decision: 'sent' | 'again', writes: Writes, now: number): Reason | null {
	const adrift = sends.filter(({ state, wamid }) => state === 'unconfirmed' && wamid === null);
	const sent = sends.find(({ state, wamid }) => wamid !== null && wasAccepted(state)) ?? adrift[0];
	const about = { contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id };
	writes.timeline.push({ ...about, kind: 'resumed', step: row.step, reason: 'unconfirmed', detail: decision === 'sent' ? 'counted as sent' : 'sent again' });
	if (decision === 'sent') {
		writes.finished.push({ enrollment: row, outcome: { kind: 'sent', at: sent?.sending_at ?? now }, detail: 'counted as sent' });
		return null;
	}
	for (const send of adrift) Object.assign(send, { state: 'failed', error: 'Sent again: nobody knew whether it had left.' });
	writes.sends.push(...adrift);
	const run = toEnrollment(row);
	const progress = { ...run, state: 'active' as const, reason: null, dueAt: now, attempts: 0, pausedAt: null };
	writes.progress.push({ enrollment: row, progress, version: sequence.version });
	return null;
}

function eventOf({ row, change }: Change, to: string | null): NewTimelineEvent {
	const about = { contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id };
	switch (change.kind) {
		case 'pause':
			return { ...about, kind: 'paused', step: row.step };
		case 'resume':
			return { ...about, kind: 'resumed', step: to };
		case 'cancel':
			return { ...about, kind: 'moved', step: change.step, reason: 'step_cancelled' };
		case 'reschedule':
			return { ...about, kind: 'moved', step: row.step, reason: 'rescheduled', detail: new Date(change.at).toISOString() };
		case 'skip':
		case 'jump':
			return { ...about, kind: 'moved', step: to, detail: row.step };
	}
}

/** Everything that the changes of a batch write: one statement each. */
class Writes {
	readonly progress: ProgressWrite[] = [];
	/** Rows whose lease stays as it is. */
	readonly rows: EnrollmentRow[] = [];
	readonly finished: FinishedStep[] = [];
	readonly sends: SendRow[] = [];
	/** Steps that may be sent once more. */
	readonly again: Array<{ enrollment_id: string; step: string }> = [];
	readonly timeline: NewTimelineEvent[] = [];
	readonly counts: StepEvent[] = [];

	async commit(scope: Scope): Promise<void> {
		await addTimeline(scope, this.timeline);
		await countStepEvents(scope, this.counts);
		await updateSends(scope, this.sends);
		await setAside(scope, this.again);
		await spendApprovals(scope, this.again);
		await finishSteps(scope, this.finished);
		await writeProgress(scope, this.progress);
		await writeRows(scope, this.rows);
		for (const { enrollment } of [...this.progress, ...this.finished]) scope.woken.add(enrollment.sequence_id);
	}
}
