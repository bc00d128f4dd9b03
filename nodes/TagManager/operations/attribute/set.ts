/** Set: keeps values with the contact. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { AttributeRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { readValues, valuesField } from '../../values';
import { answerAttributes } from './answer';

export const description = updateDisplayOptions({ show: { resource: ['attribute'], operation: ['set'] } }, [...contactFields, valuesField]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.setAttributes(requests, batch.now),
		answer: answerAttributes,
	});
}

function readRequest(batch: Batch, item: number): AttributeRequest {
	const attributes = readValues(batch, item);
	if (Object.keys(attributes).length === 0) throw new ItemFault('There is no attribute', 'Add at least one, with its name and value.');
	return { contact: readContact(batch, item), attributes };
}
