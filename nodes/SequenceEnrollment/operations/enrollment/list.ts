/** List: who is or was in a sequence, newest first, one item each. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { EnrollmentState } from '../../../../engine/sequence/enrollment';
import type { EnrollmentFilter } from '../../../../engine/store/contract';
import type { Answer, Batch, Outcome } from '../../batch';
import { limitFields, limitOf, readPages } from '../../../shared/list-pages';
import { viewItem } from '../../enrollment-item';
import { sequenceField } from '../../fields';
import { stateOptions } from '../../../shared/state-options';
import { sequenceOrAll } from '../../target';

const properties: INodeProperties[] = [
	{ ...sequenceField, required: false, description: 'Leave empty for all sequences of this WhatsApp number' },
	...limitFields,
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		options: stateOptions,
		default: ['active'],
		description: 'Which enrollments to list; none chosen lists all',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['list'] } }, properties);

/** Runs once per incoming item, as n8n's list operations do. */
export async function execute(batch: Batch): Promise<Outcome> {
	const answers: Answer[] = [];
	for (let item = 0; item < batch.items.length; item++) {
		const { node } = batch;
		const sequence = sequenceOrAll(batch, item);
		const states = node.getNodeParameter('states', item, ['active']) as EnrollmentState[];
		const filter: EnrollmentFilter = { ...(sequence ? { sequence } : {}), ...(states.length > 0 ? { states } : {}) };
		const views = await readPages(limitOf(batch, item), (page) => batch.store.listEnrollments(filter, page), ({ id }) => id);
		for (const view of views) answers.push({ item, json: viewItem(view) });
	}
	return { answers, faults: [] };
}
