/** List: who is or was in a sequence, newest first, one item each. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { EnrollmentState } from '../../../../engine/sequence/enrollment';
import type { EnrollmentFilter, EnrollmentView } from '../../../../engine/store/contract';
import type { Answer, Batch, Outcome } from '../../batch';
import { viewItem } from '../../enrollment-item';
import { sequenceField } from '../../fields';
import { sequenceOrAll } from '../../target';

const PAGE = 500;

const properties: INodeProperties[] = [
	{ ...sequenceField, required: false, description: 'Leave empty for all sequences of this WhatsApp number' },
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Completed', value: 'completed' },
			{ name: 'Converted', value: 'converted' },
			{ name: 'Exited', value: 'exited' },
			{ name: 'Failed', value: 'failed' },
			{ name: 'In Review', value: 'in_review' },
			{ name: 'Paused', value: 'paused' },
		],
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
		const limit = node.getNodeParameter('returnAll', item, false) ? Infinity : (node.getNodeParameter('limit', item, 50) as number);
		const filter: EnrollmentFilter = { ...(sequence ? { sequence } : {}), ...(states.length > 0 ? { states } : {}) };
		for (const view of await readPages(batch, filter, limit)) answers.push({ item, json: viewItem(view) });
	}
	return { answers, faults: [] };
}

async function readPages({ store }: Batch, filter: EnrollmentFilter, limit: number): Promise<EnrollmentView[]> {
	const views: EnrollmentView[] = [];
	while (views.length < limit) {
		const wanted = Math.min(PAGE, limit - views.length);
		const after = views.at(-1)?.id;
		const page = await store.listEnrollments(filter, { limit: wanted, ...(after ? { after } : {}) });
		views.push(...page);
		if (page.length < wanted) break;
	}
	return views;
}
