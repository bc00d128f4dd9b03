/** Cancel a Step: one contact does not get it, whether it comes next or later. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { contactFields, sequenceField, stepField } from '../../fields';
import { readStep } from '../../target';
import { changeRuns } from './change';

const properties = [sequenceField, ...contactFields, stepField];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['cancelStep'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return changeRuns(batch, (item) => ({ kind: 'cancel', step: readStep(batch, item) }));
}
