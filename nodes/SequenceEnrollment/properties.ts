import type { INodeProperties } from 'n8n-workflow';
import * as enroll from './operations/enroll';
import * as get from './operations/get';
import * as list from './operations/list';
import * as remove from './operations/remove';

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Enroll', value: 'enroll', description: 'Put contacts into a sequence', action: 'Enroll contacts' },
			{ name: 'Get', value: 'get', description: 'Show where a contact stands', action: 'Get an enrollment' },
			{ name: 'List', value: 'list', description: 'Show who is in a sequence', action: 'List enrollments' },
			{ name: 'Remove', value: 'remove', description: 'Take contacts out of a sequence', action: 'Remove contacts' },
		],
		default: 'enroll',
	},
	...enroll.description,
	...get.description,
	...list.description,
	...remove.description,
];
