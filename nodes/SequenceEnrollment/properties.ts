import type { INodeProperties } from 'n8n-workflow';
import * as connection from './operations/connection';
import * as conversion from './operations/conversion';
import * as data from './operations/data';
import * as enrollment from './operations/enrollment';
import type { Operation } from './operations/operation';
import * as sequence from './operations/sequence';

interface Resource {
	operations: Record<string, Operation>;
	/** The parameter Operation of the resource. */
	choice: INodeProperties;
}

/** Resources by their value; a further one is a folder in operations/ and an entry here and in the list below. */
const RESOURCES: Record<string, Resource> = { enrollment, sequence, conversion, data, connection };

/** The operation of a resource. Workflows from before there were resources have none: they meant enrollments. */
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
			{ name: 'Connection', value: 'connection' },
			{ name: 'Conversion', value: 'conversion' },
			{ name: 'Data', value: 'data' },
			{ name: 'Enrollment', value: 'enrollment' },
			{ name: 'Sequence', value: 'sequence' },
		],
		default: 'enrollment',
	},
	...Object.values(RESOURCES).map(({ choice }) => choice),
	...Object.values(RESOURCES).flatMap(({ operations }) => Object.values(operations).flatMap(({ description }) => description)),
];
