/** Workflows that the end-to-end tests build, small and with one purpose each. */
import { randomUUID } from 'node:crypto';
import type { IDataObject, INode } from 'n8n-workflow';
import type { StoredCredential, WorkflowJson } from '../../scripts/n8n/rest-types';

const PACKAGE = 'n8n-nodes-whatsapp-sequences';

/** Nodes that n8n gives a webhook's address. */
const WITH_WEBHOOK = ['whatsAppMessageTrigger', 'sequenceDashboard', 'reviewGate'];

/** A node of this package, with the credential. */
export function packNode(type: string, name: string, parameters: IDataObject, credential: StoredCredential): INode {
	return {
		id: `id-${name.toLowerCase().replaceAll(' ', '-')}`,
		name,
		type: `${PACKAGE}.${type}`,
		typeVersion: WITH_WEBHOOK.includes(type) ? 2 : 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		// n8n makes the webhook's address of it.
		...(WITH_WEBHOOK.includes(type) ? { webhookId: randomUUID() } : {}),
	};
}

/** Nodes in a row, each leading to the next by its first output. */
export function chain(name: string, nodes: INode[]): WorkflowJson {
	const connections: WorkflowJson['connections'] = {};
	nodes.slice(0, -1).forEach((node, i) => {
		connections[node.name] = { main: [[{ node: nodes[i + 1]!.name, type: 'main', index: 0 }]] };
	});
	const placed = nodes.map((node, i) => ({ ...node, position: [i * 240, 0] as [number, number] }));
	return { name, nodes: placed, connections, settings: { executionOrder: 'v1' } };
}

/** Several flows on one canvas, as nodes that share a workflow's static data must be. */
export function together(name: string, ...flows: WorkflowJson[]): WorkflowJson {
	const all: WorkflowJson = { name, nodes: [], connections: {}, settings: { executionOrder: 'v1' } };
	flows.forEach(({ nodes, connections }, i) => {
		const named = (node: string): string => `${node} ${i + 1}`;
		all.nodes.push(...nodes.map((node) => ({ ...node, id: `${node.id}-${i + 1}`, name: named(node.name) })));
		for (const [from, { main }] of Object.entries(connections)) {
			all.connections[named(from)] = { main: main!.map((to) => (to ?? []).map((one) => ({ ...one, node: named(one.node) }))) };
		}
	});
	return all;
}

export interface TextStep {
	name: string;
	seconds: number;
	/** Approved template without variables, or a text. */
	template?: string;
	text?: string;
}

/** Sequence Trigger -> Send Template. */
export function sequenceWorkflow(name: string, steps: TextStep[], credential: StoredCredential, more: IDataObject = {}): WorkflowJson {
	const trigger = packNode(
		'sequenceTrigger',
		`Sequence ${name}`,
		{
			sequenceName: name,
			steps: {
				step: steps.map(({ name: stepName, seconds, template, text }) => ({
					name: stepName,
					delayAmount: seconds,
					delayUnit: 'seconds',
					...(template ? { messageKind: 'template', template: { __rl: true, mode: 'name', value: `${template}|en` } } : {}),
					...(text ? { messageKind: 'text', text } : {}),
				})),
			},
			...more,
		},
		credential,
	);
	return chain(`Sequence ${name}`, [trigger, packNode('sendTemplate', `Send ${name}`, { message: 'step' }, credential)]);
}

/** POST {people: [{phone, name}]} to /webhook/<path>: enrolls them all in one execution. */
export function enrollListWorkflow(path: string, sequence: string, credential: StoredCredential): WorkflowJson {
	return peopleWorkflow(path, `Enroll into ${sequence}`, sequence, { operation: 'enroll', reentry: 'keep' }, credential);
}

/** POST {people: [{phone}]} to /webhook/<path>: answers where each of them stands. */
export function getWorkflow(path: string, sequence: string, credential: StoredCredential): WorkflowJson {
	return peopleWorkflow(path, `Get from ${sequence}`, sequence, { operation: 'get' }, credential);
}

/** POST {people: [{}]} to /webhook/<path>: answers who is in the sequence now. */
export function listWorkflow(path: string, sequence: string, credential: StoredCredential): WorkflowJson {
	return peopleWorkflow(path, `List ${sequence}`, sequence, { operation: 'list' }, credential);
}

/** A list of people, by webhook, into one node of Sequence Enrollment; the answer is its items. */
function peopleWorkflow(path: string, name: string, sequence: string, parameters: IDataObject, credential: StoredCredential): WorkflowJson {
	const webhook: INode = {
		id: `id-webhook-${path}`,
		name: 'List',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
	};
	const split: INode = {
		id: `id-split-${path}`,
		name: 'Split',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [0, 0],
		parameters: { fieldToSplitOut: 'body.people', options: {} },
	};
	const about = { sequence: { __rl: true, mode: 'name', value: sequence }, contactSource: 'item' };
	return chain(name, [webhook, split, packNode('sequenceEnrollment', 'Enroll', { ...parameters, ...about }, credential)]);
}

/** Message Trigger -> nothing: takes in what customers write and the statuses. */
export function messageWorkflow(credential: StoredCredential, parameters: IDataObject = {}): WorkflowJson {
	const nothing: INode = {
		id: 'id-nothing',
		name: 'Nothing',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return chain('Messages', [packNode('whatsAppMessageTrigger', 'Messages', { registration: 'automatic', ...parameters }, credential), nothing]);
}

/** So many made-up people; numbers of the range kept free for fiction. */
export function people(count: number, prefix = 0): Array<{ phone: string; name: string }> {
	return Array.from({ length: count }, (_, i) => ({
		phone: `+1555${String(prefix).padStart(2, '0')}${String(i).padStart(5, '0')}`,
		name: `Person ${i}`,
	}));
}

/** Sequence Trigger -> Stop-When Guard -> Send Template, and beside it a Preview of that sequence, started by hand. */
export function guardedWorkflow(trigger: IDataObject, preview: IDataObject, credential: StoredCredential): WorkflowJson {
	const name = String(trigger.sequenceName);
	const bought = { name: 'Has bought', match: 'any', conditions: { values: [{ field: 'tag', tag: 'buyer' }, { field: 'conversion' }] } };
	const called = { name: 'Wants to be called', conditions: { values: [{ field: 'attribute', key: 'interest', value: 'call' }] } };
	const sending = chain(name, [
		packNode('sequenceTrigger', name, trigger, credential),
		packNode('stopWhenGuard', 'Stop for buyers', { rules: { values: [bought, called] }, removeTags: 'cart open' }, credential),
		packNode('sendTemplate', 'Send it', { message: 'step' }, credential),
	]);
	const byHand: INode = { id: 'id-by-hand', name: 'By hand', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };
	const sequence = { __rl: true, mode: 'name', value: name };
	const looking = chain('Preview', [byHand, packNode('sequenceEnrollment', 'Preview', { resource: 'sequence', operation: 'preview', sequence, ...preview }, credential)]);
	return {
		...sending,
		nodes: [...sending.nodes, ...looking.nodes.map((node) => ({ ...node, position: [node.position[0], 240] as [number, number] }))],
		connections: { ...sending.connections, ...looking.connections },
	};
}
