/** Get: where a contact stands in a sequence; the running enrollment, else the latest one. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { viewItem } from '../../enrollment-item';
import { contactFields, sequenceField } from '../../fields';
import { readTarget } from '../../target';

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['get'] } }, [sequenceField, ...contactFields]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readTarget(batch, item),
		work: (targets) => batch.store.getEnrollments(targets),
		answer: (view) => ({
			enrolled: view !== null && view.endedAt === null,
			...(view ? viewItem(view) : { enrollment: null }),
		}),
	});
}
