import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CREDENTIAL, readAccount, toAccount } from '../shared/account';
import { toOutputs } from '../shared/answers-to-items';
import type { Outcome } from '../shared/batch';
import { toNodeError } from '../shared/errors';
import { failedItem } from '../shared/failed-item';
import { openAccountStore } from '../shared/stores';
import { searchSequences } from '../shared/sequence-search';
import type { Operation } from './operations/operation';
import { operationOf, properties } from './properties';
import { ownSequencesOf } from './target';

/** "enroll: Promo follow-up". In the editor a resource locator is its value already, elsewhere it is an object. */
const subtitle = `={{ ((operation, sequence) => sequence ? operation + ': ' + sequence : operation)(
	$parameter["operation"], $parameter["sequence"]?.value ?? $parameter["sequence"]
) }}`;

export class SequenceEnrollment implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Sequence Enrollment',
		name: 'sequenceEnrollment',
		icon: { light: 'file:sequenceEnrollment.svg', dark: 'file:sequenceEnrollment.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Puts contacts into a WhatsApp sequence, manages them in it, and records what came of it',
		defaults: { name: 'WhatsApp Sequence Enrollment' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: CREDENTIAL, required: true }],
		properties,
	};

	methods = { listSearch: { searchSequences } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const operation = operationOf(this.getNodeParameter('resource', 0, 'enrollment') as string, this.getNodeParameter('operation', 0) as string);
		try {
			return toOutputs(this, items, await run(this, operation, items));
		} catch (error) {
			if (!this.continueOnFail()) throw toNodeError(this.getNode(), error);
			const { message } = toNodeError(this.getNode(), error);
			return [items.map((item, index) => failedItem(this, item, index, message))];
		}
	}
}

async function run(node: IExecuteFunctions, operation: Operation, items: INodeExecutionData[]): Promise<Outcome> {
	const now = Date.now();
	if ('examine' in operation) return await operation.examine(node, toAccount(await node.getCredentials(CREDENTIAL)), now);
	const account = await readAccount(node);
	const batch = { node, account, store: await openAccountStore(account, node), items, now };
	return await operation.execute({ ...batch, ownSequences: await ownSequencesOf(batch) });
}
