/** Enrolling: at most one live enrollment per sequence and contact, whatever races. */
import { begin, reopen } from '../../../sequence/lifecycle';
import type { Reason } from '../../../sequence/reason';
import { reenter, type Reentry } from '../../../sequence/reentry';
import { missingDate } from '../../../sequence/step-time';
import { isHeldOut } from '../../../sequence/variants';
import { zoneOfRow } from '../../contact-zone';
import { StoreRefusal, type EnrollRequest, type EnrollResult } from '../../contract';
import { newId } from '../../ids';
import { nearestNames } from '../../../text/nearest-names';
import { resolveContacts } from '../../sql/contacts';
import { currentEnrollments, enrollmentsById, liveEnrollments, pairKey } from '../../sql/enrollments';
import { insertEnrollments, noteEnds, writeProgress, type NewEnrollment } from '../../sql/write-enrollments';
import { toContact, toEnrollment, type ContactRow, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { NewSequenceEvent } from '../../sql/sequence-events';
import { allSequences, sequenceRowByName, toSequence, type Sequence } from '../../sql/sequences';
import { addTimeline, type NewTimelineEvent } from '../../sql/timeline';
import { chainsOf, type Chains } from './chain';
import { endEnrollments, type Ending } from './end-enrollments';
import { unmetConditions } from './entry-conditions';

interface Plan {
	outcome: EnrollResult['outcome'];
	reason: Reason | null;
	/** The entry condition that refused it, or the date that is missing. */
	rule?: string;
	contact: ContactRow;
	/** Where the answer is read from afterwards; null where there never was a run. */
	enrollmentId: string | null;
}

/** What the plans of a batch write. */
interface Writes {
	fresh: NewEnrollment[];
	endings: Ending[];
	resumed: EnrollmentRow[];
	timeline: NewTimelineEvent[];
}

export async function enroll(scope: Scope, requests: EnrollRequest[]): Promise<EnrollResult[]> {
	const sequences = await sequencesNamed(scope, requests.map((request) => request.sequence));
	const contacts = await resolveContacts(scope, requests.map((request) => request.contact));
	const chains = await chainsOf(scope, requests);
	const unmet = await unmetConditions(scope, requests.map((request, i) => ({ request, sequence: sequences[i]!, contact: contacts[i]! })));
	const pairs = requests.map((_, i) => ({ sequence_id: sequences[i]!.id, contact_id: contacts[i]!.id }));
	const current = await currentEnrollments(scope, pairs);

	const writes: Writes = { fresh: [], endings: [], resumed: [], timeline: [] };
	const begun = new Map<string, string>();
	const plans = requests.map((request, i): Plan => {
		const sequence = sequences[i]!;
		const contact = contacts[i]!;
		const key = pairKey(pairs[i]!);
		const twin = begun.get(key);
		if (twin) return { outcome: 'kept', reason: null, contact, enrollmentId: twin };
		const made = plan(scope, { request, sequence, contact, row: current.get(key) ?? null, chains, unmet: unmet[i]! }, writes);
		if (made.outcome !== 'refused' && made.enrollmentId) begun.set(key, made.enrollmentId);
		return made;
	});

	await endEnrollments(scope, writes.endings);
	await resume(scope, writes.resumed, sequences, contacts);
	const inserted = await insertEnrollments(scope, writes.fresh);
	await addTimeline(scope, writes.timeline.filter((event) => event.kind === 'refused' || inserted.has(event.enrollmentId ?? '')));
	noteBegun(scope, writes.fresh.filter(({ id }) => inserted.has(id)));
	return answer(scope, plans, pairs, inserted, new Set(writes.fresh.map(({ id }) => id)));
}

/** A request with all that decides about it. */
interface Candidate {
	request: EnrollRequest;
	sequence: Sequence;
	contact: ContactRow;
	/** The live run, else the latest; null where there is none. */
	row: EnrollmentRow | null;
	chains: Chains;
	/** The entry condition that keeps the contact out, or null. */
	unmet: string | null;
}

function plan(scope: Scope, candidate: Candidate, writes: Writes): Plan {
	const { request, sequence, contact, row, chains, unmet } = candidate;
	const reentry = reentryOf(scope, candidate);
	if (reentry.kind === 'leave') {
		if (reentry.outcome === 'refused') writes.timeline.push(refusedEvent(candidate, reentry.reason));
		return { outcome: reentry.outcome, reason: reentry.reason, contact, enrollmentId: row?.id ?? null };
	}
	if (reentry.kind === 'resume') {
		writes.resumed.push(row!);
		return { outcome: 'resumed', reason: null, contact, enrollmentId: row!.id };
	}
	const refusal = chains.refusalOf(request, sequence.id, contact.id);
	if (refusal) {
		writes.timeline.push(refusedEvent(candidate, refusal));
		return { outcome: 'refused', reason: refusal, contact, enrollmentId: row?.id ?? null };
	}
	const undated = missingDate(sequence.definition, request.context, zoneOfRow(contact, sequence));
	if (undated !== null) {
		writes.timeline.push({ ...refusedEvent(candidate, 'no_date'), detail: undated });
		return { outcome: 'refused', reason: 'no_date', rule: undated, contact, enrollmentId: row?.id ?? null };
	}
	if (unmet !== null) {
		writes.timeline.push({ ...refusedEvent(candidate, 'conditions_not_met'), detail: unmet });
		return { outcome: 'refused', reason: 'conditions_not_met', rule: unmet, contact, enrollmentId: row?.id ?? null };
	}
	if (row && reentry.ends) writes.endings.push({ enrollment: row, reason: reentry.ends });
	const enrollment = newEnrollment(scope, candidate);
	writes.fresh.push(enrollment);
	writes.timeline.push(enrolledEvent(enrollment));
	return { outcome: reentry.outcome, reason: null, contact, enrollmentId: enrollment.id };
}

function reentryOf(scope: Scope, { request, sequence, contact, row }: Candidate): Reentry {
	const { definition } = sequence;
	const isThis = (message: string | null): boolean => message !== null && message === request.messageId;
	return reenter({
		policy: request.reentry === 'sequence' ? (definition.reentry ?? 'keep') : request.reentry,
		coolDown: definition.coolDown,
		run: row && {
			isLive: row.ended_at === null,
			endedAt: row.ended_at,
			reference: row.reference,
			begunByThis: isThis(row.enrolled_by),
			stoppedByThis: isThis(row.ended_by) && row.reason === 'replied',
		},
		reference: request.reference,
		zone: zoneOfRow(contact, sequence),
		now: scope.now,
	});
}

function newEnrollment(scope: Scope, { request, sequence, contact, chains }: Candidate): NewEnrollment {
	const link = chains.linkOf(request);
	const id = newId(scope.now);
	return {
		id,
		sequenceId: sequence.id,
		version: sequence.version,
		contactId: contact.id,
		enrolledBy: request.messageId ?? null,
		reference: request.reference,
		context: request.context,
		progress: begin(sequence.definition, zoneOfRow(contact, sequence), scope.now, { id, context: request.context }),
		heldOut: isHeldOut(sequence.definition, { contactId: contact.id, sequenceId: sequence.id }),
		chainRoot: link.root,
		chainDepth: link.depth,
	};
}

function refusedEvent({ sequence, contact, request }: Candidate, reason: Reason | null): NewTimelineEvent {
	return { contactId: contact.id, sequenceId: sequence.id, kind: 'refused', reason, detail: request.reference };
}

/** Runs that began, for the totals and the trigger; one whose sequence has no step that is switched on has ended already. */
function noteBegun(scope: Scope, begun: NewEnrollment[]): void {
	scope.counts.push(...begun.map(({ sequenceId }) => ({ sequence_id: sequenceId, step: '', event: 'enrolled', total: 1 })));
	scope.events.push(
		...begun.map(({ id, sequenceId, contactId, reference, progress }): NewSequenceEvent => ({
			kind: 'enrolled',
			sequenceId,
			contactId,
			enrollmentId: id,
			step: progress.step,
			reason: null,
			detail: reference,
		})),
	);
	for (const { sequenceId } of begun) scope.woken.add(sequenceId);
	noteEnds(
		scope,
		begun.map(({ id, sequenceId, version, contactId, reference, context, progress }) => ({
			id,
			sequence_id: sequenceId,
			version,
			contact_id: contactId,
			state: progress.state,
			reason: progress.reason,
			reason_detail: null,
			step: progress.step,
			reference,
			context: JSON.stringify(context),
			ended_at: progress.endedAt,
		})),
	);
}

function enrolledEvent(enrollment: NewEnrollment): NewTimelineEvent {
	return {
		contactId: enrollment.contactId,
		enrollmentId: enrollment.id,
		sequenceId: enrollment.sequenceId,
		kind: 'enrolled',
		detail: enrollment.reference,
	};
}

/** The keyword that enrolls was taken for a reply a moment ago: the run goes on where it stood. */
async function resume(scope: Scope, rows: EnrollmentRow[], sequences: Sequence[], contacts: ContactRow[]): Promise<void> {
	const sequenceById = new Map(sequences.map((sequence) => [sequence.id, sequence]));
	const contactById = new Map(contacts.map((contact) => [contact.id, contact]));
	await writeProgress(
		scope,
		rows.map((enrollment) => {
			const sequence = sequenceById.get(enrollment.sequence_id)!;
			scope.woken.add(enrollment.sequence_id);
			const zone = zoneOfRow(contactById.get(enrollment.contact_id), sequence);
			return { enrollment, version: sequence.version, progress: reopen(toEnrollment(enrollment), sequence.definition, zone, scope.now) };
		}),
	);
	await addTimeline(
		scope,
		rows.map((row) => ({ contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id, kind: 'resumed' })),
	);
}

async function answer(
	scope: Scope,
	plans: Plan[],
	pairs: Array<{ sequence_id: string; contact_id: string }>,
	inserted: Set<string>,
	fresh: Set<string>,
): Promise<EnrollResult[]> {
	const rows = await enrollmentsById(scope, plans.flatMap((plan) => plan.enrollmentId ?? []));
	// Somebody else enrolled the same contact between our look and our insert: theirs is the one that lives.
	const lost = plans.some(({ enrollmentId }) => enrollmentId !== null && fresh.has(enrollmentId) && !inserted.has(enrollmentId));
	const others = lost ? await liveEnrollments(scope, pairs) : [];
	const winners = new Map(others.map((row) => [pairKey(row), row]));
	return plans.map(({ outcome, reason, rule, contact, enrollmentId }, i) => {
		const said = { reason, ...(rule === undefined ? {} : { rule }) };
		if (enrollmentId === null) return { outcome, ...said, enrollment: null, contact: toContact(contact) };
		const own = rows.get(enrollmentId);
		const row = own ?? winners.get(pairKey(pairs[i]!));
		if (!row) throw new Error('an enrollment vanished while it was being written');
		return { outcome: own ? outcome : 'kept', ...said, enrollment: toEnrollment(row), contact: toContact(contact) };
	});
}

async function sequencesNamed(scope: Scope, names: string[]): Promise<Sequence[]> {
	const byName = new Map<string, Sequence>();
	for (const name of new Set(names)) {
		const row = await sequenceRowByName(scope, name);
		if (!row) throw new StoreRefusal(await unknownSequence(scope, name));
		byName.set(name, toSequence(row));
	}
	return names.map((name) => byName.get(name)!);
}

export async function unknownSequence(scope: Scope, name: string): Promise<string> {
	const names = (await allSequences(scope)).map((row) => row.name);
	const close = nearestNames(name, names);
	const known = (close.length > 0 ? close : names.slice(0, 3)).map((one) => `"${one}"`).join(' or ');
	const hint =
		names.length === 0
			? 'No sequence is published on this WhatsApp number yet. Publish the workflow with the Sequence Trigger first.'
			: close.length > 0
				? `Did you mean ${known}?`
				: `There is ${known}.`;
	return `There is no sequence "${name}". ${hint}`;
}
