/** The example workflow, made quick enough to watch. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { StoredCredential, WorkflowJson } from '../n8n/rest-types';

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

/** Reads one of the workflows in examples/. */
export function exampleWorkflow(file: string): WorkflowJson {
	return JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as WorkflowJson;
}

/** Gives every node that asks for a credential this one, as a user does after importing. */
export function withCredential(workflow: WorkflowJson, { id, name, type }: StoredCredential): WorkflowJson {
	return changeNodes(workflow, (node) => (node.credentials?.[type] ? { ...node, credentials: { [type]: { id, name } } } : node));
}

/** The dashboard alone; its page is at /webhook/<id>/dashboard. */
export function dashboardWorkflow(id: string, { id: credentialId, name, type }: StoredCredential): WorkflowJson {
	const node: INode = {
		id: 'dashboard',
		name: 'Dashboard',
		type: 'n8n-nodes-whatsapp-sequences.sequenceDashboard',
		typeVersion: 2,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id: credentialId, name } },
		webhookId: id,
	};
	return { name: 'Dashboard', nodes: [node], connections: {}, settings: { executionOrder: 'v1' } };
}

interface StepParameters {
	delayAmount: number;
	delayUnit: string;
}

/** Every step that waits at all waits so many seconds. */
export function withDelaysOf(workflow: WorkflowJson, seconds: number): WorkflowJson {
	return changeNodes(workflow, (node) => {
		const steps = (node.parameters.steps as { step?: StepParameters[] } | undefined)?.step;
		if (!steps) return node;
		const quick = steps.map((step) => ({ ...step, delayAmount: step.delayAmount === 0 ? 0 : seconds, delayUnit: 'seconds' }));
		return { ...node, parameters: { ...node.parameters, steps: { step: quick } } } as INode;
	});
}

function changeNodes(workflow: WorkflowJson, change: (node: INode) => INode): WorkflowJson {
	return { ...workflow, nodes: workflow.nodes.map(change) };
}
