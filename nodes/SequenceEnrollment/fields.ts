/** Parameters that several operations share. */
import type { INodeProperties } from 'n8n-workflow';

export { contactFields } from '../shared/contact-fields';

export const sequenceField: INodeProperties = {
	displayName: 'Sequence',
	name: 'sequence',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The sequence, as it is named on its Sequence Trigger. Left empty, it is the one on this canvas, if there is just one.',
	hint: 'A sequence is listed once the workflow with its Sequence Trigger is published',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'The one on this canvas, or choose…',
			typeOptions: { searchListMethod: 'searchSequences', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Promo follow-up' },
	],
};

export const stepField: INodeProperties = {
	displayName: 'Step',
	name: 'step',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Offer',
	description: 'Name of the step, as it stands on the Sequence Trigger',
};
