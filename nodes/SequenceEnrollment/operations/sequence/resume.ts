/** Resume: a paused sequence goes on; what came due meanwhile is due now. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { sequenceField } from '../../fields';
import { sequenceItem } from '../../sequence-item';
import { readSequence } from '../../target';
import { eachOnce } from './each-once';

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['resume'] } }, [sequenceField]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readSequence(batch, item),
		work: (names) => eachOnce(names, (name) => name, (name) => batch.store.resumeSequence(name, batch.now)),
		answer: (sequence) => ({ sequence: sequenceItem(sequence) }),
	});
}
