/** What contacts say about consent: into the ledger, onto their row, and it ends the runs begun before a stop. */
import { groupBy } from '../../group-by';
import { contactsById, updateContacts } from '../../sql/contacts';
import type { ConsentSource } from '../../../contact/consent';
import { latestWords, recordWords, type ConsentWord } from '../../sql/consent';
import { liveEnrollmentsOf } from '../../sql/enrollments';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { deskSequences } from '../../sql/sequences';
import { addTimeline } from '../../sql/timeline';
import { consentAfter } from './consent-rule';
import { endEnrollments, saidSince } from '../runs/end-enrollments';

/** An opt-out that does not come from a message of the contact's. */
export async function optOut(scope: Scope, people: Array<{ contactId: string; at: number }>, source: ConsentSource): Promise<void> {
	if (people.length === 0) return;
	const contacts = await contactsById(scope, people.map(({ contactId }) => contactId), scope.session.dialect.lockInOrder('c'));
	const known = people.filter(({ contactId }) => contacts.has(contactId));
	const words = known.map(({ contactId, at }): ConsentWord => ({ contactId, at, category: 'marketing', change: 'stop', source, messageId: null }));
	await writeConsent(scope, words, contacts);
	await updateContacts(scope, [...contacts.values()]);
}

/** Changes the given contact rows; the caller writes them back. Words that were told before change nothing. */
export async function writeConsent(scope: Scope, words: ConsentWord[], contacts: ReadonlyMap<string, ContactRow>): Promise<void> {
	const fresh = await recordWords(scope, words);
	if (fresh.length === 0) return;
	const optedOut = await optedOutMeanwhile(scope, fresh, contacts);
	await addTimeline(
		scope,
		fresh
			.filter(({ change, contactId }) => change === 'stop' || optedOut.has(contactId))
			.map(({ contactId, category, change, source }) => ({
				contactId,
				kind: 'consent',
				detail: `${category === 'marketing' ? change : `${change} ${category}`} (${source})`,
			})),
	);
	await endRuns(scope, fresh.filter(({ category, change }) => category === 'marketing' && change === 'stop'));
}

/** Brings the rows up to date; the contacts that were opted out before, now or in between. */
async function optedOutMeanwhile(
	scope: Scope,
	fresh: ConsentWord[],
	contacts: ReadonlyMap<string, ContactRow>,
): Promise<Set<string>> {
	const optedOut = new Set(fresh.filter(({ change }) => change === 'stop').map(({ contactId }) => contactId));
	const words = await latestWords(scope, fresh.map(({ contactId }) => contactId));
	const said = groupBy(words, ({ contactId }) => contactId);
	for (const [contactId, all] of said) {
		const contact = contacts.get(contactId);
		if (!contact) throw new Error(`consent of the contact ${contactId}, who was not loaded`);
		if (contact.opted_out_by !== null || contact.utility_out_by !== null) optedOut.add(contactId);
		const { optedOutBy, at } = consentAfter(all, 'marketing');
		contact.opted_out_by = optedOutBy;
		contact.consent_at = at;
		contact.utility_out_by = consentAfter(all, 'utility').optedOutBy;
	}
	return optedOut;
}

/** Runs begun after the stop was said go on: whoever began them knew, and permission to send is asked anyway. */
async function endRuns(scope: Scope, stops: ConsentWord[]): Promise<void> {
	if (stops.length === 0) return;
	const live = await liveEnrollmentsOf(scope, stops.map(({ contactId }) => contactId));
	if (live.length === 0) return;
	// A timer of the desk is no sequence of messages: the conversation of somebody who wants no marketing goes on.
	const timers = new Set((await deskSequences(scope)).map(({ id }) => id));
	await endEnrollments(
		scope,
		live.filter(({ sequence_id }) => !timers.has(sequence_id)).flatMap((enrollment) => {
			const stop = stops.find(({ contactId, at }) => contactId === enrollment.contact_id && saidSince(at, enrollment));
			if (!stop) return [];
			return [{ enrollment, reason: 'opted_out' as const, ...(stop.messageId ? { messageId: stop.messageId } : {}) }];
		}),
	);
}
