/** Activates a trigger node as n8n does when a workflow is published. */
import { additionalDataOf, workflowOf } from './n8n-process';
import { TriggerContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	ITriggerFunctions,
	ITriggerResponse,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';

export interface Emission {
	items: INodeExecutionData[][];
	/** Tells the trigger how its execution ended. */
	done: Parameters<ITriggerFunctions['emit']>[2];
}

export interface ActiveTrigger extends ITriggerResponse {
	/** Everything emitted so far. */
	emissions: Emission[];
	/** The next batch that nobody has asked for yet; waits for it. */
	nextEmission(): Promise<Emission>;
}

export interface Activation {
	node: string;
	/** The same id is the same workflow, published again. */
	workflowId?: string;
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
}

/** Throws what the trigger throws: then n8n does not activate the workflow. */
export async function activate(json: WorkflowJson, credential: ICredentialDataDecryptedObject, how: Activation): Promise<ActiveTrigger> {
	const mode = how.mode ?? 'trigger';
	const workflow = workflowOf(json, how.workflowId);
	const node = workflow.getNode(how.node);
	const type = node && workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!node || !type?.trigger) throw new Error(`"${how.node}" is no trigger`);

	const emissions: Emission[] = [];
	const waiting: Array<() => void> = [];
	let taken = 0;
	const emit: ITriggerFunctions['emit'] = (items, _response, done) => {
		emissions.push({ items, done });
		waiting.shift()?.();
	};
	const additionalData = additionalDataOf(workflow, credential, mode);
	const context = new TriggerContext(workflow, node, additionalData, mode, how.activation ?? 'activate', emit);
	const response = await type.trigger.call(context);
	return {
		...response,
		emissions,
		nextEmission: async () => {
			const index = taken++;
			while (emissions.length <= index) await new Promise<void>((resolve) => void waiting.push(resolve));
			return emissions[index]!;
		},
	};
}
