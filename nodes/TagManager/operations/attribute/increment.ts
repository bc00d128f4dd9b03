/** Increment: counts a number up or down. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { IncrementRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { checkedName } from '../../values';
import { answerAttributes } from './answer';

const properties: INodeProperties[] = [
	...contactFields,
	{ displayName: 'Attribute', name: 'attributeName', type: 'string', default: '', required: true, placeholder: 'e.g. points', description: 'Name of the number; one that is not there yet counts from 0' },
	{ displayName: 'Add', name: 'by', type: 'number', default: 1, description: 'How much to add; a negative number takes away' },
];

export const description = updateDisplayOptions({ show: { resource: ['attribute'], operation: ['increment'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.incrementAttributes(requests, batch.now),
		answer: answerAttributes,
	});
}

function readRequest(batch: Batch, item: number): IncrementRequest {
	const written = batch.node.getNodeParameter('by', item, 1) as unknown;
	const by = typeof written === 'string' && written.trim() === '' ? NaN : Number(written ?? NaN);
	if (!Number.isFinite(by)) throw new ItemFault(`"${String(written ?? '')}" is no number to add`, 'Write a number such as 1 or -2.5.');
	return { contact: readContact(batch, item), name: checkedName(batch.node.getNodeParameter('attributeName', item, '')), by };
}
