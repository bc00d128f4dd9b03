/** Tags and attributes for the placeholders that ask for them: items of a trigger do not carry them. */
import type { ContactFacts, AccountStore } from '../../engine/store/contract';
import type { IncomingItem } from '../shared/incoming-item';
import type { Wanted } from './wanted';

/** {tags}, {attribute.city}, {attributes.city}: with braces that are not doubled, as in engine/whatsapp/placeholders. */
const KEPT_WITH_CONTACT = /(?<!\{)\{\s*(?:tags\b|attributes?\.)/;

/** Items whose message asks for such a value get them, in one query; the others stay as they are, and ask nothing. */
export async function withContactFacts(items: IncomingItem[], wanted: Array<Wanted | null>, store: () => Promise<AccountStore>): Promise<IncomingItem[]> {
	const asking = items.flatMap(({ contact, sample }, index) =>
		contact && !sample && KEPT_WITH_CONTACT.test(JSON.stringify(wanted[index] ?? '')) ? [{ index, contact }] : [],
	);
	if (asking.length === 0) return items;
	const facts = await (await store()).tagsOf(asking.map(({ contact }) => contact));
	const told = new Map(asking.map(({ index }, position) => [index, facts[position] ?? null]));
	return items.map((item, index) => withFacts(item, told.get(index) ?? null));
}

/** What the item itself says holds: somebody may have changed it on the canvas. */
function withFacts(item: IncomingItem, facts: ContactFacts | null): IncomingItem {
	if (!facts) return item;
	const { values } = item;
	const tags = values.tags?.length ? values.tags : facts.tags;
	return { ...item, values: { ...values, tags, attributes: { ...facts.attributes, ...values.attributes } } };
}
