/** Items that a node could not work on and that go on all the same, as the setting "On Error" says. */
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { toNodeError } from './errors';
import type { ItemFault } from './item-fault';

/**
 * The item with its error. n8n takes items to a node's error output that hold an error and nothing else, and puts
 * the input's fields back in (n8n: workflow-execute, handleNodeErrorOutput).
 */
export function failedItem(node: IExecuteFunctions, incoming: INodeExecutionData, item: number, error: string): INodeExecutionData {
	const toErrorOutput = node.getNode().onError === 'continueErrorOutput';
	return { ...incoming, json: toErrorOutput ? { error } : { ...incoming.json, error }, pairedItem: { item } };
}

/** An item with a fault of its own. Throws it when the node is to stop at errors. */
export function faultyItem(node: IExecuteFunctions, incoming: INodeExecutionData, item: number, { message, advice }: ItemFault): INodeExecutionData {
	if (!node.continueOnFail()) throw new NodeOperationError(node.getNode(), message, { itemIndex: item, description: advice });
	return failedItem(node, incoming, item, advice ? `${message}. ${advice}` : message);
}

/** Nothing could be done for any of the items: all leave by one of so many outputs. Throws when the node is to stop at errors. */
export function allFailed(node: IExecuteFunctions, error: unknown, { by, of: count }: { by: number; of: number }): INodeExecutionData[][] {
	const failure = toNodeError(node.getNode(), error);
	if (!node.continueOnFail()) throw failure;
	const failed = node.getInputData().map((item, index) => failedItem(node, item, index, failure.message));
	return Array.from({ length: count }, (_, output) => (output === by ? failed : []));
}
