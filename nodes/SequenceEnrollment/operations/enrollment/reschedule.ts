/** Reschedule: sets another time for the step that comes next. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { contactFields, sequenceField } from '../../fields';
import { readInstant } from '../../target';
import { changeRuns } from './change';

const properties: INodeProperties[] = [
	sequenceField,
	...contactFields,
	{
		displayName: 'New Time',
		name: 'newTime',
		type: 'dateTime',
		default: '',
		required: true,
		description: 'When the next step is due; a time that has passed means at once',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['reschedule'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return changeRuns(batch, (item) => ({ kind: 'reschedule', at: readInstant(batch, item, 'newTime', 'New Time') }));
}
