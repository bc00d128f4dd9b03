/** Pause: the contact holds their place, and nothing is sent until they are resumed. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../batch';
import { contactFields, sequenceField } from '../../fields';
import { changeRuns } from './change';

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['pause'] } }, [sequenceField, ...contactFields]);

export function execute(batch: Batch): Promise<Outcome> {
	return changeRuns(batch, () => ({ kind: 'pause' }));
}
