import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { allFailed, faultyItem } from '../shared/failed-item';
import { openBatch } from '../shared/open-batch';
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
		try {
			return toOutputs(this, this.getInputData(), await guardItems(await openBatch(this)));
		} catch (error) {
			// Nobody passes who could not be checked.
			return allFailed(this, error, { by: STOPPED, of: 2 });
		}
	}
}

function toOutputs(node: IExecuteFunctions, items: INodeExecutionData[], guarded: Guarded[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], []];
	guarded.forEach((one, index) => {
		const item = items[index]!;
		if (one.kind === 'passed') outputs[0]!.push({ ...item, pairedItem: { item: index } });
		else if (one.kind === 'stopped') outputs[STOPPED]!.push({ ...item, json: { ...item.json, guard: one.guard }, pairedItem: { item: index } });
		else outputs[STOPPED]!.push(faultyItem(node, item, index, one.fault));
	});
	return outputs;
}
