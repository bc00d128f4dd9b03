import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import { outputsExpression } from './outputs';
import { properties } from './parameters';
import { Router } from './router';

export class KeywordMatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Keyword Match',
		name: 'keywordMatch',
		icon: { light: 'file:keywordMatch.svg', dark: 'file:keywordMatch.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter["rules"]?.values ?? []).length === 1 ? "1 rule" : ($parameter["rules"]?.values ?? []).length + " rules" }}',
		description: 'Sends each WhatsApp message down the path of the keyword it contains',
		defaults: { name: 'WhatsApp Keyword Match' },
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		// Not for agents: paths on a canvas are of no use to one. (The type knows no false.)
		usableAsTool: undefined,
		hints: [
			{
				message: 'Add a rule: a name, and the words a customer may write.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ ($parameter["rules"]?.values ?? []).length === 0 }}',
			},
		],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const router = routerOf(this);
		for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
			try {
				router.route(itemIndex);
			} catch (error) {
				if (!this.continueOnFail()) {
					throw new NodeOperationError(this.getNode(), error as Error, { itemIndex });
				}
				router.fail(itemIndex, error as Error);
			}
		}
		return router.outputs;
	}
}

/** Rules that cannot work are nobody's item: they stop the node. */
function routerOf(context: IExecuteFunctions): Router {
	try {
		return new Router(context);
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}
