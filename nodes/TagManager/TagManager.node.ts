import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { runOperation } from '../shared/run-operation';
import { countOutputs, outputsExpression } from './outputs';
import { operationOf, properties } from './properties';

export class TagManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Tag Manager',
		name: 'tagManager',
		icon: { light: 'file:tagManager.svg', dark: 'file:tagManager.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + ($parameter["resource"] === "tag" ? ($parameter["tags"] || "tag") : $parameter["resource"]) }}',
		description: 'Keeps tags, values and consent of WhatsApp contacts, and finds, merges, exports and erases them',
		defaults: { name: 'WhatsApp Tag Manager' },
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		// Not for agents: paths on a canvas are of no use to one. (The type knows no false.)
		usableAsTool: undefined,
		credentials: [{ name: CREDENTIAL, required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operationOf(this.getNodeParameter('resource', 0, 'tag') as string, this.getNodeParameter('operation', 0) as string);
		return await runOperation(this, operation, countOutputs(this.getNode().parameters));
	}
}
