import type { INodeProperties } from 'n8n-workflow';
import type { Operation, Resource } from '../shared/operation';
import * as attribute from './operations/attribute';
import * as consent from './operations/consent';
import * as contact from './operations/contact';
import * as tag from './operations/tag';

/** Resources by their value; a further one is a folder in operations/ and an entry here and in the list below. */
const RESOURCES: Record<string, Resource> = { attribute, consent, contact, tag };

export function operationOf(resource: string, operation: string): Operation {
	const found = RESOURCES[resource]?.operations[operation];
	if (!found) throw new Error(`the node has no operation "${operation}" of "${resource}"`);
	return found;
}

export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Attribute', value: 'attribute', description: 'Values that are kept with contacts' },
			{ name: 'Consent', value: 'consent', description: 'Which messages contacts wish to get' },
			{ name: 'Contact', value: 'contact', description: 'The people themselves' },
			{ name: 'Tag', value: 'tag', description: 'Words that contacts are marked with' },
		],
		default: 'tag',
	},
	...Object.values(RESOURCES).map(({ choice }) => choice),
	...Object.values(RESOURCES).flatMap(({ operations }) => Object.values(operations).flatMap(({ description }) => description)),
];
