/** Contacts as people look them up and save them. */
import type { ContactRef } from '../../../contact/contact';
import type { ContactFilter, ContactView, Page, SaveRequest, SavedContact } from '../../contract';
import { groupBy } from '../../group-by';
import { findContacts, meetContacts } from '../../sql/contacts';
import { createdAtOf, listContactRows } from '../../sql/find-contacts';
import { toContact, type ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { attributesOfContacts, tagsOfContacts } from '../../sql/tags';
import { setAttributes } from './tag-contacts';

export async function getContacts(scope: Scope, refs: ContactRef[]): Promise<Array<ContactView | null>> {
	const rows = await findContacts(scope, refs);
	const views = await viewsOf(scope, rows.flatMap((row) => row ?? []));
	return rows.map((row) => (row ? views.get(row.id)! : null));
}

export async function listContacts(scope: Scope, filter: ContactFilter, page: Page): Promise<ContactView[]> {
	const rows = await listContactRows(scope, filter, page);
	const views = await viewsOf(scope, rows);
	return rows.map(({ id }) => views.get(id)!);
}

/** Creates who is new and writes down what is new of the others. */
export async function saveContacts(scope: Scope, requests: SaveRequest[]): Promise<SavedContact[]> {
	const { contacts: rows, created } = await meetContacts(scope, requests.map(({ contact }) => contact));
	const filled = requests.filter(({ attributes }) => Object.keys(attributes).length > 0);
	if (filled.length > 0) await setAttributes(scope, filled);
	const views = await viewsOf(scope, rows);
	return rows.map(({ id }) => ({ ...views.get(id)!, created: created.has(id) }));
}

async function viewsOf(scope: Scope, rows: ContactRow[]): Promise<Map<string, ContactView>> {
	const ids = [...new Set(rows.map(({ id }) => id))];
	const tags = groupBy(await tagsOfContacts(scope, ids), ({ contact_id }) => contact_id);
	const attributes = await attributesOfContacts(scope, ids);
	const created = await createdAtOf(scope, ids);
	return new Map(
		rows.map((row) => [
			row.id,
			{
				contact: toContact(row),
				tags: (tags.get(row.id) ?? []).map(({ tag }) => tag),
				attributes: attributes.get(row.id) ?? {},
				createdAt: created.get(row.id) ?? 0,
			},
		]),
	);
}
