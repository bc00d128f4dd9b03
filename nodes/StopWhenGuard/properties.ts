import type { INodeProperties } from 'n8n-workflow';
import { ruleFields } from '../shared/condition-fields';
import { contactFields } from '../shared/contact-fields';

/** A rule in the list while it is folded. */
const ruleTitle = '={{ $collection.item.value.name || "Rule" }}';

export const properties: INodeProperties[] = [
	{
		displayName: 'Put it between the Sequence Trigger and the sending node. When a rule holds, the enrollment ends and the item leaves by Stopped.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Stop When',
		name: 'rules',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Rule', fixedCollection: { itemTitle: ruleTitle } },
		default: {},
		placeholder: 'Add Rule',
		description: 'One rule that holds is enough; the first from the top is named as the reason',
		options: [{ displayName: 'Rule', name: 'values', values: ruleFields('guard') }],
	},
	{
		displayName: 'Remove Tags',
		name: 'removeTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. cart open',
		description: 'Tags that are taken from contacts who are stopped; with commas between them',
	},
	{
		displayName: 'Add Tags',
		name: 'addTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. stopped, call back',
		description: 'Tags that contacts get who are stopped; with commas between them',
	},
	...contactFields,
];
