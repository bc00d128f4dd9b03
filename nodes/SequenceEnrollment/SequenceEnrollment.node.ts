import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CREDENTIAL, readAccount } from '../shared/account';
import { toOutputs } from '../shared/answers-to-items';
import { toNodeError } from '../shared/errors';
import { failedItem } from '../shared/failed-item';
import { openAccountStore } from '../shared/stores';
import { searchSequences } from '../shared/sequence-search';
import { operationOf, properties } from './properties';

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
			const account = await readAccount(this);
			const store = await openAccountStore(account, this);
			const outcome = await operation.execute({ node: this, account, store, items, now: Date.now() });
			return toOutputs(this, items, outcome);
		} catch (error) {
			if (!this.continueOnFail()) throw toNodeError(this.getNode(), error);
			const { message } = toNodeError(this.getNode(), error);
			return [items.map((item, index) => failedItem(this, item, index, message))];
		}
	}
}
