/** Has: takes contacts down two paths, by their tags. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { outputFor } from '../../outputs';
import { properties as tagFields, readRequest } from './fields';

const properties: INodeProperties[] = [
	...tagFields,
	{
		displayName: 'Needed',
		name: 'needed',
		type: 'options',
		options: [
			{ name: 'All of Them', value: 'all' },
			{ name: 'Any of Them', value: 'any' },
		],
		default: 'all',
		description: 'How many of the tags the contact must have',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['tag'], operation: ['has'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => ({ ...readRequest(batch, item), needed: batch.node.getNodeParameter('needed', item, 'all') as 'all' | 'any' }),
		work: async (requests) => {
			const facts = await batch.store.tagsOf(requests.map(({ contact }) => contact));
			return requests.map(({ tags, needed }, i) => {
				const kept = new Set(facts[i]?.tags);
				return { tags: [...kept], has: needed === 'all' ? tags.every((tag) => kept.has(tag)) : tags.some((tag) => kept.has(tag)) };
			});
		},
		answer: ({ tags, has }) => ({ tags, hasTag: has }),
		output: ({ has }) => outputFor(has),
	});
}
