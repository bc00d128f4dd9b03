/** Workflows of the tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import { chain, packNode } from '../e2e/workflows';

const CREDENTIAL = { id: 'credential-1', name: 'WhatsApp Sequences account', type: 'whatsAppSequencesApi' };

/** A shipped example as a user has it after importing it and choosing the credential. */
export function example(file: string): WorkflowJson {
	const workflow = JSON.parse(readFileSync(join(__dirname, '../../examples', file), 'utf8')) as WorkflowJson;
	for (const { credentials } of workflow.nodes) {
		if (credentials) credentials[CREDENTIAL.type] = { ...CREDENTIAL };
	}
	return workflow;
}

export function enrollment(parameters: IDataObject, more: Partial<INode> = {}): WorkflowJson {
	const sequence = { __rl: true, mode: 'name', value: 'Promo' };
	const node = packNode('sequenceEnrollment', 'Enrollment', { sequence, contactSource: 'item', ...parameters }, CREDENTIAL);
	return chain('Enrollment', [{ ...node, ...more }]);
}

export function guard(parameters: IDataObject, more: Partial<INode> = {}): WorkflowJson {
	return chain('Guard', [{ ...packNode('stopWhenGuard', 'Guard', parameters, CREDENTIAL), ...more }]);
}

export function reviewGate(parameters: IDataObject, more: Partial<INode> = {}): WorkflowJson {
	return chain('Review', [{ ...packNode('reviewGate', 'Gate', parameters, CREDENTIAL), webhookId: 'gate-1', ...more }]);
}

export function tagManager(parameters: IDataObject, more: Partial<INode> = {}): WorkflowJson {
	return chain('Tags', [{ ...packNode('tagManager', 'Tags', parameters, CREDENTIAL), ...more }]);
}

export const WELCOME: IDataObject = {
	name: 'Welcome',
	delayAmount: 0,
	delayUnit: 'minutes',
	messageKind: 'template',
	template: { __rl: true, mode: 'name', value: 'promo_welcome|en' },
	variables: { variable: [{ key: '1', value: '{name|there}' }] },
};

export const UPDATE: IDataObject = {
	name: 'Update',
	delayAmount: 1,
	delayUnit: 'hours',
	messageKind: 'template',
	template: { __rl: true, mode: 'name', value: 'order_update|en' },
};

/** Sequence Trigger "Promo" -> Send Template "Send". */
export function sequence(parameters: IDataObject = {}, nodeId = 'node-promo'): WorkflowJson {
	const trigger = packNode('sequenceTrigger', 'Promo', { sequenceName: 'Promo', steps: { step: [WELCOME, UPDATE] }, ...parameters }, CREDENTIAL);
	return chain('Promo workflow', [{ ...trigger, id: nodeId }, packNode('sendTemplate', 'Send', { message: 'step' }, CREDENTIAL)]);
}

export function keywords(parameters: IDataObject): WorkflowJson {
	const node = packNode('keywordMatch', 'Keywords', parameters, CREDENTIAL);
	return chain('Keywords', [node]);
}

export function conversationDesk(parameters: IDataObject): WorkflowJson {
	return chain('Desk', [packNode('conversationDesk', 'Desk', parameters, CREDENTIAL)]);
}

export function deskTrigger(parameters: IDataObject): WorkflowJson {
	return chain('Desk timers', [packNode('deskTrigger', 'Timers', parameters, CREDENTIAL)]);
}
