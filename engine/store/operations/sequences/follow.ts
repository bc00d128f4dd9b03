/**
 * Live edit: people in flight go over to the published version. Publishing itself only writes the new version, so it
 * holds nobody up; then a pass takes everybody along in bounded transactions, and whoever touches a run before the
 * pass has reached it takes that one along first.
 */
import { addedAtEnd, carryOver } from '../../../sequence/live-edit';
import { isLive, type EnrollmentState } from '../../../sequence/enrollment';
import { expiryFrom } from '../../../sequence/lifecycle';
import { isInReview } from '../../../sequence/review';
import { dueOf } from '../../../sequence/step-time';
import { zoneOfRow } from '../../contact-zone';
import { contactsById } from '../../sql/contacts';
import { completedEnrollments, staleEnrollments } from '../../sql/enrollments';
import { availableAt, noteEnds, writeProgress, writeRows } from '../../sql/write-enrollments';
import { place, toEnrollment, type ContactRow, type EnrollmentRow, type SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sequencesById, writeFollowed, type Sequence } from '../../sql/sequences';
import { addTimeline, type NewTimelineEvent } from '../../sql/timeline';
import { definitionsOf, versionKey, versionsSince } from '../../sql/versions';
import { ledgerOf } from '../sending/recover';

/**
 * The sequence of each of these runs, at the version that holds for it. Runs that follow are brought to the current
 * version first, on their rows and in the store.
 */
export async function sequencesOf(scope: Scope, rows: EnrollmentRow[]): Promise<(row: EnrollmentRow) => Sequence> {
	const sequences = await sequencesById(scope, rows.map((row) => row.sequence_id));
	const isStale = (row: EnrollmentRow): boolean => row.version !== sequences.get(row.sequence_id)?.version;
	for (const sequence of sequences.values()) {
		if (!isPinned(sequence)) await follow(scope, sequence, rows.filter((row) => row.sequence_id === sequence.id && isStale(row)));
	}
	const older = await definitionsOf(scope, rows.filter((row) => isStale(row) && row.ended_at === null));
	return (row) => {
		const sequence = sequences.get(row.sequence_id);
		if (!sequence) throw new Error(`enrollment ${row.id} belongs to no sequence`);
		const definition = isStale(row) ? older.get(versionKey(row)) : undefined;
		return definition ? { ...sequence, version: row.version, definition, isBehind: !isPinned(sequence) } : sequence;
	};
}

const isPinned = (sequence: Sequence | undefined): boolean => sequence?.definition.liveEdit === 'pinned';

/**
 * Brings live runs of one sequence to its current version. A run whose next step has another name or is gone, while
 * its message is leaving or may have left, stays behind until that is settled.
 */
async function follow(scope: Scope, sequence: Sequence, all: EnrollmentRow[]): Promise<void> {
	const live = all.filter((row) => isLive(row.state as EnrollmentState));
	if (live.length === 0) return;
	const oldest = Math.min(...live.map((row) => row.version));
	const versions = await versionsSince(scope, sequence.id, oldest);
	const contacts = await contactsById(scope, live.map((row) => row.contact_id));
	const carried = live.map((row) => ({
		row,
		...carryOver(toEnrollment(row), versions.slice(row.version - oldest), timingOf(scope, sequence, row, contacts)),
	}));
	const leaving = await ledgerOf(scope, carried.flatMap(({ row, leavesStep }) => (leavesStep ? [row] : [])));
	const moving = carried.filter(({ row }) => !(leaving.get(row.id) ?? []).some(mayHaveLeft));
	for (const { row, progress, leavesStep } of moving) {
		const wasInReview = isInReview(row);
		place(row, progress);
		if (wasInReview && !isInReview(row)) scope.leftReview.push(row);
		row.version = sequence.version;
		if (!leavesStep && row.lease !== null) continue;
		row.lease = null;
		row.lease_owner = null;
		row.available_at = availableAt(progress);
	}
	const moved = moving.map(({ row }) => row);
	await writeRows(scope, moved);
	noteEnds(scope, moved);
	const ended = moved.filter((row) => row.ended_at !== null);
	await addTimeline(scope, ended.map((row): NewTimelineEvent => ({ ...about(row), kind: 'ended', reason: 'completed' })));
}

const mayHaveLeft = ({ state, wamid }: SendRow): boolean => state === 'sending' || state === 'unconfirmed' || wamid !== null;

const about = (row: EnrollmentRow) => ({ contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id });

function timingOf({ now }: Scope, sequence: Sequence, row: EnrollmentRow, contacts: Map<string, ContactRow>) {
	const contact = contacts.get(row.contact_id);
	return { zone: zoneOfRow(contact, sequence), lastInboundAt: contact?.last_inbound_at ?? null, now, isTaken: row.lease !== null };
}

/** Where a pass stands. Each part of it is a transaction of its own. */
export interface FollowPass {
	sequenceId: string;
	phase: 'moving' | 'offering' | 'done';
	/** The run that was last. */
	after: string;
	/** People who had completed and got a step that is new. */
	offered: number;
}

const followFrom = (sequenceId: string): FollowPass => ({ sequenceId, phase: 'moving', after: '', offered: 0 });

/**
 * People in one transaction, for so long a claim may have to wait: 150 ms of CPU where delays are days, which cost 0.15 ms
 * a person to work out, and half of it where they are hours.
 */
const PART = 500;

/** A pass as far as one part goes: all of it where few people are in flight, so that it happens whole or not at all. */
export async function followAtOnce(scope: Scope, sequenceId: string): Promise<FollowPass> {
	let pass = followFrom(sequenceId);
	do pass = await followPart(scope, pass);
	while (pass.phase !== 'done' && pass.after === '');
	return pass;
}

/** The next part of a pass; it answers where the pass stands then. Repeated after a crash, it goes on where it was. */
export async function followPart(scope: Scope, pass: FollowPass): Promise<FollowPass> {
	const sequence = (await sequencesById(scope, [pass.sequenceId])).get(pass.sequenceId);
	if (!sequence || sequence.followedVersion === sequence.version) return { ...pass, phase: 'done' };
	return pass.phase === 'moving' ? movePart(scope, sequence, pass) : offerPart(scope, sequence, pass);
}

async function movePart(scope: Scope, sequence: Sequence, pass: FollowPass): Promise<FollowPass> {
	if (isPinned(sequence)) return { ...pass, phase: 'offering', after: '' };
	const rows = await staleEnrollments(scope, sequence.id, { version: sequence.version, after: pass.after, limit: PART });
	await follow(scope, sequence, rows);
	return rows.length < PART ? { ...pass, phase: 'offering', after: '' } : { ...pass, after: rows.at(-1)!.id };
}

async function offerPart(scope: Scope, sequence: Sequence, pass: FollowPass): Promise<FollowPass> {
	const people = await offerNewStep(scope, sequence, pass.after);
	const offered = pass.offered + people.length;
	if (people.length === PART) return { ...pass, after: people.at(-1)!.id, offered };
	// Pinned people stay behind for as long as the sequence is pinned, and follow when it no longer is.
	if (!isPinned(sequence)) await writeFollowed(scope, sequence.id, sequence.version);
	return { ...pass, phase: 'done', offered };
}

/** Reopens the runs of those who had completed at the step that was added behind the last one. */
async function offerNewStep(scope: Scope, sequence: Sequence, after: string): Promise<EnrollmentRow[]> {
	if (!sequence.definition.offerNewSteps) return [];
	const followed = { sequence_id: sequence.id, version: sequence.followedVersion };
	const before = (await definitionsOf(scope, [followed])).get(versionKey(followed));
	const step = before && addedAtEnd(before, sequence.definition);
	if (!step) return [];
	const rows = await completedEnrollments(scope, sequence.id, { version: sequence.version, after, limit: PART });
	const contacts = await contactsById(scope, rows.map((row) => row.contact_id));
	await writeProgress(
		scope,
		rows.map((enrollment) => {
			const run = toEnrollment(enrollment);
			const { zone } = timingOf(scope, sequence, enrollment, contacts);
			// Whose date is not known, or over, is shown the step when it is looked at.
			const dueAt = dueOf(run, step, { definition: sequence.definition, zone }) ?? scope.now;
			const expiresAt = expiryFrom(scope.now, sequence.definition, zone);
			const progress = { ...run, state: 'active' as const, reason: null, step: step.name, dueAt, attempts: 0, endedAt: null, expiresAt };
			return { enrollment, progress, version: sequence.version };
		}),
	);
	await addTimeline(scope, rows.map((row): NewTimelineEvent => ({ ...about(row), kind: 'resumed', step: step.name, reason: 'new_step' })));
	return rows;
}
