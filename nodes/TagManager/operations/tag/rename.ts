/** Rename: gives a tag another name with everybody who has it. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';

const properties: INodeProperties[] = [
	{ displayName: 'Tag', name: 'fromTag', type: 'string', default: '', required: true, placeholder: 'e.g. lead', description: 'The tag as it is called now' },
	{ displayName: 'New Name', name: 'toTag', type: 'string', default: '', required: true, placeholder: 'e.g. prospect', description: 'Contacts who have both tags keep this one' },
];

export const description = updateDisplayOptions({ show: { resource: ['tag'], operation: ['rename'] } }, properties);

/** Runs once for each different pair of names, however many items say the same. */
export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => ({ from: read(batch, item, 'fromTag', 'Tag'), to: read(batch, item, 'toTag', 'New Name') }),
		work: async (requests) => {
			const renamed = new Map<string, number>();
			for (const { from, to } of requests) {
				const key = JSON.stringify([from, to]);
				if (!renamed.has(key)) renamed.set(key, await batch.store.renameTag(from, to, batch.now));
			}
			return requests.map(({ from, to }) => renamed.get(JSON.stringify([from, to]))!);
		},
		answer: (contacts, { from, to }) => ({ tagChange: { from, to, contacts } }),
	});
}

function read({ node }: Batch, item: number, parameter: string, label: string): string {
	const tag = String(node.getNodeParameter(parameter, item, '') ?? '').trim();
	if (tag === '') throw new ItemFault(`${label} is empty`, 'Write the name of the tag.');
	return tag;
}
