/** Resume: a paused or failed enrollment goes on; also decides about messages of which nobody knows whether they left. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { contactFields, sequenceField } from '../../fields';
import { changeRuns } from './change';

const properties: INodeProperties[] = [
	sequenceField,
	...contactFields,
	{
		displayName: 'If It Is Unknown Whether a Message Left',
		name: 'unconfirmed',
		type: 'options',
		options: [
			{ name: 'Leave It Held', value: 'leave', description: 'Only a status of WhatsApp lets the contact go on' },
			{ name: 'Count It as Sent', value: 'sent', description: 'The contact goes on with the next step' },
			{ name: 'Send It Again', value: 'again', description: 'The message may arrive twice' },
		],
		default: 'leave',
		description: 'What to do with contacts who are held because the answer of Meta was lost',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['resume'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return changeRuns(batch, (item) => ({
		kind: 'resume',
		unconfirmed: batch.node.getNodeParameter('unconfirmed', item, 'leave') as 'leave' | 'sent' | 'again',
	}));
}
