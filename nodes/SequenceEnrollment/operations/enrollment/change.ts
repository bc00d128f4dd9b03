/** What the operations that change a running enrollment have in common: all items in one call of the store. */
import { explain } from '../../../../engine/sequence/reason';
import type { EnrollmentChange } from '../../../../engine/store/contract';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { enrollmentItem } from '../../enrollment-item';
import { readTarget } from '../../target';

/** @param read what is to be done for an item; throws ItemFault when its parameters make no sense */
export function changeRuns(batch: Batch, read: (item: number) => EnrollmentChange['change']): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => ({ target: readTarget(batch, item), change: read(item) }),
		work: (changes) => batch.store.changeEnrollments(changes, batch.now),
		answer: ({ applied, reason, enrollment }, { target }) => ({
			changed: applied,
			...(reason ? { reason, explanation: explain(reason) } : {}),
			enrollment: enrollment ? enrollmentItem(enrollment, target.sequence) : null,
		}),
	});
}
