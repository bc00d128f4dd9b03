/** From what an operation answered to the items of the node's outputs. */
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from './batch';
import { failedItem } from './failed-item';

/**
 * Items that could not be worked on stop the node, unless it goes on after errors: then each says why, at the last output.
 *
 * @param count how many outputs the node has
 */
export function toOutputs(node: IExecuteFunctions, items: INodeExecutionData[], { answers, faults }: Outcome, count = 1): INodeExecutionData[][] {
	const [first] = faults;
	if (first && !node.continueOnFail()) {
		throw new NodeOperationError(node.getNode(), first.fault.message, { itemIndex: first.item, description: first.fault.advice });
	}
	const done = answers.map(({ item, json, binary, output = 0 }) => ({ item, output, data: { json, pairedItem: { item }, ...(binary ? { binary } : {}) } }));
	const failed = faults.map(({ item, fault: { message, advice } }) => ({
		item,
		output: count - 1,
		data: failedItem(node, items[item]!, item, advice ? `${message}. ${advice}` : message),
	}));
	const all = [...done, ...failed].sort((a, b) => a.item - b.item);
	return Array.from({ length: count }, (_, output) => all.filter((one) => one.output === output).map(({ data }) => data));
}
