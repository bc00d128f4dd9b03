import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { allFailed, faultyItem } from '../shared/failed-item';
import { openBatch } from '../shared/open-batch';
import { gateItems, type Passed } from './gate-items';
import { OUTPUT_NAMES, REJECTED } from './outputs';
import { servePage } from './page';
import { properties } from './properties';
import { wake } from './wake';
import { gateWebhookMethods, gateWebhooks } from './webhooks';

export class ReviewGate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Review Gate',
		name: 'reviewGate',
		icon: { light: 'file:reviewGate.svg', dark: 'file:reviewGate.dark.svg' },
		group: ['transform'],
		// Not 1, for which n8n evaluates an expression for every webhook (see WhatsAppMessageTrigger).
		version: [2],
		defaultVersion: 2,
		subtitle: '={{ ({ hold: "waits for a decision", approve: "approves after a while", skip: "skips after a while", end: "ends after a while" })[$parameter["silence"]] }}',
		description: 'Holds WhatsApp messages until a person approves, changes or rejects them',
		defaults: { name: 'WhatsApp Review Gate' },
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUT_NAMES.map(() => NodeConnectionTypes.Main),
		outputNames: OUTPUT_NAMES,
		// Not for agents: paths on a canvas are of no use to one. (The type knows no false.)
		usableAsTool: undefined,
		credentials: [{ name: CREDENTIAL, required: true }],
		waitingNodeTooltip: 'Waits until every item is approved or rejected',
		webhooks: gateWebhooks,
		properties,
	};

	webhookMethods = gateWebhookMethods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		try {
			return toOutputs(this, this.getInputData(), await gateItems(await openBatch(this)));
		} catch (error) {
			// Nobody passes about whom nothing was decided.
			return allFailed(this, error, { by: REJECTED, of: OUTPUT_NAMES.length });
		}
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return this.getWebhookName() === 'setup' ? await wake(this) : await servePage(this);
	}
}

function toOutputs(node: IExecuteFunctions, items: INodeExecutionData[], passed: Passed[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = OUTPUT_NAMES.map(() => []);
	passed.forEach((one, index) => {
		const item = items[index]!;
		if (!('fault' in one)) outputs[one.output]!.push({ ...item, json: one.json, pairedItem: { item: index } });
		else outputs[REJECTED]!.push(faultyItem(node, item, index, one.fault));
	});
	return outputs;
}
