/** Remove: values are kept no longer. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { AttributeRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { answerAttributes } from './answer';

const properties: INodeProperties[] = [
	...contactFields,
	{ displayName: 'Attributes', name: 'attributeNames', type: 'string', default: '', required: true, placeholder: 'e.g. city, plan', description: 'Names, with commas between them' },
];

export const description = updateDisplayOptions({ show: { resource: ['attribute'], operation: ['remove'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.setAttributes(requests, batch.now),
		answer: answerAttributes,
	});
}

function readRequest(batch: Batch, item: number): AttributeRequest {
	const names = String(batch.node.getNodeParameter('attributeNames', item, '') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
	if (names.length === 0) throw new ItemFault('Attributes is empty', 'Write the name of at least one.');
	return { contact: readContact(batch, item), attributes: Object.fromEntries(names.map((name) => [name, null])) };
}
