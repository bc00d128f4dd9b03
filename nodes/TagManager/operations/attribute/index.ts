/** The resource Attribute: values that are kept with contacts. */
import { operationChoice, type Operation } from '../../../shared/operation';
import * as increment from './increment';
import * as remove from './remove';
import * as set from './set';

export const operations: Record<string, Operation> = { increment, remove, set };

export const choice = operationChoice('attribute', 'set', [
	{ name: 'Increment', value: 'increment', description: 'Count a number up or down', action: 'Increment an attribute' },
	{ name: 'Remove', value: 'remove', description: 'Keep values no longer', action: 'Remove attributes' },
	{ name: 'Set', value: 'set', description: 'Keep values with contacts', action: 'Set attributes' },
]);
