import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CREDENTIAL, toAccount } from '../shared/account';
import { toOutputs } from '../shared/answers-to-items';
import type { Outcome } from '../shared/batch';
import { allFailed } from '../shared/failed-item';
import { openBatch } from '../shared/open-batch';
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
		const operation = operationOf(this.getNodeParameter('resource', 0, 'enrollment') as string, this.getNodeParameter('operation', 0) as string);
		try {
			return toOutputs(this, this.getInputData(), await run(this, operation));
		} catch (error) {
			return allFailed(this, error, { by: 0, of: 1 });
		}
	}
}

async function run(node: IExecuteFunctions, operation: Operation): Promise<Outcome> {
	if ('examine' in operation) return await operation.examine(node, toAccount(await node.getCredentials(CREDENTIAL)), Date.now());
	const batch = await openBatch(node);
	return await operation.execute({ ...batch, ownSequences: await ownSequencesOf(batch) });
}
