/** The resource Agent: the people who answer. */
import { operationChoice, type Operation } from '../../../shared/operation';
import * as list from './list';
import * as remove from './remove';
import * as save from './save';

export const operations: Record<string, Operation> = { list, remove, save };

export const choice = operationChoice('agent', 'save', [
	{ name: 'Create or Update', value: 'save', description: 'Set the reception limit of an agent, and whether they are there', action: 'Create or update an agent' },
	{ name: 'List', value: 'list', description: 'Show all agents and how many conversations they have', action: 'List agents' },
	{ name: 'Remove', value: 'remove', description: 'Their conversations go back into the queue, at the place of their beginning', action: 'Remove an agent' },
]);
