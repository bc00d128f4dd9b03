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
import type { StaticColumn } from './static-column';

export interface Emission {
	items: INodeExecutionData[][];
	/** Tells the trigger how its execution ended. */
	done: Parameters<ITriggerFunctions['emit']>[2];
}

export interface ActiveTrigger extends ITriggerResponse {
	/** Everything emitted so far. */
	emissions: Emission[];
	/** Failed executions that the trigger had n8n show. */
	failures: Error[];
	/** False on an n8n before 2.7, which offers triggers no failed executions. */
	canShowFailures: boolean;
	/** The next batch that nobody has asked for yet; waits for it. */
	nextEmission(): Promise<Emission>;
}

export interface Activation {
	node: string;
	/** The same id is the same workflow, published again. */
	workflowId?: string;
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
	/** Where n8n keeps the static data of this workflow, when it matters. */
	column?: StaticColumn;
}

/** Throws what the trigger throws: then n8n does not activate the workflow. */
export async function activate(json: WorkflowJson, credential: ICredentialDataDecryptedObject, how: Activation): Promise<ActiveTrigger> {
	const mode = how.mode ?? 'trigger';
	const { column } = how;
	const workflow = workflowOf(json, column?.workflowId ?? how.workflowId, column?.load());
	const node = workflow.getNode(how.node);
	const type = node && workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!node || !type?.trigger) throw new Error(`"${how.node}" is no trigger`);

	const emissions: Emission[] = [];
	const failures: Error[] = [];
	const waiting: Array<() => void> = [];
	let taken = 0;
	const emit: ITriggerFunctions['emit'] = (items, _response, done) => {
		column?.save(workflow.staticData);
		emissions.push({ items, done });
		waiting.shift()?.();
	};
	const additionalData = additionalDataOf(workflow, credential, mode);
	const context = new TriggerContext(workflow, node, additionalData, mode, how.activation ?? 'activate', emit, undefined, (failure) => void failures.push(failure));
	const response = await type.trigger.call(context);
	column?.save(workflow.staticData);
	return {
		...response,
		emissions,
		failures,
		canShowFailures: 'saveFailedExecution' in context,
		nextEmission: async () => {
			const index = taken++;
			while (emissions.length <= index) await new Promise<void>((resolve) => void waiting.push(resolve));
			return emissions[index]!;
		},
	};
}
