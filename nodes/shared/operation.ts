/** One operation of a node: its parameters, and what it does with all items at once. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Batch, Outcome } from './batch';

export interface Operation {
	description: INodeProperties[];
	execute(batch: Batch): Promise<Outcome>;
}

/** @typeParam Kind what a node's operations are; some have others beside those that work with the store */
export interface Resource<Kind extends { description: INodeProperties[] } = Operation> {
	/** By the value of the parameter Operation. */
	operations: Record<string, Kind>;
	/** The parameter Operation of the resource. */
	choice: INodeProperties;
}

/** The operation that the parameters Resource and Operation name. */
export function operationIn<Kind extends { description: INodeProperties[] }>(
	resources: Record<string, Resource<Kind>>,
	resource: string,
	operation: string,
): Kind {
	const found = resources[resource]?.operations[operation];
	if (!found) throw new Error(`the node has no operation "${operation}" of "${resource}"`);
	return found;
}

/** The parameter Resource of a node; the options in alphabetical order. */
export function resourceChoice(usual: string, options: INodePropertyOptions[]): INodeProperties {
	return { displayName: 'Resource', name: 'resource', type: 'options', noDataExpression: true, options, default: usual };
}

/**
 * The parameter Operation of a resource.
 *
 * @param options in alphabetical order, each with the sentence (`action`) by which n8n's list of nodes names it
 */
export function operationChoice(resource: string, usual: string, options: Array<INodePropertyOptions & { action: string }>): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: usual,
	};
}

/** The parameter Operation of each resource, and the parameters of all their operations. */
export function parametersOf<Kind extends { description: INodeProperties[] }>(resources: Record<string, Resource<Kind>>): INodeProperties[] {
	const all = Object.values(resources);
	return [...all.map(({ choice }) => choice), ...all.flatMap(({ operations }) => Object.values(operations).flatMap(({ description }) => description))];
}
