/** What a node of operations does when it is executed. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toOutputs } from './answers-to-items';
import { openBatch } from './open-batch';
import { allFailed } from './failed-item';
import type { Operation } from './operation';

/**
 * Works on all items together. What cannot be worked on leaves by the last output, where nothing has changed.
 *
 * @param count how many outputs the node has
 */
export async function runOperation(node: IExecuteFunctions, operation: Operation, count: number): Promise<INodeExecutionData[][]> {
	try {
		return toOutputs(node, node.getInputData(), await operation.execute(await openBatch(node)), count);
	} catch (error) {
		return allFailed(node, error, { by: count - 1, of: count });
	}
}
