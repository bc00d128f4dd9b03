/** Tags and attributes of people, a batch at a time; each answer says what really changed. */
import { StoreRefusal, type AttributeRequest, type ContactFacts, type IncrementRequest, type TagChange, type TagRequest } from '../../contract';
import type { ContactRef } from '../../../contact/contact';
import { groupBy } from '../../group-by';
import { findContacts, resolveContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import type { Scope } from '../../sql/scope';
import {
	attributesOfContacts,
	deleteTags,
	insertTags,
	tagsOfContacts,
	writeAttributes,
	type Attributes,
	type ContactTag,
} from '../../sql/tags';

/** Longer ones are a text that slipped into the wrong field. */
const LONGEST_TAG = 250;

type ChangeTags = (scope: Scope, tags: ContactTag[]) => Promise<ContactTag[]>;

export const addTags = (scope: Scope, requests: TagRequest[]): Promise<TagChange[]> => change(scope, requests, insertTags);

export const removeTags = (scope: Scope, requests: TagRequest[]): Promise<TagChange[]> => change(scope, requests, deleteTags);

/** Of several requests that change the same tag of the same contact the first one is told. */
async function change(scope: Scope, requests: TagRequest[], write: ChangeTags): Promise<TagChange[]> {
	const wanted = requests.map(({ tags }) => tags.map(checkedTag));
	const contacts = await resolveContacts(scope, requests.map(({ contact }) => contact));
	const written = await write(scope, wanted.flatMap((tags, i) => tags.map((tag) => ({ contact_id: contacts[i]!.id, tag }))));
	const left = new Set(written.map(keyOf));
	return wanted.map((tags, i) => {
		const contactId = contacts[i]!.id;
		return { contactId, changed: tags.filter((tag) => left.delete(keyOf({ contact_id: contactId, tag }))) };
	});
}

const keyOf = ({ contact_id, tag }: ContactTag): string => `${contact_id} ${tag}`;

/** The tag as it is kept; throws StoreRefusal for one that is empty or too long. */
export function checkedTag(tag: string): string {
	const trimmed = tag.trim();
	if (trimmed === '') throw new StoreRefusal('A tag is empty. Write its name.');
	if (trimmed.length > LONGEST_TAG) throw new StoreRefusal(`A tag is longer than ${LONGEST_TAG} characters. Write a shorter name.`);
	return trimmed;
}

/** What is kept about these people besides their row; null where nobody is known. */
export async function factsOf(scope: Scope, refs: ContactRef[]): Promise<Array<ContactFacts | null>> {
	const contacts = await findContacts(scope, refs);
	const ids = contacts.flatMap((contact) => contact?.id ?? []);
	const tags = groupBy(await tagsOfContacts(scope, ids), ({ contact_id }) => contact_id);
	const attributes = await attributesOfContacts(scope, ids);
	return contacts.map((contact) =>
		contact === null
			? null
			: {
					contactId: contact.id,
					tags: (tags.get(contact.id) ?? []).map(({ tag }) => tag),
					attributes: attributes.get(contact.id) ?? {},
				},
	);
}

/** Merges the values into what is kept; null takes a value away. */
export async function setAttributes(scope: Scope, requests: AttributeRequest[]): Promise<Array<{ contactId: string; attributes: Attributes }>> {
	const contacts = await resolveContacts(scope, requests.map(({ contact }) => contact));
	await lockContacts(scope, contacts.map(({ id }) => id));
	const kept = await attributesOfContacts(scope, contacts.map(({ id }) => id));
	requests.forEach(({ attributes }, i) => {
		const merged = { ...kept.get(contacts[i]!.id), ...attributes };
		kept.set(contacts[i]!.id, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
	});
	await writeAttributes(scope, kept);
	return contacts.map(({ id }) => ({ contactId: id, attributes: kept.get(id) ?? {} }));
}

/** Adds to numbers that are kept; one that is not there yet counts from 0. */
export async function incrementAttributes(scope: Scope, requests: IncrementRequest[]): Promise<Array<{ contactId: string; attributes: Attributes }>> {
	const contacts = await resolveContacts(scope, requests.map(({ contact }) => contact));
	await lockContacts(scope, contacts.map(({ id }) => id));
	const kept = await attributesOfContacts(scope, contacts.map(({ id }) => id));
	requests.forEach(({ name, by }, i) => {
		const { id } = contacts[i]!;
		const value = kept.get(id)?.[name] ?? 0;
		if (typeof value !== 'number') throw new StoreRefusal(`The attribute "${name}" of a contact is no number, so nothing can be added to it. Set it to a number first.`);
		// 0.1 + 0.2 is to be 0.3: money is what most people count.
		kept.set(id, { ...kept.get(id), [name]: Number((value + by).toPrecision(15)) });
	});
	await writeAttributes(scope, kept);
	return contacts.map(({ id }) => ({ contactId: id, attributes: kept.get(id) ?? {} }));
}
