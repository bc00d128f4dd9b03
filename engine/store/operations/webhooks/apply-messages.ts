/** What customers write: contacts, consent, the 24-hour window, and the runs that a reply ends. */
import { consentWord } from '../../../contact/consent-words';
import type { ContactRef } from '../../../contact/contact';
import { stopRulesOf } from '../../../sequence/definition';
import { expiryFrom } from '../../../sequence/lifecycle';
import type { Reason } from '../../../sequence/reason';
import type { EventContact, MessageEvent, PreferenceEvent } from '../../../whatsapp/webhook-event';
import { zoneOfRow } from '../../contact-zone';
import type { AppliedMessage } from '../../contract';
import { groupBy } from '../../group-by';
import { contactsById, resolveContacts, updateContacts } from '../../sql/contacts';
import type { ConsentWord } from '../../sql/consent';
import { liveEnrollmentsOf, runsEndedBy } from '../../sql/enrollments';
import { availableAt, writeRows } from '../../sql/write-enrollments';
import { lockLiveRunsOf } from '../../sql/lock-rows';
import { toContact, toEnrollment, type ContactRow, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { Sequence } from '../../sql/sequences';
import { addTimeline } from '../../sql/timeline';
import { takeInMessages } from '../../sql/webhook-events';
import { noteCustomers, type SurveyAnswer } from '../desk/desk-clock';
import { awaitsReply, isAnswerTo, isStillAnswering } from './awaited-reply';
import { endEnrollments, saidSince, type Ending } from '../runs/end-enrollments';
import { finishSteps, type FinishedStep } from '../sending/finish-steps';
import { sequencesOf } from '../sequences/follow';
import { writeConsent } from '../people/write-consent';

/** A reaction or a notice is nobody writing: it neither opens the window nor ends a run (Meta: messages/send-messages). */
const NOT_A_REPLY = new Set(['reaction', 'system']);

/** How much of a text the timeline shows. */
const SHOWN_CHARACTERS = 200;

/** A message that is applied now, with the row of whoever wrote it. */
interface Received {
	event: MessageEvent;
	contact: ContactRow;
	isReply: boolean;
	isFirstContact: boolean;
	previousInboundAt: number | null;
	consent: AppliedMessage['consent'];
}

export async function applyMessages(
	scope: Scope,
	events: MessageEvent[],
	owner: string,
): Promise<{ messages: AppliedMessage[]; duplicates: number }> {
	const fresh = await takeInMessages(scope, events.map((event) => event.id), owner);
	const taken = events.filter((event) => fresh.delete(event.id)).filter((event) => hasId(event.contact));
	const duplicates = events.length - taken.length;
	if (taken.length === 0) return { messages: [], duplicates };
	const contacts = await resolveContacts(scope, taken.map((event) => refOf(event.contact)));
	const received = taken.map((event, i) => receive(event, contacts[i]!));
	if (received.some(({ consent }) => consent === 'stop')) await lockLiveRunsOf(scope, contacts.map(({ id }) => id));
	await addTimeline(scope, received.map(({ event, contact, isReply }) => ({ contactId: contact.id, kind: isReply ? 'message' : 'notice', detail: shownText(event) })));
	await writeConsent(scope, received.flatMap(saidOf), byId(contacts));
	await updateContacts(scope, [...new Set(contacts)]);
	const replies = received.filter(({ isReply }) => isReply);
	await followReplies(scope, replies);
	const surveys = await noteCustomers(scope, replies.map(({ event, contact }) => ({ contactId: contact.id, event })));
	return { messages: await answer(scope, received, surveys), duplicates };
}

const hasId = (contact: EventContact): boolean => contact.phone !== undefined || contact.userId !== undefined;

const refOf = ({ phone, userId, name }: EventContact): ContactRef => ({
	...(phone ? { phone } : {}),
	...(userId ? { userId } : {}),
	...(name ? { name } : {}),
});

const byId = (contacts: ContactRow[]): Map<string, ContactRow> => new Map(contacts.map((contact) => [contact.id, contact]));

const shownText = ({ message }: MessageEvent): string => message.text.slice(0, SHOWN_CHARACTERS) || message.type;

function receive(event: MessageEvent, contact: ContactRow): Received {
	const isReply = !NOT_A_REPLY.has(event.message.type);
	// A message taken in again after a crash is still the first one.
	const isFirstContact = isReply && (contact.first_message_id ?? event.id) === event.id;
	const previousInboundAt = isFirstContact ? null : contact.last_inbound_at;
	if (isReply) {
		contact.first_message_id ??= event.id;
		contact.first_inbound_at = Math.min(contact.first_inbound_at ?? event.at, event.at);
		contact.last_inbound_at = Math.max(contact.last_inbound_at ?? event.at, event.at);
	}
	return { event, contact, isReply, isFirstContact, previousInboundAt, consent: event.consent === undefined ? consentWord(event.message) : event.consent };
}

function saidOf({ event, contact, consent }: Received): ConsentWord[] {
	if (consent === null) return [];
	return [{ contactId: contact.id, category: 'marketing', change: consent, source: 'keyword', messageId: event.id, at: event.at }];
}

/**
 * A reply ends the wait of a step that waits for it; otherwise it ends the runs whose sequence stops on a reply and that
 * had begun when the message was written.
 */
async function followReplies(scope: Scope, replies: Received[]): Promise<void> {
	const byContact = groupBy(replies, ({ contact }) => contact.id);
	if (byContact.size === 0) return;
	const live = await liveEnrollmentsOf(scope, [...byContact.keys()]);
	const sequenceOf = await sequencesOf(scope, live);
	const waiting = live.filter((row) => awaitsReply(row, sequenceOf(row)));
	await finishSteps(scope, waiting.flatMap((row) => answerOf(row, byContact.get(row.contact_id) ?? [])));
	const stopping = live.filter((row) => stopRulesOf(sequenceOf(row).definition).reply && !waiting.includes(row));
	const endings = stopping.flatMap((enrollment): Ending[] => {
		const reply = byContact.get(enrollment.contact_id)?.find(({ event }) => repliesTo(event, enrollment));
		return reply ? [{ enrollment, reason: 'replied', messageId: reply.event.id }] : [];
	});
	const ended = new Set(endings.map(({ enrollment }) => enrollment.id));
	const lastWords = new Map([...byContact].map(([id, all]) => [id, Math.max(...all.map(({ event }) => event.at))]));
	await postponeExpiry(scope, live.filter((row) => !ended.has(row.id)), { sequenceOf, lastWords });
	await endEnrollments(scope, endings);
}

/** Runs that expire after silence: it counts anew from the contact's last message. */
async function postponeExpiry(
	scope: Scope,
	rows: EnrollmentRow[],
	{ sequenceOf, lastWords }: { sequenceOf: (row: EnrollmentRow) => Sequence; lastWords: ReadonlyMap<string, number> },
): Promise<void> {
	const expiring = rows.filter((row) => row.expires_at !== null && row.ended_at === null);
	if (expiring.length === 0) return;
	const contacts = await contactsById(scope, expiring.map((row) => row.contact_id));
	for (const row of expiring) {
		const sequence = sequenceOf(row);
		const zone = zoneOfRow(contacts.get(row.contact_id), sequence);
		const silentSince = Math.max(lastWords.get(row.contact_id) ?? 0, row.enrolled_at);
		row.expires_at = Math.max(row.expires_at!, expiryFrom(silentSince, sequence.definition, zone) ?? 0);
		if (row.lease === null) row.available_at = availableAt(toEnrollment(row));
	}
	await writeRows(scope, expiring);
}

/** The first message that ends the wait, if one does. */
function answerOf(enrollment: EnrollmentRow, replies: Received[]): FinishedStep[] {
	const answers = replies.filter(({ event }) => event.id !== enrollment.enrolled_by && isAnswerTo(event.at, enrollment));
	const first = answers.sort((a, b) => a.event.at - b.event.at)[0];
	if (!first) return [];
	const since = enrollment.last_sent_at ?? enrollment.enrolled_at;
	return [{ enrollment, outcome: { kind: 'answered', at: Math.max(first.event.at, since) }, detail: shownText(first.event) }];
}

/** The message that led into a run, taken in again after a crash, is no reply to it. */
function repliesTo(event: MessageEvent, enrollment: EnrollmentRow): boolean {
	return event.id !== enrollment.enrolled_by && saidSince(event.at, enrollment) && !isStillAnswering(enrollment);
}

/** With the runs that each message ended, also when that was the first time it was taken in. */
async function answer(scope: Scope, received: Received[], surveys: ReadonlyMap<string, SurveyAnswer>): Promise<AppliedMessage[]> {
	const runs = await runsEndedBy(scope, received.map(({ event, contact }) => ({ contact_id: contact.id, message_id: event.id })));
	return received.map(({ event, contact, isFirstContact, previousInboundAt, consent }) => ({
		event,
		contact: toContact(contact),
		isFirstContact,
		previousInboundAt,
		consent,
		survey: surveys.get(event.id) ?? null,
		endedEnrollments: runs
			.filter(({ message_id }) => message_id === event.id)
			.map(({ id, sequence, reason }) => ({ id, sequence, reason: reason as Reason })),
	}));
}

/** The marketing switch in WhatsApp itself. */
export async function applyPreferences(scope: Scope, events: PreferenceEvent[]): Promise<void> {
	const usable = events.filter((event) => hasId(event.contact));
	if (usable.length === 0) return;
	const contacts = await resolveContacts(scope, usable.map((event) => refOf(event.contact)));
	const words = usable.map(({ value, at }, i): ConsentWord => ({
		contactId: contacts[i]!.id,
		category: 'marketing',
		change: value === 'stop' ? 'stop' : 'start',
		source: 'preference',
		messageId: null,
		at,
	}));
	await writeConsent(scope, words, byId(contacts));
	await updateContacts(scope, [...new Set(contacts)]);
}
