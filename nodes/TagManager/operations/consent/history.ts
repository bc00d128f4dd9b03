/** History: every change of consent, with who said so and when. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { entryItem } from './item';

const MOST = 500;

const properties: INodeProperties[] = [
	...contactFields,
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1, maxValue: MOST }, default: 50, description: 'Max number of results to return' },
];

export const description = updateDisplayOptions({ show: { resource: ['consent'], operation: ['history'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	const limit = Math.min(MOST, Math.max(1, Number(batch.node.getNodeParameter('limit', 0, 50))));
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (contacts) => batch.store.consentHistory(contacts, limit),
		answer: (entries) => ({ known: entries !== null, history: (entries ?? []).map(entryItem) }),
	});
}
