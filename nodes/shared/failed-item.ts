/** An item that a node could not work on and that goes on all the same, as the setting "On Error" says. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/**
 * The item with its error. n8n takes items to a node's error output that hold an error and nothing else, and puts
 * the input's fields back in (n8n: workflow-execute, handleNodeErrorOutput).
 */
export function failedItem(node: IExecuteFunctions, incoming: INodeExecutionData, item: number, error: string): INodeExecutionData {
	const toErrorOutput = node.getNode().onError === 'continueErrorOutput';
	return { ...incoming, json: toErrorOutput ? { error } : { ...incoming.json, error }, pairedItem: { item } };
}
