import type { INodeProperties } from 'n8n-workflow';
import { operationIn, parametersOf, resourceChoice, type Resource } from '../shared/operation';
import * as connection from './operations/connection';
import * as conversion from './operations/conversion';
import * as data from './operations/data';
import * as enrollment from './operations/enrollment';
import type { Operation } from './operations/operation';
import * as sequence from './operations/sequence';

/** Resources by their value; a further one is a folder in operations/ and an entry here and in the list below. */
const RESOURCES: Record<string, Resource<Operation>> = { enrollment, sequence, conversion, data, connection };

/** The operation of a resource. Workflows from before there were resources have none: they meant enrollments. */
export function operationOf(resource: string, operation: string): Operation {
	return operationIn(RESOURCES, resource, operation);
}

export const properties: INodeProperties[] = [
	resourceChoice('enrollment', [
		{ name: 'Connection', value: 'connection' },
		{ name: 'Conversion', value: 'conversion' },
		{ name: 'Data', value: 'data' },
		{ name: 'Enrollment', value: 'enrollment' },
		{ name: 'Sequence', value: 'sequence' },
	]),
	...parametersOf(RESOURCES),
];
