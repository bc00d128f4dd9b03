/** Jump: goes on at another step, also one that was sent before; that one is sent again. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { contactFields, sequenceField, stepField } from '../../fields';
import { readStep } from '../../target';
import { changeRuns } from './change';

const properties: INodeProperties[] = [
	sequenceField,
	...contactFields,
	stepField,
	{
		displayName: 'When',
		name: 'jumpWhen',
		type: 'options',
		options: [
			{ name: 'After Its Delay', value: 'after_delay', description: 'Counted from the last message sent, as usual' },
			{ name: 'At Once', value: 'at_once' },
		],
		default: 'after_delay',
		description: 'When the step is due',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['jump'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return changeRuns(batch, (item) => ({
		kind: 'jump',
		step: readStep(batch, item),
		when: batch.node.getNodeParameter('jumpWhen', item, 'after_delay') as 'at_once' | 'after_delay',
	}));
}
