/** The outputs on the canvas: one per rule in their order, then replies (when wanted), then No Match. */
import type { INodeParameters } from 'n8n-workflow';
import type { RuleParameter } from './rules';

interface NodeOutput {
	type: 'main';
	displayName: string;
}

/**
 * n8n draws a node's outputs from an expression over its parameters, as its Switch node does. The function
 * travels into that expression as text, so it uses nothing but its argument.
 */
const configuredOutputs = (parameters: INodeParameters): NodeOutput[] => {
	const rules = ((parameters.rules as { values?: RuleParameter[] } | undefined)?.values ?? []) as RuleParameter[];
	const outputs: NodeOutput[] = rules.map((rule, index) => ({
		type: 'main',
		displayName: (rule.name ?? '').trim() || 'Rule ' + String(index + 1),
	}));
	if ((parameters.options as { replies?: boolean } | undefined)?.replies === true) {
		outputs.push({ type: 'main', displayName: 'Reply' });
	}
	outputs.push({ type: 'main', displayName: 'No Match' });
	return outputs;
};

export const outputsExpression = `={{(${configuredOutputs.toString()})($parameter)}}` as const;
