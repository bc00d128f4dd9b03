/** Lists of contacts, newest first, and tags of everybody. */
import type { ContactFilter, Page } from '../contract';
import { asRows, type SqlParams } from '../driver';
import { CONTACT_COLUMNS, columnsOf, type ContactRow } from './rows';
import type { Scope } from './scope';

export async function listContactRows({ session, account }: Scope, filter: ContactFilter, page: Page): Promise<ContactRow[]> {
	const conditions = ['c.account = :account'];
	const params: SqlParams = { account, limit: page.limit };
	if (filter.tag !== undefined) {
		conditions.push('EXISTS (SELECT 1 FROM contact_tag t WHERE t.contact_id = c.id AND t.tag = :tag)');
		params.tag = filter.tag;
	}
	if (filter.attribute !== undefined) {
		const { key, value } = filter.attribute;
		const theirs = session.dialect.valueOf('c.attributes', 'key');
		conditions.push(value === undefined ? `${theirs} <> ''` : `(${theirs} = :value OR LOWER(${theirs}) = :lower)`);
		Object.assign(params, value === undefined ? { key } : { key, value, lower: value.toLowerCase() });
	}
	if (filter.marketing !== undefined) conditions.push(`c.opted_out_by IS ${filter.marketing === 'allowed' ? '' : 'NOT '}NULL`);
	if (filter.search !== undefined) {
		conditions.push("(LOWER(c.name) LIKE :search ESCAPE '!' OR c.phone LIKE :search ESCAPE '!' OR LOWER(c.user_id) LIKE :search ESCAPE '!')");
		params.search = `%${filter.search.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
	}
	if (page.after !== undefined) {
		conditions.push('c.id < :after');
		params.after = page.after;
	}
	return session.all<ContactRow>(
		`SELECT ${columnsOf(CONTACT_COLUMNS, 'c')} FROM contact c WHERE ${conditions.join(' AND ')} ORDER BY c.id DESC LIMIT :limit`,
		params,
	);
}

/** When these contacts became known, by their id. */
export async function createdAtOf({ session }: Scope, ids: string[]): Promise<Map<string, number>> {
	const rows = await session.all<{ id: string; created_at: number }>(
		`SELECT c.id, c.created_at FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN contact c WHERE c.id = w.id`,
		{ wanted: asRows([...new Set(ids)].map((id) => ({ id }))) },
	);
	return new Map(rows.map(({ id, created_at }) => [id, created_at]));
}

export async function tagNames({ session, account }: Scope): Promise<string[]> {
	const rows = await session.all<{ tag: string }>('SELECT DISTINCT tag FROM contact_tag WHERE account = :account', { account });
	return rows.map(({ tag }) => tag);
}

export async function contactsWithTag({ session, account }: Scope, tag: string): Promise<string[]> {
	const rows = await session.all<{ contact_id: string }>('SELECT contact_id FROM contact_tag WHERE account = :account AND tag = :tag', { account, tag });
	return rows.map(({ contact_id }) => contact_id);
}
