/** From what an operation answered to the items of the node's outputs. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from './batch';
import { faultyItem } from './failed-item';

/**
 * Items that could not be worked on stop the node, unless it goes on after errors: then each says why, at the last output.
 *
 * @param count how many outputs the node has
 */
export function toOutputs(node: IExecuteFunctions, items: INodeExecutionData[], { answers, faults }: Outcome, count = 1): INodeExecutionData[][] {
	const failed = faults.map(({ item, fault }) => ({ item, output: count - 1, data: faultyItem(node, items[item]!, item, fault) }));
	const done = answers.map(({ item, json, binary, output = 0 }) => ({ item, output, data: { json, pairedItem: { item }, ...(binary ? { binary } : {}) } }));
	const all = [...done, ...failed].sort((a, b) => a.item - b.item);
	return Array.from({ length: count }, (_, output) => all.filter((one) => one.output === output).map(({ data }) => data));
}
