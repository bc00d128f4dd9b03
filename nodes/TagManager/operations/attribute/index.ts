/** The resource Attribute: values that are kept with contacts. */
import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operation';
import * as increment from './increment';
import * as remove from './remove';
import * as set from './set';

export const operations: Record<string, Operation> = { increment, remove, set };

export const choice: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['attribute'] } },
	options: [
		{ name: 'Increment', value: 'increment', description: 'Count a number up or down', action: 'Increment an attribute' },
		{ name: 'Remove', value: 'remove', description: 'Keep values no longer', action: 'Remove attributes' },
		{ name: 'Set', value: 'set', description: 'Keep values with contacts', action: 'Set attributes' },
	],
	default: 'set',
};
