/** Lists of the store as items: how many of them, and page by page. */
import type { INodeProperties } from 'n8n-workflow';
import type { Page } from '../../engine/store/contract';
import type { Batch } from './batch';

/** Rows that one statement reads. */
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

/** What the fields above say for an item. */
export function limitOf({ node }: Batch, item: number): number {
	return node.getNodeParameter('returnAll', item, false) ? Infinity : (node.getNodeParameter('limit', item, 50) as number);
}

/** @param idOf tells where the next page begins */
export async function readPages<View>(limit: number, read: (page: Page) => Promise<View[]>, idOf: (view: View) => string): Promise<View[]> {
	const views: View[] = [];
	while (views.length < limit) {
		const wanted = Math.min(PAGE, limit - views.length);
		const last = views.at(-1);
		const page = await read({ limit: wanted, ...(last === undefined ? {} : { after: idOf(last) }) });
		views.push(...page);
		if (page.length < wanted) break;
	}
	return views;
}
