/** A human answered from the phone app, or a number changed: kept, and the runs end whose sequence stops on that. */
import { stopRulesOf, type StopRules } from '../../../sequence/definition';
import type { Reason } from '../../../sequence/reason';
import { humanRepliesIn, numberChangesIn, type NumberChange } from '../../../whatsapp/notices';
import type { EventContact, OtherEvent } from '../../../whatsapp/webhook-event';
import { findContacts, writeHumanReplies } from '../../sql/contacts';
import { liveEnrollmentsOf } from '../../sql/enrollments';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { addTimeline } from '../../sql/timeline';
import { noteAgents } from '../desk/desk-clock';
import { endEnrollments, saidSince } from '../runs/end-enrollments';
import { sequencesOf } from '../sequences/follow';
import { followChanges } from './settle-identities';

/** Something that happened to a known contact; a webhook about somebody else concerns no run. */
interface Happening {
	contact: ContactRow;
	at: number;
}

/** Applied twice, late or out of order it ends the same: only runs that had begun by then end, and times only grow. */
export async function applyNotices(scope: Scope, events: OtherEvent[]): Promise<void> {
	await applyHumanReplies(scope, events);
	await applyNumberChanges(scope, events.flatMap((event) => numberChangesIn(event, scope.now)));
}

async function applyHumanReplies(scope: Scope, events: OtherEvent[]): Promise<void> {
	const replies = await known(scope, events.flatMap((event) => humanRepliesIn(event, scope.now)));
	if (replies.length === 0) return;
	const told = await writeHumanReplies(scope, replies.map(({ contact, at }) => ({ id: contact.id, at })));
	await addTimeline(scope, told.map((contactId) => ({ contactId, kind: 'human' })));
	await noteAgents(scope, replies.filter(({ contact }) => told.includes(contact.id)).map(({ contact, at }) => ({ contactId: contact.id, at })));
	// One that is no news has ended what it ends: told again, it must not end what began at that end.
	await endBy(scope, replies.filter(({ contact }) => told.includes(contact.id)), 'humanReply', 'human_replied');
}

async function applyNumberChanges(scope: Scope, changes: NumberChange[]): Promise<void> {
	const happened = await known(scope, changes);
	if (happened.length === 0) return;
	const moved = happened.filter(({ isNewNumber }) => isNewNumber);
	if (moved.length > 0) await endBy(scope, moved, 'numberChange', 'number_changed');
	await followChanges(scope, happened);
}

async function known<Event extends { contact: EventContact; at: number }>(
	scope: Scope,
	events: Event[],
): Promise<Array<Omit<Event, 'contact'> & Happening>> {
	if (events.length === 0) return [];
	const rows = await findContacts(scope, events.map(({ contact: { phone, userId } }) => ({ ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) })));
	return events.flatMap((event, i) => (rows[i] ? [{ ...event, contact: rows[i] }] : []));
}

async function endBy(scope: Scope, happened: Happening[], rule: keyof StopRules, reason: Reason): Promise<void> {
	const live = await liveEnrollmentsOf(scope, happened.map(({ contact }) => contact.id));
	const sequenceOf = await sequencesOf(scope, live);
	const concerned = live.filter((row) => {
		if (row.ended_at !== null || !stopRulesOf(sequenceOf(row).definition)[rule]) return false;
		return happened.some(({ contact, at }) => contact.id === row.contact_id && saidSince(at, row));
	});
	await endEnrollments(scope, concerned.map((enrollment) => ({ enrollment, reason })));
}
