/** One execution by n8n-core, started by items that a node brings, as n8n starts it for a trigger or a webhook. */
import { additionalDataOf, workflowOf } from './n8n-process';
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import type { StaticColumn } from './static-column';

export interface Start {
	/** Name of the node at which the execution starts; a trigger hands its items on. */
	node: string;
	/** Items of its first input or, as a trigger emits them, of every output. */
	items: IDataObject[] | INodeExecutionData[][];
	mode?: WorkflowExecuteMode;
	/** The id under which its triggers are published, when it matters. */
	workflowId?: string;
	/** Where n8n keeps the static data of this workflow, when it matters. */
	column?: StaticColumn;
}

export interface WorkflowRun {
	run: IRun;
	status: IRun['status'];
	/** Message and description of the error that stopped the execution. */
	error: { message: string; description: string; itemIndex?: number } | null;
	/** Items of each output of a node; null for a node that was not reached. */
	outputs(node: string): IDataObject[][] | null;
	/** Hints that the node showed. */
	hints(node: string): string[];
}

export async function runWorkflow(json: WorkflowJson, start: Start, credential: ICredentialDataDecryptedObject): Promise<WorkflowRun> {
	const mode = start.mode ?? 'trigger';
	const { column } = start;
	const workflow = workflowOf(json, column?.workflowId ?? start.workflowId, column?.load());
	const node = workflow.getNode(start.node);
	if (!node) throw new Error(`the workflow has no node "${start.node}"`);
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: toMain(start.items) }, source: null }] },
	});
	const additionalData = additionalDataOf(workflow, credential, mode);
	additionalData.hooks?.addHandler('workflowExecuteAfter', async (_, newStaticData) => {
		if (newStaticData && mode !== 'manual') column?.save(newStaticData);
	});
	const run = await new WorkflowExecute(additionalData, mode, runData).processRunExecutionData(workflow);
	return readRun(run);
}

export function readRun(run: IRun): WorkflowRun {
	const { error, runData } = run.data.resultData;
	const lastOf = (name: string) => runData[name]?.at(-1);
	return {
		run,
		status: run.status,
		error: error
			? {
					message: error.message,
					description: String(('description' in error ? error.description : null) ?? ''),
					...('context' in error && typeof error.context.itemIndex === 'number' ? { itemIndex: error.context.itemIndex } : {}),
				}
			: null,
		outputs: (name) => lastOf(name)?.data?.main.map((items) => (items ?? []).map(({ json }) => json)) ?? null,
		hints: (name) => (lastOf(name)?.hints ?? []).map(({ message }) => message),
	};
}

function toMain(items: Start['items']): INodeExecutionData[][] {
	if (items.every((item) => Array.isArray(item))) return items as INodeExecutionData[][];
	return [(items as IDataObject[]).map((json) => ({ json }))];
}
