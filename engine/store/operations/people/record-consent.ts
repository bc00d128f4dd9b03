/** Consent that somebody records for contacts, and what the ledger says of them. */
import type { ContactRef } from '../../../contact/contact';
import type { ConsentCategory } from '../../../contact/consent';
import { StoreRefusal, type ConsentEntry, type ConsentRequest, type ConsentState, type ContactConsent, type RecordedConsent } from '../../contract';
import { groupBy } from '../../group-by';
import { latestWords, wordsOf, type ConsentWord, type LatestWord } from '../../sql/consent';
import { findContacts, resolveContacts, updateContacts } from '../../sql/contacts';
import { toContact, type ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { consentAfter } from './consent-rule';
import { writeConsent } from './write-consent';

/** Clocks of two machines may differ by that much. */
const TOLERANCE_MS = 5 * 60_000;

const LONGEST_PROOF = 1_000;

export async function recordConsent(scope: Scope, requests: ConsentRequest[]): Promise<RecordedConsent[]> {
	for (const request of requests) check(request, scope.now);
	const contacts = await resolveContacts(scope, requests.map(({ contact }) => contact));
	const before = new Map(contacts.map((row) => [row.id, outs(row)]));
	const words = requests.flatMap(({ categories, change, source, proof, messageId, at }, i) =>
		categories.map((category): ConsentWord => {
			const word = { contactId: contacts[i]!.id, category, change, source, messageId, at };
			return proof.trim() === '' ? word : { ...word, proof: proof.trim() };
		}),
	);
	await writeConsent(scope, words, new Map(contacts.map((row) => [row.id, row])));
	await updateContacts(scope, [...new Set(contacts)]);
	const states = await statesOf(scope, contacts);
	return contacts.map((row, i) => ({ ...states[i]!, changed: before.get(row.id) !== outs(row) }));
}

const outs = (row: ContactRow): string => `${row.opted_out_by !== null} ${row.utility_out_by !== null}`;

function check({ change, source, categories, proof, at }: ConsentRequest, now: number): void {
	if (categories.length === 0) throw new StoreRefusal('No kind of message is chosen. Say whether it is about marketing, about utility messages, or both.');
	if (proof.trim() === '' && (change === 'start' || source === 'import')) {
		throw new StoreRefusal('The proof is missing. Say where the contact agreed, such as the form and its date: whoever allows messages for somebody else must be able to show it.');
	}
	if (proof.length > LONGEST_PROOF) throw new StoreRefusal(`The proof is longer than ${LONGEST_PROOF} characters. Write where it can be looked up.`);
	if (at > now + TOLERANCE_MS) throw new StoreRefusal('The time at which the contact said so lies in the future. Check the date.');
}

/** null for somebody unknown. */
export async function consentOf(scope: Scope, refs: ContactRef[]): Promise<Array<ContactConsent | null>> {
	const rows = await findContacts(scope, refs);
	const states = await statesOf(scope, rows.flatMap((row) => row ?? []));
	let next = 0;
	return rows.map((row) => (row ? states[next++]! : null));
}

/** The latest `limit` lines of the ledger of each contact, oldest first; null for somebody unknown. */
export async function consentHistory(scope: Scope, refs: ContactRef[], limit: number): Promise<Array<ConsentEntry[] | null>> {
	const rows = await findContacts(scope, refs);
	const words = groupBy(await wordsOf(scope, rows.flatMap((row) => row?.id ?? []), limit), ({ contactId }) => contactId);
	return rows.map((row) => row && (words.get(row.id) ?? []).map(toEntry));
}

const toEntry = ({ at, category, change, source, messageId, proof }: ConsentWord): ConsentEntry => ({ at, category, change, source, messageId, proof: proof ?? null });

async function statesOf(scope: Scope, rows: ContactRow[]): Promise<ContactConsent[]> {
	const words = groupBy(await latestWords(scope, rows.map(({ id }) => id)), ({ contactId }) => contactId);
	return rows.map((row) => {
		const said = words.get(row.id) ?? [];
		return {
			contact: toContact(row),
			marketing: stateOf(row.opted_out_by, said, 'marketing'),
			utility: stateOf(row.utility_out_by, said, 'utility'),
		};
	});
}

/** The contact's row decides, as it does when something is sent; the ledger tells by whom and when. */
function stateOf(optedOutBy: string | null, said: LatestWord[], category: ConsentCategory): ConsentState {
	const { at } = consentAfter(said, category);
	const decisive = said.find((word) => word.at === at && (word.change === 'stop') === (optedOutBy !== null));
	return { allowed: optedOutBy === null, source: (optedOutBy as ConsentState['source']) ?? decisive?.source ?? null, at };
}
