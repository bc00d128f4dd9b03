/**
 * Two records turn out to be one person: everything of the one becomes the other's. Of consent the stricter holds, of two
 * runs through one sequence the further one, and the id of the record that goes leads to the one that stays.
 */
import type { ContactRef } from '../../../contact/contact';
import { CONSENT_CATEGORIES, type ConsentCategory, type ConsentSource } from '../../../contact/consent';
import { tableNamed } from '../../account-tables';
import { StoreRefusal, type MergedPerson, type MergeRequest } from '../../contract';
import { groupBy } from '../../group-by';
import { deleteRowsOf, rowsBy, updateAccountRows } from '../../sql/account-rows';
import { latestWords, recordWords, type ConsentWord } from '../../sql/consent';
import { findContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import { keepFormerIds, moveRows, type Moves } from '../../sql/merge-people';
import type { EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { addTimeline } from '../../sql/timeline';
import { consentAfter } from './consent-rule';
import type { AccountRow } from './merge-rows';
import { mergedContact } from './merged-contact';
import { followUnited, uniteOneEach } from './one-each';
import { endSecondRuns } from '../runs/second-runs';

export async function mergePeople(scope: Scope, requests: MergeRequest[]): Promise<MergedPerson[]> {
	const staying = await findContacts(scope, requests.map(({ into }) => into));
	const going = await findContacts(scope, requests.map(({ from }) => from));
	const pairs = requests.map((request, i) => {
		const [into, from] = [staying[i], going[i]];
		if (!into) throw new StoreRefusal(unknown(request.into));
		if (!from) throw new StoreRefusal(unknown(request.from));
		if (into.id === from.id) throw new StoreRefusal(`${nameOf(request.into)} and ${nameOf(request.from)} are the same contact already, so there is nothing to merge.`);
		return { into: into.id, from: from.id };
	});
	const moves = movesOf(pairs);
	const ended = await joinRecords(scope, moves);
	return pairs.map(({ into, from }) => {
		const contactId = moves.get(into) ?? into;
		return {
			contactId,
			mergedId: contactId === from ? into : from,
			endedEnrollments: ended.filter((run) => (moves.get(run.contact_id) ?? run.contact_id) === contactId).map(({ id }) => id),
		};
	});
}

function unknown(ref: ContactRef): string {
	return `There is no contact with ${nameOf(ref)} on this WhatsApp number. Nothing was merged.`;
}

const nameOf = ({ phone, userId, id }: ContactRef): string =>
	phone ? `the phone number ${phone}` : userId ? `the user ID ${userId}` : `the ID ${id ?? ''}`;

/** Where each contact ends up when a batch merges one into another and that one into a third. */
export function movesOf(pairs: ReadonlyArray<{ into: string; from: string }>): Map<string, string> {
	const above = new Map<string, string>();
	const top = (id: string): string => {
		let at = id;
		for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
		return at;
	};
	for (const { into, from } of pairs) {
		const [stays, goes] = [top(into), top(from)];
		if (stays !== goes) above.set(goes, stays);
	}
	return new Map([...above.keys()].map((id) => [id, top(id)]));
}

/** Makes one record of each group of them; answers the runs that ended because another one of the same person goes on. */
export async function joinRecords(scope: Scope, moves: Moves): Promise<EnrollmentRow[]> {
	if (moves.size === 0) return [];
	const table = tableNamed('contact')!;
	const ids = [...new Set([...moves.keys(), ...moves.values()])];
	await lockContacts(scope, ids);
	const rows = new Map((await rowsBy(scope, table, ['id'], ids.map((id) => ({ id })))).map((row) => [String(row.id), row]));
	const ended = await endSecondRuns(scope, moves, ids);
	const groups = groupBy([...moves], ([, stays]) => stays);
	const before = new Map([...groups].map(([stays, gone]) => [stays, [stays, ...gone.map(([id]) => id)].map((id) => rows.get(id)!)]));
	await uniteOneEach(scope, moves, ids);
	await moveRows(scope, moves);
	await keepFormerIds(scope, moves);
	const merged = [...before.values()].map(([stays, ...gone]) => ({ ...gone.reduce(mergedContact, stays!), changed_at: scope.now }));
	await settleConsent(scope, merged, before);
	await updateAccountRows(scope, table, merged);
	await followUnited(scope, moves);
	await deleteRowsOf(scope, 'contact', 'id', [...moves.keys()]);
	await addTimeline(scope, [...moves].map(([gone, contactId]) => ({ contactId, kind: 'merged', detail: addressOf(rows.get(gone)!) })));
	return ended;
}

const addressOf = ({ phone, user_id }: AccountRow): string => [phone, user_id].filter(Boolean).join(', ');

/**
 * The stricter wins: who was opted out under either record stays so until they say start, whatever the other one had said
 * meanwhile. That is a word of its own in the ledger.
 */
async function settleConsent(scope: Scope, merged: AccountRow[], before: ReadonlyMap<string, AccountRow[]>): Promise<void> {
	const ids = merged.map(({ id }) => String(id));
	const said = groupBy(await latestWords(scope, ids), ({ contactId }) => contactId);
	const held = ids.flatMap((id) => CONSENT_CATEGORIES.flatMap((category) => heldStop(id, category, before.get(id)!, said.get(id) ?? [], scope.now)));
	await recordWords(scope, held);
	for (const row of merged) {
		const words = [...(said.get(String(row.id)) ?? []), ...held.filter(({ contactId }) => contactId === row.id)];
		const { optedOutBy, at } = consentAfter(words, 'marketing');
		row.opted_out_by = optedOutBy;
		row.consent_at = at;
		row.utility_out_by = consentAfter(words, 'utility').optedOutBy;
	}
}

function heldStop(
	contactId: string,
	category: ConsentCategory,
	records: AccountRow[],
	words: Parameters<typeof consentAfter>[0],
	at: number,
): ConsentWord[] {
	const column = category === 'marketing' ? 'opted_out_by' : 'utility_out_by';
	const stopped = records.find((row) => row[column] != null);
	if (!stopped || consentAfter(words, category).optedOutBy !== null) return [];
	return [{ contactId, category, change: 'stop', source: stopped[column] as ConsentSource, messageId: null, proof: 'kept when two records of this person were merged', at }];
}
