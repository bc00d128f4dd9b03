/**
 * Timers of the desk begin and end with the moments of conversations (engine/desk/moments). A timer is a run through a
 * sequence of its own, whose first step counts from the moment; that instant tells one such moment from the next.
 */
import { momentsOf } from '../../../desk/moments';
import type { ConversationMoment } from '../../../sequence/definition';
import { begin, end, type Progress } from '../../../sequence/lifecycle';
import { zoneOfRow } from '../../contact-zone';
import { newId } from '../../ids';
import { contactsById } from '../../sql/contacts';
import type { KeptConversation } from '../../sql/conversations';
import { currentEnrollments, liveEnrollmentsOf, pairKey } from '../../sql/enrollments';
import { toEnrollment, type ContactRow, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { Sequence } from '../../sql/sequences';
import { availableAt, insertEnrollments, restartRuns, writeProgress, type NewEnrollment } from '../../sql/write-enrollments';

/** A moment of a conversation with the timer that waits for it. */
interface Timed {
	conversation: KeptConversation;
	sequence: Sequence;
	/** Null: the moment has passed. */
	at: number | null;
}

/** @param timers the timers of the desk (sql/sequences: deskSequences) */
export async function followMoments(scope: Scope, conversations: KeptConversation[], timers: Sequence[]): Promise<void> {
	if (conversations.length === 0 || timers.length === 0) return;
	const timed = conversations.flatMap((conversation) => timedOf(conversation, timers));
	const ids = conversations.map(({ contactId }) => contactId);
	const isTimer = new Set(timers.map(({ id }) => id));
	const live = new Map((await liveEnrollmentsOf(scope, ids)).filter((row) => isTimer.has(row.sequence_id)).map((row) => [pairKey(row), row]));
	const contacts = await contactsById(scope, ids);
	const passed = timed.flatMap(({ conversation, sequence, at }) => {
		const run = live.get(keyOf(conversation, sequence));
		return run && (at === null || (at !== run.enrolled_at && hasActed(run))) ? [run] : [];
	});
	await endPassed(scope, passed);
	await restart(scope, timed.flatMap((one) => {
		const run = live.get(keyOf(one.conversation, one.sequence));
		return run && one.at !== null && one.at !== run.enrolled_at && !hasActed(run) ? [{ ...one, at: one.at, run }] : [];
	}), contacts);
	const missing = timed.filter((one): one is Timed & { at: number } => {
		const run = live.get(keyOf(one.conversation, one.sequence));
		return one.at !== null && one.sequence.open && (!run || passed.includes(run));
	});
	await beginMissing(scope, missing, contacts);
}

const keyOf = ({ contactId }: KeptConversation, { id }: Sequence): string => pairKey({ sequence_id: id, contact_id: contactId });

/** A step of it has been done: a new moment of the same kind is a new run, since a message of a step is sent once per run. */
const hasActed = (run: EnrollmentRow): boolean => run.last_sent_at !== null;

function timedOf(conversation: KeptConversation, timers: Sequence[]): Timed[] {
	const moments = momentsOf(conversation);
	return timers.map((sequence) => ({ conversation, sequence, at: moments.get(sequence.definition.moment as ConversationMoment) ?? null }));
}

/** Without a word in the timeline, and without what follows from the end of other sequences. */
async function endPassed(scope: Scope, runs: EnrollmentRow[]): Promise<void> {
	await writeProgress(
		scope,
		runs.map((enrollment) => ({ enrollment, version: enrollment.version, progress: end(toEnrollment(enrollment), 'exited', 'conversation_moved_on', scope.now) })),
	);
}

/** The customer wrote again: the silence counts anew. Whoever held the step finds that the lease is lost. */
async function restart(scope: Scope, moved: Array<Timed & { at: number; run: EnrollmentRow }>, contacts: ReadonlyMap<string, ContactRow>): Promise<void> {
	await restartRuns(
		scope,
		moved.map(({ sequence, at, run }) => {
			const progress = startOf(sequence, contacts.get(run.contact_id), at, run.id);
			scope.woken.add(sequence.id);
			return { id: run.id, enrolledAt: at, progress, availableAt: availableAt(progress) };
		}),
	);
}

const startOf = (sequence: Sequence, contact: ContactRow | undefined, at: number, id: string): Progress =>
	begin(sequence.definition, zoneOfRow(contact, sequence), at, { id });

/** Once for each moment, however often the conversation is looked at meanwhile. */
async function beginMissing(scope: Scope, missing: Array<Timed & { at: number }>, contacts: ReadonlyMap<string, ContactRow>): Promise<void> {
	if (missing.length === 0) return;
	const before = await currentEnrollments(scope, missing.map(({ conversation, sequence }) => ({ sequence_id: sequence.id, contact_id: conversation.contactId })));
	const fresh = missing.filter(({ conversation, sequence, at }) => before.get(keyOf(conversation, sequence))?.enrolled_at !== at);
	const runs = fresh.map(({ conversation, sequence, at }): NewEnrollment => {
		const id = newId(scope.now);
		return {
			id,
			sequenceId: sequence.id,
			version: sequence.version,
			contactId: conversation.contactId,
			enrolledBy: null,
			reference: null,
			context: {},
			progress: startOf(sequence, contacts.get(conversation.contactId), at, id),
			heldOut: false,
			chainRoot: null,
			chainDepth: 0,
			enrolledAt: at,
		};
	});
	const inserted = await insertEnrollments(scope, runs);
	for (const { id, sequenceId } of runs) {
		if (!inserted.has(id)) continue;
		scope.counts.push({ sequence_id: sequenceId, step: '', event: 'enrolled', total: 1 });
		scope.woken.add(sequenceId);
	}
}
