/** Contacts of a list, page by page, as items. */
import type { ContactFilter } from '../../engine/store/contract';
import type { Answer, Batch, Outcome } from '../shared/batch';
import { limitOf, readPages } from '../shared/list-pages';
import { viewItem } from './view-item';

/** Runs once per incoming item, as n8n's list operations do. The newest contacts come first. */
export async function listContactsFor(batch: Batch, filterOf: (item: number) => ContactFilter): Promise<Outcome> {
	const answers: Answer[] = [];
	for (let item = 0; item < batch.items.length; item++) {
		const filter = filterOf(item);
		const views = await readPages(limitOf(batch, item), (page) => batch.store.listContacts(filter, page), ({ contact }) => contact.id);
		for (const view of views) answers.push({ item, json: viewItem(view) });
	}
	return { answers, faults: [] };
}
