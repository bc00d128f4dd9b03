/** Contacts of a list, page by page, as items. */
import type { INodeProperties } from 'n8n-workflow';
import type { ContactFilter, ContactView } from '../../engine/store/contract';
import type { Answer, Batch, Outcome } from '../shared/batch';
import { viewItem } from './view-item';

const PAGE = 500;

export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** Runs once per incoming item, as n8n's list operations do. The newest contacts come first. */
export async function listFor(batch: Batch, filterOf: (item: number) => ContactFilter): Promise<Outcome> {
	const answers: Answer[] = [];
	for (let item = 0; item < batch.items.length; item++) {
		const { node } = batch;
		const limit = node.getNodeParameter('returnAll', item, false) ? Infinity : (node.getNodeParameter('limit', item, 50) as number);
		for (const view of await readPages(batch, filterOf(item), limit)) answers.push({ item, json: viewItem(view) });
	}
	return { answers, faults: [] };
}

async function readPages({ store }: Batch, filter: ContactFilter, limit: number): Promise<ContactView[]> {
	const views: ContactView[] = [];
	while (views.length < limit) {
		const wanted = Math.min(PAGE, limit - views.length);
		const after = views.at(-1)?.contact.id;
		const page = await store.listContacts(filter, { limit: wanted, ...(after ? { after } : {}) });
		views.push(...page);
		if (page.length < wanted) break;
	}
	return views;
}
