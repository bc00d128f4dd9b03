/** The outputs on the canvas: a path for each thing that people are told of. */
import type { INodeParameters } from 'n8n-workflow';

interface NodeOutput {
	type: 'main';
	displayName?: string;
}

/**
 * n8n draws a node's outputs from an expression over its parameters. The function travels into that expression as text,
 * so it uses nothing but its argument.
 */
const configuredOutputs = (parameters: INodeParameters): NodeOutput[] => {
	const names: Record<string, string[]> = {
		open: ['Opened', 'Unchanged'],
		assign: ['Assigned', 'Queued', 'Nobody There', 'Unchanged'],
		queue: ['Assigned', 'Queued', 'Unchanged'],
		claim: ['Assigned', 'Unchanged'],
		transfer: ['Assigned', 'Queued', 'Unchanged'],
		close: ['Closed', 'Next Assigned', 'Unchanged'],
	};
	const ofConversation = (parameters.resource ?? 'conversation') === 'conversation';
	const own = ofConversation ? names[String(parameters.operation ?? 'assign')] : undefined;
	return own ? own.map((displayName) => ({ type: 'main', displayName })) : [{ type: 'main' }];
};

export const outputsExpression = `={{(${configuredOutputs.toString()})($parameter)}}` as const;

/** How many outputs the node has now. */
export const countOutputs = (parameters: INodeParameters): number => configuredOutputs(parameters).length;

/** Position of an output by its name, for an operation. */
export const outputNamed = (operation: string, name: string): number =>
	Math.max(0, configuredOutputs({ resource: 'conversation', operation }).findIndex(({ displayName }) => displayName === name));
