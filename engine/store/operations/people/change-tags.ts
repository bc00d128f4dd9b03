/** Tags as a whole: all of a contact's, or one everywhere. */
import { nearestNames } from '../../../text/nearest-names';
import { StoreRefusal, type TagRequest, type TagsSet } from '../../contract';
import { groupBy } from '../../group-by';
import { resolveContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import { contactsWithTag, tagNames } from '../../sql/find-contacts';
import type { Scope } from '../../sql/scope';
import { deleteTags, insertTags, tagsOfContacts } from '../../sql/tags';
import { checkedTag } from './tag-contacts';

/** Makes these the contact's tags, and no others. Of several requests for one contact the last one holds. */
export async function setTags(scope: Scope, requests: TagRequest[]): Promise<TagsSet[]> {
	const wanted = requests.map(({ tags }) => [...new Set(tags.map(checkedTag))]);
	const contacts = await resolveContacts(scope, requests.map(({ contact }) => contact));
	await lockContacts(scope, contacts.map(({ id }) => id));
	const kept = groupBy(await tagsOfContacts(scope, contacts.map(({ id }) => id)), ({ contact_id }) => contact_id);
	const final = new Map(contacts.map(({ id }, i) => [id, wanted[i]!]));
	const changes = [...final].map(([contact_id, tags]) => {
		const had = (kept.get(contact_id) ?? []).map(({ tag }) => tag);
		return { contact_id, added: tags.filter((tag) => !had.includes(tag)), removed: had.filter((tag) => !tags.includes(tag)) };
	});
	await deleteTags(scope, changes.flatMap(({ contact_id, removed }) => removed.map((tag) => ({ contact_id, tag }))));
	await insertTags(scope, changes.flatMap(({ contact_id, added }) => added.map((tag) => ({ contact_id, tag }))));
	// Told once: whatever starts with a change starts once.
	const left = new Map(changes.map(({ contact_id, added, removed }) => [contact_id, { added, removed }]));
	return contacts.map(({ id }) => {
		const change = left.get(id) ?? { added: [], removed: [] };
		left.delete(id);
		return { contactId: id, ...change };
	});
}

/** Gives a tag another name with everybody who has it, and answers how many they are. */
export async function renameTag(scope: Scope, from: string, to: string): Promise<number> {
	const [before, after] = [checkedTag(from), checkedTag(to)];
	if (before === after) throw new StoreRefusal(`The tag "${before}" is called so already. Write another new name.`);
	const ids = await contactsWithTag(scope, before);
	if (ids.length === 0) throw new StoreRefusal(await unknownTag(scope, before));
	await lockContacts(scope, ids);
	await insertTags(scope, ids.map((contact_id) => ({ contact_id, tag: after })));
	await deleteTags(scope, ids.map((contact_id) => ({ contact_id, tag: before })));
	return ids.length;
}

async function unknownTag(scope: Scope, tag: string): Promise<string> {
	const close = nearestNames(tag, await tagNames(scope)).map((name) => `"${name}"`);
	return `No contact has the tag "${tag}".${close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''}`;
}
