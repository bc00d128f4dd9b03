/** The same three messages on two canvases: our sequence, and Webhook -> Wait -> HTTP Request three times. */
import type { IDataObject, INode } from 'n8n-workflow';
import type { StoredCredential, WorkflowJson } from '../../scripts/n8n/rest-types';
import { chain, sequenceWorkflow } from '../../test/e2e/workflows';
import { TEMPLATE } from '../send/canvases';

export const STEPS = 3;

/** Sequence Trigger -> Send Template. The variable is a placeholder of the pack: no expression. */
export function sequenceCanvas(name: string, delaySeconds: number, credential: StoredCredential): WorkflowJson {
	const steps = Array.from({ length: STEPS }, (_, i) => ({ name: `Message ${i + 1}`, seconds: delaySeconds, template: TEMPLATE.name }));
	const canvas = sequenceWorkflow(name, steps, credential);
	const [trigger] = canvas.nodes;
	const { step } = trigger!.parameters.steps as { step: IDataObject[] };
	for (const one of step) one.variables = { variable: [{ key: 'body.1', value: '{name|friend}' }] };
	return canvas;
}

/** One execution per person, which sleeps in the Wait node between the messages. */
export function waitCanvas(path: string, delaySeconds: number, messagesUrl: string, credential: StoredCredential): WorkflowJson {
	const node = (name: string, type: string, typeVersion: number, parameters: IDataObject): INode => ({ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters: parameters as INode['parameters'] });
	const webhook = { ...node('In', 'webhook', 2, { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} }), webhookId: path };
	const message = {
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		to: "{{ $('In').item.json.body.phone }}",
		type: 'template',
		template: { name: TEMPLATE.name, language: { code: TEMPLATE.language }, components: [{ type: 'body', parameters: [{ type: 'text', text: "{{ $('In').item.json.body.name }}" }] }] },
	};
	const how = { method: 'POST', url: messagesUrl, authentication: 'genericCredentialType', genericAuthType: credential.type };
	const parameters = { ...how, sendBody: true, specifyBody: 'json', jsonBody: `=${JSON.stringify(message)}`, options: {} };
	const credentials = { [credential.type]: { id: credential.id, name: credential.name } };
	const steps = Array.from({ length: STEPS }, (_, i) => [
		{ ...node(`Wait ${i + 1}`, 'wait', 1.1, { resume: 'timeInterval', amount: delaySeconds, unit: 'seconds' }), webhookId: `${path}-wait-${i + 1}` },
		{ ...node(`Message ${i + 1}`, 'httpRequest', 4.2, parameters), credentials },
	]);
	return chain(path, [webhook, ...steps.flat()]);
}
