/** Tags and attributes of contacts. */
import { asRows, type SqlSession } from '../driver';
import type { Scope } from './scope';

/** A tag of a contact, by the contact's id. */
export interface ContactTag {
	contact_id: string;
	tag: string;
}

const TAG = { contact_id: 'text', tag: 'text' } as const;

/** Adds the tags and answers those that the contact did not have before. */
export async function insertTags({ session, account, now }: Scope, tags: ContactTag[]): Promise<ContactTag[]> {
	if (tags.length === 0) return [];
	const added = await session.all<ContactTag>(
		`INSERT INTO contact_tag (contact_id, tag, account, added_at)
		SELECT DISTINCT contact_id, tag, :account, CAST(:now AS BIGINT) FROM ${session.dialect.rows('batch', TAG)} n WHERE 1 = 1
		ON CONFLICT (contact_id, tag) DO NOTHING
		RETURNING contact_id, tag`,
		{ account, now, batch: tagRows(tags) },
	);
	await touch(session, added, now);
	return added;
}

/** Takes the tags away and answers those that the contact had. */
export async function deleteTags({ session, account, now }: Scope, tags: ContactTag[]): Promise<ContactTag[]> {
	if (tags.length === 0) return [];
	const gone = await session.all<ContactTag>(
		`DELETE FROM contact_tag WHERE account = :account
		AND (contact_id, tag) IN (SELECT contact_id, tag FROM ${session.dialect.rows('batch', TAG)} n)
		RETURNING contact_id, tag`,
		{ account, batch: tagRows(tags) },
	);
	await touch(session, gone, now);
	return gone;
}

/** Of two stores' rows the newer one decides about the tags. */
async function touch(session: SqlSession, tags: ContactTag[], now: number): Promise<void> {
	if (tags.length === 0) return;
	await session.run(
		`UPDATE contact SET changed_at = CAST(:now AS BIGINT)
		WHERE id IN (SELECT contact_id FROM ${session.dialect.rows('batch', TAG)} n)`,
		{ now, batch: tagRows(tags) },
	);
}

/** All tags of these contacts, in alphabetical order. */
export async function tagsOfContacts({ session }: Scope, contactIds: string[]): Promise<ContactTag[]> {
	if (contactIds.length === 0) return [];
	return session.all<ContactTag>(
		`SELECT t.contact_id, t.tag FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN contact_tag t WHERE t.contact_id = w.id ORDER BY t.contact_id, t.tag`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))) },
	);
}

/** In one order for everybody, so that two batches never wait for each other. */
function tagRows(tags: ContactTag[]): string {
	const rows = tags.map(({ contact_id, tag }) => ({ contact_id, tag }));
	return asRows(rows.sort((a, b) => compare(a.contact_id, b.contact_id) || compare(a.tag, b.tag)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type Attributes = Record<string, unknown>;

export async function attributesOfContacts({ session, account }: Scope, contactIds: string[]): Promise<Map<string, Attributes>> {
	if (contactIds.length === 0) return new Map();
	const rows = await session.all<{ id: string; attributes: string }>(
		`SELECT c.id, c.attributes FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN contact c WHERE c.id = w.id AND c.account = :account ${session.dialect.lockInOrder('c')}`,
		{ account, wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))) },
	);
	return new Map(rows.map(({ id, attributes }) => [id, JSON.parse(attributes) as Attributes]));
}

export async function writeAttributes({ session, now }: Scope, attributes: ReadonlyMap<string, Attributes>): Promise<void> {
	if (attributes.size === 0) return;
	await session.run(
		`UPDATE contact SET attributes = n.attributes, changed_at = CAST(:now AS BIGINT)
		FROM ${session.dialect.rows('batch', { id: 'text', attributes: 'text' })} n WHERE contact.id = n.id`,
		{ now, batch: asRows([...attributes].map(([id, values]) => ({ id, attributes: JSON.stringify(values) }))) },
	);
}
