/** Contacts and the ids they are known by. */
import type { ContactRef } from '../../contact/contact';
import { StoreRefusal } from '../contract';
import { asList, asRows } from '../driver';
import { newId } from '../ids';
import { CONTACT_COLUMNS, columnsOf, type ContactRow } from './rows';
import type { Scope } from './scope';
import { recallOptOuts } from './suppression';
import { insertRows, updateRows } from './write-rows';

interface Alias {
	/** id: what a contact was called before they were merged into another, or in the store they came from. */
	kind: 'phone' | 'user_id' | 'id';
	value: string;
}

/** An alias as exports and rows have it. */
type Written = Record<'kind' | 'value', string>;

/** Business-scoped user id first: it is unique, while a phone number may change hands. */
function aliasesOf(ref: ContactRef): Alias[] {
	const aliases: Alias[] = [];
	if (ref.userId) aliases.push({ kind: 'user_id', value: ref.userId });
	if (ref.phone) aliases.push({ kind: 'phone', value: ref.phone });
	return aliases;
}

const formerIdOf = (ref: ContactRef): Alias[] => (ref.id ? [{ kind: 'id', value: ref.id }] : []);

const keyOf = ({ kind, value }: Written): string => `${kind}:${value}`;

/** The contacts known under these references, in their order; null where nobody is. */
export async function findContacts(scope: Scope, refs: ContactRef[]): Promise<Array<ContactRow | null>> {
	const byAlias = await contactsByAlias(scope, refs.flatMap((ref) => [...formerIdOf(ref), ...aliasesOf(ref)]));
	const byId = await contactsById(scope, refs.flatMap((ref) => (ref.id ? [ref.id] : [])));
	return refs.map((ref) => (ref.id ? (byId.get(ref.id) ?? formerly(byAlias, ref)) : known(byAlias, ref)) ?? null);
}

/** The contacts of these references, see meetContacts. */
export async function resolveContacts(scope: Scope, refs: ContactRef[]): Promise<ContactRow[]> {
	return (await meetContacts(scope, refs)).contacts;
}

/**
 * The contacts of these references, created where they are new, with names and further ids filled in; and the ids of
 * those whom this transaction created. Throws StoreRefusal when a reference holds no id at all, or an id of a contact
 * that does not exist.
 */
export async function meetContacts(scope: Scope, refs: ContactRef[]): Promise<{ contacts: ContactRow[]; created: Set<string> }> {
	// What is written below was read here: nobody may change it in between, least of all somebody's opt-out.
	const lock = scope.session.dialect.lockInOrder('c');
	const byAlias = await contactsByAlias(scope, refs.flatMap((ref) => [...formerIdOf(ref), ...aliasesOf(ref)]), lock);
	const byId = await contactsById(scope, refs.flatMap((ref) => (ref.id ? [ref.id] : [])), lock);
	const created = new Map<string, ContactRow>();
	const changed = new Map<string, ContactRow>();
	const newAliases: Array<Alias & { contact_id: string }> = [];

	const resolved = refs.map((ref) => {
		let contact = (ref.id ? (byId.get(ref.id) ?? formerly(byAlias, ref)) : undefined) ?? known(byAlias, ref);
		const aliases = aliasesOf(ref);
		if (!contact) {
			if (aliases.length === 0) throw new StoreRefusal(unknownContact(ref));
			contact = blankContact(newId(scope.now));
			created.set(contact.id, contact);
		}
		if (learn(contact, ref) && !created.has(contact.id)) changed.set(contact.id, contact);
		for (const alias of aliases) {
			if (byAlias.has(keyOf(alias))) continue;
			byAlias.set(keyOf(alias), contact);
			newAliases.push({ ...alias, contact_id: contact.id });
		}
		return contact;
	});
	await insertContacts(scope, [...created.values()]);
	await insertAliases(scope, newAliases);
	for (const contact of await recallOptOuts(scope, newAliases, resolved)) changed.set(contact.id, contact);
	await updateContacts(scope, [...changed.values()]);
	return { contacts: resolved, created: new Set(created.keys()) };
}

/** Takes over what the reference newly tells of a known contact. True when anything changed. */
function learn(contact: ContactRow, ref: ContactRef): boolean {
	const before = JSON.stringify([contact.name, contact.phone, contact.user_id, contact.time_zone]);
	contact.time_zone = ref.timeZone ?? contact.time_zone;
	contact.name = ref.name ?? contact.name;
	contact.phone ??= ref.phone ?? null;
	contact.user_id ??= ref.userId ?? null;
	return JSON.stringify([contact.name, contact.phone, contact.user_id, contact.time_zone]) !== before;
}

function unknownContact(ref: ContactRef): string {
	return ref.id
		? `There is no contact with the id "${ref.id}" on this WhatsApp number. Items of another number cannot be used here.`
		: 'The contact has neither a phone number nor a WhatsApp user id. Give one of them.';
}

/** By the id of a contact who has been merged into another since. */
function formerly(byAlias: Map<string, ContactRow>, ref: ContactRef): ContactRow | undefined {
	const [id] = formerIdOf(ref);
	return id && byAlias.get(keyOf(id));
}

function known(byAlias: Map<string, ContactRow>, ref: ContactRef): ContactRow | undefined {
	for (const alias of aliasesOf(ref)) {
		const contact = byAlias.get(keyOf(alias));
		if (contact) return contact;
	}
	return undefined;
}

function blankContact(id: string): ContactRow {
	return {
		id,
		phone: null,
		user_id: null,
		name: null,
		time_zone: null,
		first_inbound_at: null,
		first_message_id: null,
		last_inbound_at: null,
		opted_out_by: null,
		consent_at: null,
		utility_out_by: null,
	};
}

async function contactsByAlias(scope: Scope, aliases: Alias[], lock = ''): Promise<Map<string, ContactRow>> {
	const owners = await ownersOfAliases(scope, aliases);
	const contacts = await contactsById(scope, owners.map(({ contact_id }) => contact_id), lock);
	const byAlias = new Map<string, ContactRow>();
	for (const owner of owners) {
		const contact = contacts.get(owner.contact_id);
		if (contact) byAlias.set(keyOf(owner), contact);
	}
	return byAlias;
}

/**
 * Whose ids these are; without those that nobody has. PostgreSQL looks each up by its key this way: joined with the batch, it
 * read all ids of the account for every 500 people as long as it had no statistics (11 ms with 50,000).
 */
export async function ownersOfAliases({ session, account }: Scope, aliases: Written[]): Promise<Array<Written & { contact_id: string }>> {
	if (aliases.length === 0) return [];
	const rows = await session.all<Written & { contact_id: string | null }>(
		`SELECT w.kind, w.value, (
			SELECT a.contact_id FROM contact_alias a WHERE a.account = :account AND a.kind = w.kind AND a.value = w.value
		) AS contact_id FROM ${session.dialect.rows('wanted', { kind: 'text', value: 'text' })} w`,
		{ account, wanted: asRows(aliases.map(({ kind, value }) => ({ kind, value }))) },
	);
	return rows.flatMap((row) => (row.contact_id === null ? [] : [{ ...row, contact_id: row.contact_id }]));
}

/** @param lock Dialect.lockInOrder('c') when the transaction is going to write them */
export async function contactsById({ session, account }: Scope, ids: string[], lock = ''): Promise<Map<string, ContactRow>> {
	if (ids.length === 0) return new Map();
	const rows = await session.all<ContactRow>(
		`SELECT ${columnsOf(CONTACT_COLUMNS, 'c')}
		FROM contact c WHERE ${session.dialect.among('c.id', 'ids')} AND c.account = :account ${lock}`,
		{ account, ids: asList(ids) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

/** By what the steps of these contacts are timed, and nothing else of them. */
export async function zonesById({ session, account }: Scope, ids: string[]): Promise<Map<string, Pick<ContactRow, 'id' | 'phone' | 'time_zone'>>> {
	if (ids.length === 0) return new Map();
	const rows = await session.all<Pick<ContactRow, 'id' | 'phone' | 'time_zone'>>(
		`SELECT c.id, c.phone, c.time_zone FROM contact c WHERE ${session.dialect.among('c.id', 'ids')} AND c.account = :account`,
		{ account, ids: asList(ids) },
	);
	return new Map(rows.map((row) => [row.id, row]));
}

const NEW_CONTACT = {
	id: 'text', account: 'text', phone: 'text', user_id: 'text', name: 'text', time_zone: 'text', created_at: 'bigint', changed_at: 'bigint',
} as const;
const ALIAS = { account: 'text', kind: 'text', value: 'text', contact_id: 'text' } as const;

/** All that a webhook or an enrollment can change of a contact. */
const CHANGING = {
	id: 'text',
	phone: 'text',
	user_id: 'text',
	name: 'text',
	time_zone: 'text',
	first_inbound_at: 'bigint',
	first_message_id: 'text',
	last_inbound_at: 'bigint',
	opted_out_by: 'text',
	consent_at: 'bigint',
	utility_out_by: 'text',
	changed_at: 'bigint',
} as const;

async function insertContacts({ session, account, now }: Scope, contacts: ContactRow[]): Promise<void> {
	const rows = contacts.map(({ id, phone, user_id, name, time_zone }) => ({
		id, account, phone, user_id, name, time_zone, created_at: now, changed_at: now,
	}));
	await insertRows(session, 'contact', NEW_CONTACT, rows);
}

/** In one order for everybody: two processes that meet the same new people then wait for one another, not for each other. */
async function insertAliases({ session, account }: Scope, aliases: Array<Alias & { contact_id: string }>): Promise<void> {
	const sorted = [...aliases].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
	await insertRows(session, 'contact_alias', ALIAS, sorted.map((alias) => ({ account, ...alias })));
}

export async function updateContacts({ session, now }: Scope, contacts: ContactRow[]): Promise<void> {
	await updateRows(session, 'contact', CHANGING, contacts.map((contact) => ({ ...contact, changed_at: now })));
}

/** Keeps the latest time at which a human answered; the contacts for whom it is news. */
export async function writeHumanReplies({ session }: Scope, replies: Array<{ id: string; at: number }>): Promise<string[]> {
	const latest = new Map<string, number>();
	for (const { id, at } of replies) latest.set(id, Math.max(at, latest.get(id) ?? at));
	const rows = await session.all<{ id: string }>(
		`UPDATE contact SET last_human_at = n.at FROM ${session.dialect.rows('batch', { id: 'text', at: 'bigint' })} n
		WHERE contact.id = n.id AND (contact.last_human_at IS NULL OR contact.last_human_at < n.at) RETURNING contact.id`,
		{ batch: asRows([...latest].map(([id, at]) => ({ id, at }))) },
	);
	return rows.map(({ id }) => id);
}
