/** Timeline: what happened with a contact on this WhatsApp number, oldest first. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { readContact } from '../../contact-parameter';
import { contactFields } from '../../fields';
import { timelineItem } from '../../timeline-item';

const MOST = 500;

const properties: INodeProperties[] = [
	...contactFields,
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST },
		default: 50,
		description: 'Max number of results to return',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['timeline'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	const limit = Math.min(MOST, Math.max(1, Number(batch.node.getNodeParameter('limit', 0, 50))));
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (contacts) => batch.store.contactTimelines(contacts, limit),
		answer: (entries) => ({ timeline: entries.map(timelineItem) }),
	});
}
