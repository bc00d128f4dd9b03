/** Stats: the figures of a sequence and of each of its steps. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { sequenceField } from '../../fields';
import { statsItem } from '../../sequence-item';
import { readSequence } from '../../target';
import { eachOnce } from './each-once';

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['stats'] } }, [sequenceField]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readSequence(batch, item),
		work: (names) => eachOnce(names, (name) => name, (name) => batch.store.sequenceStats(name, Date.now())),
		answer: (stats) => ({ ...statsItem(stats) }),
	});
}
