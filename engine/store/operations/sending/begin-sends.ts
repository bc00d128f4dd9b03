/** Permission to send, and the `sending` row that must be on disk before the POST. */
import { countsAsReached, maySend, type HeldStep, type Permission } from '../../../sequence/permission';
import type { EnrollmentState } from '../../../sequence/enrollment';
import { nextOpening } from '../../../sequence/schedule';
import { messageFor } from '../../../sequence/variants';
import { findStep } from '../../../sequence/definition';
import { wasAccepted } from '../../../whatsapp/send-state';
import type { SendPermit, SendRequest } from '../../contract';
import { zoneOfRow } from '../../contact-zone';
import { newId } from '../../ids';
import type { Reason } from '../../../sequence/reason';
import { readHold, type HoldRow } from '../../sql/account-hold';
import { contactsById, resolveContacts } from '../../sql/contacts';
import { enrollmentsById } from '../../sql/enrollments';
import { toContact, type ContactRow, type EnrollmentRow, type SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { Sequence } from '../../sql/sequences';
import { insertSends, markStranded, sendKey, sendsByKey, updateSends, type SendKey } from '../../sql/sends';
import { callbackDataOf } from './callback-data';
import { finishSteps, type FinishedStep } from './finish-steps';
import { sequencesOf } from '../sequences/follow';
import { openGoodbyes, type Goodbyes } from './goodbye';
import { lockCapped, openCapBook, type CapBook } from './frequency-caps';
import { openReachBook, type ReachBook } from './reach-book';
import { postIdOf } from './post-id';
import { ledgerOf } from './recover';

/** Everything the decisions need, read at once. */
interface Loaded {
	enrollments: Map<string, EnrollmentRow>;
	sequenceOf: (row: EnrollmentRow) => Sequence;
	contactOf: (request: SendRequest, index: number) => ContactRow | undefined;
	earlier: Map<string, SendRow>;
	caps: CapBook;
	goodbyes: Goodbyes;
	reach: ReachBook;
	/** Why nothing of the account goes through. */
	hold: HoldRow | null;
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
		if (enrollment) loaded.caps.noteSend(enrollment);
		loaded.goodbyes.noteSend(contact);
		if (countsAsReached(permission.category, toContact(contact), scope.now)) loaded.reach.note(contact.id);
		const instead = permission.category !== request.category;
		const asked = { ...request, ...(instead ? request.instead : {}) };
		const send = sendingRow(scope, labelled(asked, enrollment, loaded), contact, enrollment, earlier);
		(earlier ? updates : inserts).push(send);
		// A second item of the same batch with the same key must find this one.
		if (key) loaded.earlier.set(sendKey(key), send);
		return { allowed: true, sendId: postIdOf(send), contact: toContact(contact), callbackData: callbackDataOf(send), ...(instead ? { instead } : {}) };
	});
	await insertSends(scope, inserts);
	await updateSends(scope, updates);
	await loaded.reach.save();
	const refused = await withoutUnderway(scope, [...refusedSteps.values()]);
	const progress = await finishSteps(scope, refused);
	await markStranded(scope);
	const dueAgain = new Map(refused.flatMap(({ enrollment, outcome }, i) => (outcome.kind === 'postponed' ? [[enrollment.id, progress[i]!.dueAt!]] : [])));
	return permits.map((permit, i) => withDelay(permit, dueAgain.get(requests[i]!.step?.enrollmentId ?? '')));
}

/** A step that one node need not send for goes on only when no other node's message of it is leaving at this moment. */
async function withoutUnderway(scope: Scope, refused: FinishedStep[]): Promise<FinishedStep[]> {
	const skipped = refused.filter(({ outcome }) => outcome.kind === 'skipped');
	const ledger = await ledgerOf(scope, skipped.map(({ enrollment }) => enrollment));
	const isLeaving = ({ enrollment }: FinishedStep): boolean => (ledger.get(enrollment.id) ?? []).some(({ state }) => state === 'sending');
	return refused.filter((step) => step.outcome.kind !== 'skipped' || !isLeaving(step));
}

function withDelay(permit: SendPermit, postponedTo: number | undefined): SendPermit {
	return permit.allowed || postponedTo === undefined ? permit : { ...permit, postponedTo };
}

/** The label tells which variant of the step's message it was. */
function labelled(request: SendRequest, enrollment: EnrollmentRow | undefined, { sequenceOf }: Loaded): SendRequest {
	const sequence = enrollment && sequenceOf(enrollment);
	const step = sequence && findStep(sequence.definition, request.step?.step ?? '');
	if (!step) return request;
	const { variant } = messageFor(step, { contactId: enrollment.contact_id, sequenceId: sequence.id });
	return variant === null ? request : { ...request, label: `${request.label} [${variant}]` };
}

async function load(scope: Scope, requests: SendRequest[]): Promise<Loaded> {
	const loose = requests.map((request, index) => ({ request, index })).filter(({ request }) => !request.step);
	const resolved = await resolveContacts(scope, loose.map(({ request }) => request.contact));
	const enrollmentIds = requests.flatMap(({ step }) => (step ? [step.enrollmentId] : []));
	await lockCapped(scope, enrollmentIds);
	const enrollments = await enrollmentsById(scope, enrollmentIds);
	const rows = [...enrollments.values()];
	const sequenceOf = await sequencesOf(scope, rows);
	const contacts = await contactsById(scope, rows.map((row) => row.contact_id));
	const looseContacts = new Map(loose.map(({ index }, i) => [index, resolved[i]!]));
	const earlier = await sendsByKey(scope, requests.flatMap((request) => keyOf(request) ?? []));
	const contactOf: Loaded['contactOf'] = ({ step }, index) =>
		step ? contacts.get(enrollments.get(step.enrollmentId)?.contact_id ?? '') : looseContacts.get(index);
	const inConversation = requests.flatMap((request, i) => (request.category === 'session' ? (contactOf(request, i) ?? []) : []));
	const known = [...rows.map((row) => row.contact_id), ...[...looseContacts.values()].map(({ id }) => id)];
	return {
		enrollments,
		sequenceOf,
		earlier,
		reach: await openReachBook(scope, requests[0]?.messagingLimit ?? null, known),
		caps: await openCapBook(scope, rows, sequenceOf),
		goodbyes: await openGoodbyes(scope, inConversation),
		hold: requests.some(({ step }) => step) ? await readHold(scope) : null,
		contactOf,
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
	const sequence = enrollment && loaded.sequenceOf(enrollment);
	return maySend({
		contact: toContact(contact),
		category: request.category,
		...(request.instead ? { instead: request.instead.category } : {}),
		...(request.marketingToUs ? { marketingToUs: request.marketingToUs } : {}),
		...(request.step
			? { step: { enrollment: enrollment ? holdOf(enrollment) : null, lease: request.step.lease, name: request.step.step } }
			: {}),
		earlier: earlier ? { state: earlierState(earlier), wamid: earlier.wamid } : null,
		goodbyeSaid: loaded.goodbyes.isSaid(contact),
		unconfirmed: sequence?.definition.unconfirmed ?? 'hold',
		...holdOnAccount(loaded.hold, request, scope.now),
		pausedUntilResumed: sequence !== undefined && sequence.pausedAt !== null,
		opensAt: sequence ? nextOpening(scope.now, sequence.definition, zoneOfRow(contact, sequence)) : scope.now,
		reachableAt: request.category === 'session' && !request.instead ? scope.now : loaded.reach.reachableAt(contact.id),
		uncappedAt: enrollment ? loaded.caps.uncappedAt(enrollment, sequence) : scope.now,
		now: scope.now,
	});
}

/** The trial of a hold goes through, and so does what belongs to no sequence: a person may try it out. */
function holdOnAccount(hold: HoldRow | null, { step }: SendRequest, now: number): { accountHold?: { reason: Reason; until: number } } {
	if (!hold || !step || hold.until <= now || hold.probe === step.lease) return {};
	return { accountHold: { reason: hold.reason, until: hold.until } };
}

/** A failure with a wamid came after Meta had accepted; without one nothing had left. */
function earlierState(send: SendRow): 'sending' | 'unconfirmed' | 'failed' | 'accepted' {
	if (send.state === 'sending' || send.state === 'unconfirmed') return send.state;
	return send.wamid !== null && wasAccepted(send.state) ? 'accepted' : 'failed';
}

export function holdOf(row: EnrollmentRow): HeldStep {
	return {
		state: row.state as EnrollmentState,
		step: row.step,
		dueAt: row.due_at,
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
