/** The outputs on the canvas: two where it matters whether something changed, else one. */
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
	if ((parameters.resource ?? 'tag') !== 'tag') return [{ type: 'main' }];
	const names = parameters.operation === 'has' ? ['Has Tag', 'Has Not'] : ['Changed', 'Unchanged'];
	return names.map((displayName) => ({ type: 'main', displayName }));
};

export const outputsExpression = `={{(${configuredOutputs.toString()})($parameter)}}` as const;

/** How many outputs the node has now. */
export const countOutputs = (parameters: INodeParameters): number => configuredOutputs(parameters).length;

/** The first output is for what changed, or for who has the tag. */
export const outputFor = (yes: boolean): number => (yes ? 0 : 1);
