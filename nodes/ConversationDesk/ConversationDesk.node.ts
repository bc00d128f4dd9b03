import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { runOperation } from '../shared/run-operation';
import { countOutputs, outputsExpression } from './outputs';
import { operationOf, properties } from './properties';

export class ConversationDesk implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Conversation Desk',
		name: 'conversationDesk',
		icon: { light: 'file:conversationDesk.svg', dark: 'file:conversationDesk.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Gives WhatsApp conversations to agents within their limits, queues the others, and closes them',
		defaults: { name: 'WhatsApp Conversation Desk' },
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		// Not for agents: paths on a canvas are of no use to one. (The type knows no false.)
		usableAsTool: undefined,
		credentials: [{ name: CREDENTIAL, required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operationOf(this.getNodeParameter('resource', 0, 'conversation') as string, this.getNodeParameter('operation', 0, 'assign') as string);
		return await runOperation(this, operation, countOutputs(this.getNode().parameters));
	}
}
