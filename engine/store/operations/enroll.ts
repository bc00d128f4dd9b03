/** Enrolling: at most one live enrollment per sequence and contact, whatever races. */
import { begin, reopen } from '../../sequence/lifecycle';
import { StoreRefusal, type EnrollRequest, type EnrollResult } from '../contract';
import { newId } from '../ids';
import { nearestNames } from '../../text/nearest-names';
import { resolveContacts } from '../sql/contacts';
import {
	currentEnrollments,
	enrollmentsById,
	insertEnrollments,
	liveEnrollments,
	pairKey,
	writeProgress,
	type NewEnrollment,
} from '../sql/enrollments';
import { toContact, toEnrollment, type ContactRow, type EnrollmentRow } from '../sql/rows';
import type { Scope } from '../sql/scope';
import { allSequences, sequenceRowByName, toSequence, type Sequence } from '../sql/sequences';
import { addTimeline, type NewTimelineEvent } from '../sql/timeline';
import { endEnrollments } from './end-enrollments';

interface Plan {
	outcome: EnrollResult['outcome'];
	contact: ContactRow;
	/** Where the answer is read from afterwards. */
	enrollmentId: string;
}

export async function enroll(scope: Scope, requests: EnrollRequest[]): Promise<EnrollResult[]> {
	const sequences = await sequencesNamed(scope, requests.map((request) => request.sequence));
	const contacts = await resolveContacts(scope, requests.map((request) => request.contact));
	const pairs = requests.map((_, i) => ({ sequence_id: sequences[i]!.id, contact_id: contacts[i]!.id }));
	const current = await currentEnrollments(scope, pairs);

	const fresh: NewEnrollment[] = [];
	const ended: EnrollmentRow[] = [];
	const resumed: EnrollmentRow[] = [];
	const timeline: NewTimelineEvent[] = [];
	const begun = new Map<string, string>();
	const plans = requests.map((request, i): Plan => {
		const sequence = sequences[i]!;
		const contact = contacts[i]!;
		const key = pairKey(pairs[i]!);
		const twin = begun.get(key);
		if (twin) return { outcome: 'kept', contact, enrollmentId: twin };
		const row = current.get(key);
		const live = row !== undefined && row.ended_at === null;
		const begunByThis = row?.enrolled_by != null && row.enrolled_by === request.messageId;
		const stoppedByThis = row?.ended_by != null && row.ended_by === request.messageId && row.reason === 'replied';
		if (row && live && (request.reentry === 'keep' || begunByThis)) return { outcome: 'kept', contact, enrollmentId: row.id };
		if (row && stoppedByThis && request.reentry === 'keep') {
			resumed.push(row);
			begun.set(key, row.id);
			return { outcome: 'resumed', contact, enrollmentId: row.id };
		}
		if (row && live) ended.push(row);
		const enrollment = newEnrollment(scope, request, sequence, contact);
		fresh.push(enrollment);
		begun.set(key, enrollment.id);
		timeline.push(enrolledEvent(enrollment));
		return { outcome: live || stoppedByThis ? 'restarted' : 'enrolled', contact, enrollmentId: enrollment.id };
	});

	await endEnrollments(scope, ended.map((enrollment) => ({ enrollment, reason: 'restarted' })));
	await resume(scope, resumed, sequences, contacts);
	const inserted = await insertEnrollments(scope, fresh);
	await addTimeline(scope, timeline.filter((event) => inserted.has(event.enrollmentId ?? '')));
	return answer(scope, plans, pairs, inserted, new Set(fresh.map(({ id }) => id)));
}

function newEnrollment(scope: Scope, request: EnrollRequest, sequence: Sequence, contact: ContactRow): NewEnrollment {
	return {
		id: newId(scope.now),
		sequenceId: sequence.id,
		version: sequence.version,
		contactId: contact.id,
		enrolledBy: request.messageId ?? null,
		reference: request.reference,
		context: request.context,
		progress: begin(sequence.definition, contact.time_zone ?? sequence.definition.timeZone, scope.now),
	};
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
	const zones = new Map(contacts.map((contact) => [contact.id, contact.time_zone]));
	await writeProgress(
		scope,
		rows.map((enrollment) => {
			const { definition, version } = sequenceById.get(enrollment.sequence_id)!;
			const zone = zones.get(enrollment.contact_id) ?? definition.timeZone;
			return { enrollment, version, progress: reopen(toEnrollment(enrollment), definition, zone, scope.now) };
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
	const rows = await enrollmentsById(scope, plans.map((plan) => plan.enrollmentId));
	// Somebody else enrolled the same contact between our look and our insert: theirs is the one that lives.
	const lost = plans.some((plan) => fresh.has(plan.enrollmentId) && !inserted.has(plan.enrollmentId));
	const others = lost ? await liveEnrollments(scope, pairs) : [];
	const winners = new Map(others.map((row) => [pairKey(row), row]));
	return plans.map((plan, i) => {
		const own = rows.get(plan.enrollmentId);
		const row = own ?? winners.get(pairKey(pairs[i]!));
		if (!row) throw new Error('an enrollment vanished while it was being written');
		return { outcome: own ? plan.outcome : 'kept', enrollment: toEnrollment(row), contact: toContact(plan.contact) };
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
