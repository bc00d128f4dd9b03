import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CREDENTIAL, readAccount } from '../shared/account';
import { toNodeError } from '../shared/errors';
import { failedItem } from '../shared/failed-item';
import { openAccountStore } from '../shared/stores';
import { guardItems, type Guarded } from './guard-items';
import { properties } from './properties';

const STOPPED = 1;

export class StopWhenGuard implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Stop-When Guard',
		name: 'stopWhenGuard',
		icon: { light: 'file:stopWhenGuard.svg', dark: 'file:stopWhenGuard.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter["rules"]?.values ?? []).map((rule) => rule.name).filter(Boolean).join(", ") }}',
		description: 'Stops a WhatsApp sequence for contacts for whom a rule holds, checked before every message',
		defaults: { name: 'WhatsApp Stop-When Guard' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Continue', 'Stopped'],
		// Not for agents: paths on a canvas are of no use to one. (The type knows no false.)
		usableAsTool: undefined,
		credentials: [{ name: CREDENTIAL, required: true }],
		hints: [
			{
				message: 'Add a rule: a name, and the conditions under which the sequence stops.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ ($parameter["rules"]?.values ?? []).length === 0 }}',
			},
		],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		try {
			const account = await readAccount(this);
			const store = await openAccountStore(account, this);
			return toOutputs(this, items, await guardItems({ node: this, account, store, items, now: Date.now() }));
		} catch (error) {
			if (!this.continueOnFail()) throw toNodeError(this.getNode(), error);
			const { message } = toNodeError(this.getNode(), error);
			// Nobody passes who could not be checked.
			return [[], items.map((item, index) => failedItem(this, item, index, message))];
		}
	}
}

function toOutputs(node: IExecuteFunctions, items: INodeExecutionData[], guarded: Guarded[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], []];
	guarded.forEach((one, index) => {
		const item = items[index]!;
		if (one.kind === 'passed') outputs[0]!.push({ ...item, pairedItem: { item: index } });
		else if (one.kind === 'stopped') outputs[STOPPED]!.push({ ...item, json: { ...item.json, guard: one.guard }, pairedItem: { item: index } });
		else if (node.continueOnFail()) outputs[STOPPED]!.push(failedItem(node, item, index, [one.fault.message, one.fault.advice].filter(Boolean).join('. ')));
		else throw new NodeOperationError(node.getNode(), one.fault.message, { itemIndex: index, description: one.fault.advice });
	});
	return outputs;
}
