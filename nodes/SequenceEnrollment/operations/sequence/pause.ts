/** Pause: the whole sequence sends nothing until it is resumed; people can still be enrolled. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { sequenceField } from '../../fields';
import { sequenceItem } from '../../sequence-item';
import { readSequence } from '../../target';
import { eachOnce } from './each-once';

const properties: INodeProperties[] = [
	sequenceField,
	{
		displayName: 'Why',
		name: 'pauseReason',
		type: 'string',
		default: '',
		placeholder: 'e.g. Wrong price in step 2',
		description: 'Shown where the sequence is listed',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['pause'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => ({ name: readSequence(batch, item), why: String(batch.node.getNodeParameter('pauseReason', item, '')) }),
		work: (requests) => eachOnce(requests, ({ name }) => name, ({ name, why }) => batch.store.pauseSequence(name, why, batch.now)),
		answer: (sequence) => ({ sequence: sequenceItem(sequence) }),
	});
}
