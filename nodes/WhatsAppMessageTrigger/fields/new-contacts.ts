/** What becomes of people who write for the first time. */
import type { INodeProperties } from 'n8n-workflow';

export const newContactFields: INodeProperties[] = [
	{
		displayName: 'Enroll New Contacts',
		name: 'newContacts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add sequence',
		default: {},
		description: 'Whoever writes to this number for the first time ever is enrolled in these sequences, whatever they write, unless it is an opt-out',
		options: [
			{
				displayName: 'Sequence',
				name: 'sequences',
				values: [
					{
						displayName: 'Sequence',
						name: 'sequence',
						type: 'resourceLocator',
						default: { mode: 'list', value: '' },
						description: 'The sequence, as it is named on its Sequence Trigger',
						modes: [
							{
								displayName: 'From List',
								name: 'list',
								type: 'list',
								placeholder: 'Choose a sequence…',
								typeOptions: { searchListMethod: 'searchSequences', searchable: true },
							},
							{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Welcome' },
						],
					},
				],
			},
		],
	},
];
