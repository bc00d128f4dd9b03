/** Where the page of this gate is. */
import { NodeHelpers, type IExecuteFunctions } from 'n8n-workflow';
import { PAGE_ADDRESS } from './webhooks';

/** As n8n told it; else worked out from the address of waiting executions, which has the same beginning. */
export function pageAddressOf(node: IExecuteFunctions): string {
	const told = node.getWorkflowStaticData('node')[PAGE_ADDRESS];
	if (typeof told === 'string' && told !== '') return told;
	const path = NodeHelpers.getNodeWebhookPath(node.getWorkflow().id ?? '', node.getNode(), 'review');
	return `${resumeAddressOf(node).replace(/\/webhook-waiting\/.*$/s, '')}/webhook/${path}`;
}

/** Where n8n wakes this execution; it holds a signature, so it is kept in the store and shown nowhere. */
export function resumeAddressOf(node: IExecuteFunctions): string {
	return String(node.evaluateExpression('{{ $execution.resumeUrl }}', 0) ?? '');
}

/** Tells this execution from all others, also of another n8n that uses the same store. */
export function executionKey(node: { getExecutionId(): string; getInstanceId(): string }): string {
	return `${node.getExecutionId()}@${node.getInstanceId().slice(0, 16)}`;
}
