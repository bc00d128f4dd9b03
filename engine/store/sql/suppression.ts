/**
 * Opt-outs that outlive the person's data: hashes of the addresses of people who were erased after they had said stop.
 * They are found again when the same address comes back, by a list, a message or an import, and name nobody before
 * that. The salt is of this store: hashes of one store cannot be compared with those of another.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { asRows } from '../driver';
import type { ConsentCategory, ConsentSource } from '../../contact/consent';
import { recordWords } from './consent';
import type { ContactRow } from './rows';
import type { Scope } from './scope';

interface Address {
	kind: string;
	value: string;
}

export interface OptOut {
	source: string;
	at: number;
}

const UTILITY = 'utility ';

/** The address under which a stop of utility messages is remembered, beside that of marketing. */
export const forUtility = <Known extends Address>(address: Known): Known => ({ ...address, kind: UTILITY + address.kind });

const categoryOf = ({ kind }: Address): ConsentCategory => (kind.startsWith(UTILITY) ? 'utility' : 'marketing');

const hashOf = (salt: string, { kind, value }: Address): string => createHmac('sha256', salt).update(`${kind}:${value}`).digest('base64url');

/** An account that took over another store's opt-outs has both salts. */
async function saltsOf({ session, account }: Scope): Promise<string[]> {
	const rows = await session.all<{ salt: string }>('SELECT salt FROM suppression_salt WHERE account = :account ORDER BY salt', { account });
	return rows.map(({ salt }) => salt);
}

async function newSalt({ session, account }: Scope): Promise<string> {
	const salt = randomBytes(16).toString('hex');
	await session.run('INSERT INTO suppression_salt (account, salt) VALUES (:account, :salt)', { account, salt });
	return salt;
}

/** Remembers the opt-outs of these addresses. */
export async function suppress(scope: Scope, optOuts: Array<OptOut & { address: Address }>): Promise<void> {
	if (optOuts.length === 0) return;
	const { session, account } = scope;
	const salt = (await saltsOf(scope))[0] ?? (await newSalt(scope));
	await session.run(
		`INSERT INTO suppression (account, hash, opted_out_by, at)
		SELECT :account, hash, opted_out_by, at
		FROM ${session.dialect.rows('batch', { hash: 'text', opted_out_by: 'text', at: 'bigint' })} n WHERE 1 = 1
		ON CONFLICT (account, hash) DO UPDATE SET opted_out_by = excluded.opted_out_by, at = excluded.at`,
		{ account, batch: asRows(optOuts.map(({ address, source, at }) => ({ hash: hashOf(salt, address), opted_out_by: source, at }))) },
	);
}

/** Forgets what was remembered of these addresses: they have said start since. */
export async function unsuppress(scope: Scope, addresses: Address[]): Promise<void> {
	const hashes = await hashesOf(scope, addresses);
	if (hashes.size === 0) return;
	await scope.session.run(
		`DELETE FROM suppression WHERE account = :account AND hash IN (SELECT hash FROM ${scope.session.dialect.rows('batch', { hash: 'text' })} n)`,
		{ account: scope.account, batch: asRows([...hashes.keys()].map((hash) => ({ hash }))) },
	);
}

/** Which of these addresses said stop before they were erased. */
export async function findOptOuts<Known extends Address>(scope: Scope, addresses: Known[]): Promise<Array<OptOut & { address: Known }>> {
	const { session, account } = scope;
	const hashes = await hashesOf(scope, addresses);
	if (hashes.size === 0) return [];
	const rows = await session.all<{ hash: string; source: string; at: number }>(
		`SELECT s.hash, s.opted_out_by AS source, s.at
		FROM ${session.dialect.rows('wanted', { hash: 'text' })} w CROSS JOIN suppression s
		WHERE s.account = :account AND s.hash = w.hash`,
		{ account, wanted: asRows([...hashes.keys()].map((hash) => ({ hash }))) },
	);
	return rows.map(({ hash, source, at }) => ({ address: hashes.get(hash)!, source, at }));
}

async function hashesOf<Known extends Address>(scope: Scope, addresses: Known[]): Promise<Map<string, Known>> {
	if (addresses.length === 0) return new Map();
	const salts = await saltsOf(scope);
	return new Map(salts.flatMap((salt) => addresses.map((address) => [hashOf(salt, address), address] as const)));
}

/**
 * Contacts that now have an address which said stop are opted out from the start; answers those, changed. A start that
 * they said later holds. The word goes into the ledger, so that only a word of theirs can take it back.
 */
export async function recallOptOuts(
	scope: Scope,
	addresses: Array<Address & { contact_id: string }>,
	contacts: ContactRow[],
): Promise<ContactRow[]> {
	const found = await findOptOuts(scope, addresses.flatMap((address) => [address, forUtility(address)]));
	if (found.length === 0) return [];
	await recordWords(
		scope,
		found.map(({ address, source, at }) => ({ contactId: address.contact_id, category: categoryOf(address), change: 'stop', source: source as ConsentSource, messageId: null, at })),
	);
	const byId = new Map(contacts.map((contact) => [contact.id, contact]));
	const changed = new Set<ContactRow>();
	for (const { address, source, at } of found) {
		const contact = byId.get(address.contact_id);
		if (!contact || (contact.consent_at ?? -Infinity) >= at) continue;
		changed.add(contact);
		if (categoryOf(address) === 'utility') {
			contact.utility_out_by = source;
			continue;
		}
		contact.opted_out_by = source;
		contact.consent_at = at;
	}
	return [...changed];
}
