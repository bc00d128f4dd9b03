/** What n8n gives to workflows and nodes, without n8n's server: node types, credentials, execution data. */
import 'reflect-metadata';
import './n8n-home';
import { ExecutionLifecycleHooks } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeType,
	type INodeTypes,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import * as pack from '../../index';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';

const { WhatsAppSequencesApi: CredentialType, ...nodeClasses } = pack;
const PREFIX = 'n8n-nodes-whatsapp-sequences.';

const types = new Map<string, INodeType>(
	Object.values(nodeClasses).map((NodeClass) => {
		const node: INodeType = new NodeClass();
		return [PREFIX + node.description.name, node];
	}),
);

/**
 * Stands for every node of n8n's own (a webhook, a form, a file reader): the test gives it the items that it would bring,
 * and it hands them on.
 */
const ofN8n: INodeType = {
	description: { displayName: 'Of n8n', name: 'ofN8n', group: [], version: 1, description: '', defaults: {}, inputs: ['main'], outputs: ['main'], properties: [] },
	async execute() {
		return [this.getInputData()];
	},
};

const typeNamed = (name: string): INodeType => (name.startsWith(PREFIX) ? (types.get(name) as INodeType) : ofN8n);

const nodeTypes: INodeTypes = {
	getByName: typeNamed,
	getByNameAndVersion: typeNamed,
	getKnownTypes: () => ({}),
};

/** Every node gets the same credential, as on a canvas for one business number. */
function credentialsOf(credential: ICredentialDataDecryptedObject): ICredentialsHelper {
	const type = new CredentialType();
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () => ({ ...credential }),
		preAuthentication: async () => undefined,
		authenticate: async (data, _name, options) => {
			if (typeof type.authenticate !== 'function') throw new Error('the credential authenticates by a function');
			return await type.authenticate(data, options as IHttpRequestOptions);
		},
	};
	return helper as ICredentialsHelper;
}

let workflows = 0;

export function workflowOf({ name, nodes, connections, settings }: WorkflowJson, id = `workflow-${++workflows}`, staticData: IDataObject = {}): Workflow {
	return new Workflow({ id, name, nodes: structuredClone(nodes), connections, settings, nodeTypes, staticData, active: true });
}

export function additionalDataOf(
	workflow: Workflow,
	credential: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const base = { id: workflow.id, name: workflow.name ?? '', nodes: Object.values(workflow.nodes), active: true };
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		credentialsHelper: credentialsOf(credential),
		hooks: new ExecutionLifecycleHooks(mode, '1', base as unknown as IWorkflowBase),
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
	};
	return data as IWorkflowExecuteAdditionalData;
}
