/** Create or Update: who is new is created; of others what is new is written down. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { isZone } from '../../../../engine/contact/time-zone';
import type { SaveRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';
import { readValues, valuesField } from '../../values';
import { viewItem } from '../../view-item';

const properties: INodeProperties[] = [
	...contactFields,
	{
		displayName: 'Time Zone',
		name: 'contactTimeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. America/Lima',
		description: 'By whose clock sequences send to the contact; leave empty to keep what is known',
	},
	valuesField,
];

export const description = updateDisplayOptions({ show: { resource: ['contact'], operation: ['save'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.saveContacts(requests, batch.now),
		answer: (saved) => ({ created: saved.created, ...viewItem(saved) }),
	});
}

function readRequest(batch: Batch, item: number): SaveRequest {
	const timeZone = String(batch.node.getNodeParameter('contactTimeZone', item, '') ?? '').trim();
	if (timeZone !== '' && !isZone(timeZone)) throw new ItemFault(`"${timeZone}" is not a time zone`, 'Write it like Europe/Berlin, or leave it empty.');
	return { contact: { ...readContact(batch, item), ...(timeZone ? { timeZone } : {}) }, attributes: readValues(batch, item) };
}
