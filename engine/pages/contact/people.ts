/** Finding a person, and who came last. */
import { toE164 } from '../../contact/phone';
import type { ContactView } from '../../store/contract';
import { cutPage, instant, nextPage, PAGE_SIZE, table } from '../elements';
import { foreign, html } from '../html';
import { link, PAGE_FIELD } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { personLink } from './person';

export async function people(visit: Visit, country: string): Promise<Answer> {
	const { store, query } = visit;
	const words = texts.contacts;
	const typed = query.text('find');
	if (typed !== '') {
		const phone = toE164(typed, country);
		const [found] = await store.getContacts([phone === null ? { userId: typed } : { phone }]);
		return found
			? { kind: 'moved', to: link('person', { id: found.contact.id }) }
			: { kind: 'refused', to: link('people'), message: words.unknown(typed) };
	}
	const after = query.text('after');
	const read = await store.listContacts({}, { limit: PAGE_SIZE + 1, ...(after === '' ? {} : { after }) });
	const page = cutPage(read, ({ contact }) => contact.id);
	const list = table<ContactView>(
		words.caption,
		[
			{ head: words.name, cell: ({ contact }) => personLink({ ...contact, phone: contact.name === null ? contact.phone : null }) },
			{ head: words.phone, cell: ({ contact }) => contact.phone ?? '–' },
			{ head: words.tags, cell: ({ tags }) => (tags.length === 0 ? '–' : tags.map((tag) => html`<span class="mark">${foreign(tag)}</span> `)) },
			{ head: words.lastMessage, cell: ({ contact }) => instant(contact.lastInboundAt, visit) },
			{ head: words.since, cell: ({ createdAt }) => instant(createdAt, visit) },
		],
		page.rows,
	);
	const body = html`<form class="filter" method="get" role="search"><input type="hidden" name="${PAGE_FIELD}" value="people">
<label>${words.find}<span class="hint" id="find-hint">${words.findHint}</span><input name="find" required aria-describedby="find-hint" autocomplete="off"></label><button>${words.findButton}</button></form>
${page.rows.length === 0 ? html`<p>${words.none}</p>` : list}${nextPage('people', {}, page.after)}`;
	return { kind: 'page', title: words.title, body };
}
