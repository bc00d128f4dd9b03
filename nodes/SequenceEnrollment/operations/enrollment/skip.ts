/** Skip: passes over the step that comes next; the following delay counts from the last message sent. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { contactFields, sequenceField } from '../../fields';
import { changeRuns } from './change';

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['skip'] } }, [sequenceField, ...contactFields]);

export function execute(batch: Batch): Promise<Outcome> {
	return changeRuns(batch, () => ({ kind: 'skip' }));
}
