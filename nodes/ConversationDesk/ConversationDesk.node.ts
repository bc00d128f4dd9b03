import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { CREDENTIAL, readAccount } from '../shared/account';
import { toOutputs } from '../shared/answers-to-items';
import { toNodeError } from '../shared/errors';
import { failedItem } from '../shared/failed-item';
import { openAccountStore } from '../shared/stores';
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
		const items = this.getInputData();
		const count = countOutputs(this.getNode().parameters);
		const operation = operationOf(this.getNodeParameter('resource', 0, 'conversation') as string, this.getNodeParameter('operation', 0, 'assign') as string);
		try {
			const account = await readAccount(this);
			const store = await openAccountStore(account, this);
			return toOutputs(this, items, await operation.execute({ node: this, account, store, items, now: Date.now() }), count);
		} catch (error) {
			if (!this.continueOnFail()) throw toNodeError(this.getNode(), error);
			const { message } = toNodeError(this.getNode(), error);
			// By the last output: nothing has changed.
			return Array.from({ length: count }, (_, output) => (output < count - 1 ? [] : items.map((item, index) => failedItem(this, item, index, message))));
		}
	}
}
