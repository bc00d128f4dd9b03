/** Who holds an id, for people of whom a webhook tells more than one. */
import { asRows } from '../driver';
import type { Scope } from './scope';

export interface SaidOfPerson {
	phone: string;
	userId: string;
	/** UTC milliseconds. */
	at: number;
}

/** A number and a user id that came together, and do not lead to one record which has both. */
export interface Clash {
	phone: string;
	user_id: string;
	at: number;
	/** The record with this number, or null. */
	holder: string | null;
	holder_phone: string | null;
	holder_user_id: string | null;
	holder_inbound_at: number | null;
	/** The record with this user id, or null. */
	person: string | null;
	person_phone: string | null;
	person_user_id: string | null;
	person_inbound_at: number | null;
}

/** In the order in which it was said; mostly there is none. Nothing is locked. */
export async function findClashes({ session, account }: Scope, said: SaidOfPerson[]): Promise<Clash[]> {
	if (said.length === 0) return [];
	return session.all<Clash>(
		`SELECT w.phone, w.user_id, w.at,
			h.id AS holder, h.phone AS holder_phone, h.user_id AS holder_user_id, h.last_inbound_at AS holder_inbound_at,
			c.id AS person, c.phone AS person_phone, c.user_id AS person_user_id, c.last_inbound_at AS person_inbound_at
		FROM ${session.dialect.rows('said', { phone: 'text', user_id: 'text', at: 'bigint' })} w
		LEFT JOIN contact_alias p ON p.account = :account AND p.kind = 'phone' AND p.value = w.phone
		LEFT JOIN contact_alias u ON u.account = :account AND u.kind = 'user_id' AND u.value = w.user_id
		LEFT JOIN contact h ON h.id = p.contact_id
		LEFT JOIN contact c ON c.id = u.contact_id
		WHERE h.id <> c.id OR (c.id IS NULL AND h.user_id <> w.user_id) OR (h.id IS NULL AND c.phone <> w.phone)
		ORDER BY w.at`,
		{ account, said: asRows(said.map(({ phone, userId, at }) => ({ phone, user_id: userId, at }))) },
	);
}

/** A number that leads to somebody else from now on; null: to nobody until it is heard of again. */
export interface PassedNumber {
	phone: string;
	from: string;
	to: string | null;
}

export async function passNumbers({ session, account, now }: Scope, passed: PassedNumber[]): Promise<void> {
	if (passed.length === 0) return;
	const columns = { phone: 'text', holder: 'text', person: 'text' } as const;
	const params = { account, passed: asRows(passed.map(({ phone, from, to }) => ({ phone, holder: from, person: to }))) };
	const rows = session.dialect.rows('passed', columns);
	await session.run(
		`UPDATE contact SET phone = NULL, changed_at = CAST(:now AS BIGINT)
		FROM ${rows} n WHERE contact.id = n.holder AND contact.phone = n.phone`,
		{ now, passed: params.passed },
	);
	await session.run(
		`DELETE FROM contact_alias WHERE account = :account AND kind = 'phone'
			AND value IN (SELECT phone FROM ${rows} n WHERE n.person IS NULL)`,
		params,
	);
	await session.run(
		`UPDATE contact_alias SET contact_id = n.person FROM ${rows} n
		WHERE contact_alias.account = :account AND contact_alias.kind = 'phone' AND contact_alias.value = n.phone AND n.person IS NOT NULL`,
		params,
	);
}

/** The ids by which a person is written to now. Null leaves one as it is. */
export interface CurrentIds {
	id: string;
	phone: string | null;
	userId: string | null;
}

/** Writes them onto the person, and makes them lead there where they lead to nobody yet. Former ids go on leading there. */
export async function writeCurrentIds({ session, account, now }: Scope, people: CurrentIds[]): Promise<void> {
	if (people.length === 0) return;
	// Of several changes of one person the last one holds.
	const latest = [...new Map(people.map((one) => [one.id, one])).values()];
	await session.run(
		`UPDATE contact SET phone = COALESCE(n.phone, contact.phone), user_id = COALESCE(n.user_id, contact.user_id), changed_at = CAST(:now AS BIGINT)
		FROM ${session.dialect.rows('batch', { id: 'text', phone: 'text', user_id: 'text' })} n WHERE contact.id = n.id`,
		{ now, batch: asRows(latest.map(({ id, phone, userId }) => ({ id, phone, user_id: userId }))) },
	);
	const aliases = people.flatMap(({ id, phone, userId }) => [
		...(userId ? [{ kind: 'user_id', value: userId, contact_id: id }] : []),
		...(phone ? [{ kind: 'phone', value: phone, contact_id: id }] : []),
	]);
	await insertNewAliases({ session, account }, aliases);
}

/** Sorted, so that two processes that write the same ones wait for one another, not for each other. */
async function insertNewAliases(
	{ session, account }: Pick<Scope, 'session' | 'account'>,
	aliases: Array<{ kind: string; value: string; contact_id: string }>,
): Promise<void> {
	const key = ({ kind, value }: { kind: string; value: string }): string => `${kind}:${value}`;
	const once = [...new Map(aliases.map((alias) => [key(alias), alias])).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
	if (once.length === 0) return;
	await session.run(
		`INSERT INTO contact_alias (account, kind, value, contact_id)
		SELECT :account, kind, value, contact_id
		FROM ${session.dialect.rows('batch', { kind: 'text', value: 'text', contact_id: 'text' })} n WHERE 1 = 1
		ON CONFLICT (account, kind, value) DO NOTHING`,
		{ account, batch: asRows(once) },
	);
}
