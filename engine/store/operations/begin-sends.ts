/** Permission to send, and the `sending` row that must be on disk before the POST. */
import { maySend, type HeldStep, type Permission } from '../../sequence/permission';
import type { EnrollmentState } from '../../sequence/enrollment';
import { wasAccepted } from '../../whatsapp/send-state';
import type { SendPermit, SendRequest } from '../contract';
import { newId } from '../ids';
import { contactsById, resolveContacts } from '../sql/contacts';
import { enrollmentsById } from '../sql/enrollments';
import { toContact, type ContactRow, type EnrollmentRow, type SendRow } from '../sql/rows';
import type { Scope } from '../sql/scope';
import { sequencesById, type Sequence } from '../sql/sequences';
import { insertSends, markStranded, sendKey, sendsByKey, updateSends, type SendKey } from '../sql/sends';
import { callbackDataOf } from './callback-data';
import { finishSteps, type FinishedStep } from './finish-steps';
import { postIdOf } from './post-id';

/** Everything the decisions need, read at once. */
interface Loaded {
	enrollments: Map<string, EnrollmentRow>;
	sequences: Map<string, Sequence>;
	contactOf: (request: SendRequest, index: number) => ContactRow | undefined;
	earlier: Map<string, SendRow>;
}

export async function beginSends(scope: Scope, requests: SendRequest[]): Promise<SendPermit[]> {
	const loaded = await load(scope, requests);
	const inserts: SendRow[] = [];
	const updates: SendRow[] = [];
	const refusedSteps = new Map<string, FinishedStep>();

	const permits = requests.map((request, index): SendPermit => {
		const contact = loaded.contactOf(request, index);
		if (!contact) return { allowed: false, reason: 'enrollment_ended', contact: null, wamid: null };
		const key = keyOf(request);
		const earlier = key ? loaded.earlier.get(sendKey(key)) : undefined;
		const enrollment = request.step ? loaded.enrollments.get(request.step.enrollmentId) : undefined;
		const permission = decide(scope, request, contact, enrollment, earlier, loaded);
		if (!permission.allowed) {
			if (permission.outcome && enrollment) refusedSteps.set(enrollment.id, { enrollment, outcome: permission.outcome });
			return { allowed: false, reason: permission.reason, contact: toContact(contact), wamid: earlier?.wamid ?? null };
		}
		const send = sendingRow(scope, request, contact, enrollment, earlier);
		(earlier ? updates : inserts).push(send);
		// A second item of the same batch with the same key must find this one.
		if (key) loaded.earlier.set(sendKey(key), send);
		return { allowed: true, sendId: postIdOf(send), contact: toContact(contact), callbackData: callbackDataOf(send) };
	});
	await insertSends(scope, inserts);
	await updateSends(scope, updates);
	await finishSteps(scope, [...refusedSteps.values()]);
	await markStranded(scope);
	return permits;
}

async function load(scope: Scope, requests: SendRequest[]): Promise<Loaded> {
	const loose = requests.map((request, index) => ({ request, index })).filter(({ request }) => !request.step);
	const resolved = await resolveContacts(scope, loose.map(({ request }) => request.contact));
	const enrollments = await enrollmentsById(scope, requests.flatMap(({ step }) => (step ? [step.enrollmentId] : [])));
	const rows = [...enrollments.values()];
	const sequences = await sequencesById(scope, rows.map((row) => row.sequence_id));
	const contacts = await contactsById(scope, rows.map((row) => row.contact_id));
	const looseContacts = new Map(loose.map(({ index }, i) => [index, resolved[i]!]));
	const earlier = await sendsByKey(scope, requests.flatMap((request) => keyOf(request) ?? []));
	return {
		enrollments,
		sequences,
		earlier,
		contactOf: ({ step }, index) =>
			step ? contacts.get(enrollments.get(step.enrollmentId)?.contact_id ?? '') : looseContacts.get(index),
	};
}

function keyOf({ step, node }: SendRequest): SendKey | null {
	return step ? { enrollment_id: step.enrollmentId, step: step.step, node } : null;
}

function decide(
	scope: Scope,
	request: SendRequest,
	contact: ContactRow,
	enrollment: EnrollmentRow | undefined,
	earlier: SendRow | undefined,
	loaded: Loaded,
): Permission {
	const definition = enrollment && loaded.sequences.get(enrollment.sequence_id)?.definition;
	return maySend({
		contact: toContact(contact),
		category: request.category,
		...(request.step
			? { step: { enrollment: enrollment ? holdOf(enrollment) : null, lease: request.step.lease, name: request.step.step } }
			: {}),
		earlier: earlier ? { state: earlierState(earlier), wamid: earlier.wamid } : null,
		unconfirmed: definition?.unconfirmed ?? 'hold',
		now: scope.now,
	});
}

/** A failure with a wamid came after Meta had accepted; without one nothing had left. */
function earlierState(send: SendRow): 'sending' | 'unconfirmed' | 'failed' | 'accepted' {
	if (send.state === 'sending' || send.state === 'unconfirmed') return send.state;
	return send.wamid !== null && wasAccepted(send.state) ? 'accepted' : 'failed';
}

function holdOf(row: EnrollmentRow): HeldStep {
	return {
		state: row.state as EnrollmentState,
		step: row.step,
		lease: row.lease,
		leaseEndsAt: row.lease === null ? null : row.available_at,
		lastLease: row.last_lease,
		lastStep: row.last_step,
	};
}

function sendingRow(
	scope: Scope,
	{ step, node, label }: SendRequest,
	contact: ContactRow,
	enrollment: EnrollmentRow | undefined,
	earlier: SendRow | undefined,
): SendRow {
	return {
		id: earlier?.id ?? newId(scope.now),
		contact_id: contact.id,
		enrollment_id: enrollment?.id ?? null,
		sequence_id: enrollment?.sequence_id ?? null,
		step: step?.step ?? null,
		node,
		label,
		state: 'sending',
		posts: (earlier?.posts ?? 0) + 1,
		wamid: null,
		error_code: null,
		error: null,
		sending_at: scope.now,
		accepted_at: null,
		sent_at: null,
		delivered_at: null,
		read_at: null,
		failed_at: null,
	};
}
