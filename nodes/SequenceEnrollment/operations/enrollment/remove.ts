/** Remove: ends the running enrollment of contacts; nothing more is sent. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { enrollmentItem } from '../../enrollment-item';
import { contactFields, sequenceField } from '../../fields';
import { readTarget } from '../../target';

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['remove'] } }, [sequenceField, ...contactFields]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readTarget(batch, item),
		work: (targets) => batch.store.remove(targets, 'removed', batch.now),
		answer: (enrollment, { sequence }) => ({
			removed: enrollment !== null,
			enrollment: enrollment ? enrollmentItem(enrollment, sequence) : null,
		}),
	});
}
