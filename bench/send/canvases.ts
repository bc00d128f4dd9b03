/** The same 5,000 template messages on three canvases: Webhook -> Split Out -> the node that sends. */
import type { IDataObject, INode } from 'n8n-workflow';
import type { StoredCredential, WorkflowJson } from '../../scripts/n8n/rest-types';
import { chain, packNode } from '../../test/e2e/workflows';
import type { Template } from '../../emulator';

export const TEMPLATE: Template = {
	name: 'parcel_update',
	language: 'en',
	category: 'UTILITY',
	status: 'APPROVED',
	components: [{ type: 'BODY', text: 'Hi {{1}}, your parcel is on its way.', example: { body_text: [['Ada']] } }],
};

/** As the editor saves them: whom it goes to and the one variable come from the item, by an expression. */
const PHONE = '={{ $json.phone }}';
const NAME = '={{ $json.name }}';

export function ourCanvas(path: string, credential: StoredCredential): WorkflowJson {
	const template = { __rl: true, mode: 'list', value: `${TEMPLATE.name}|${TEMPLATE.language}` };
	const variables = { mappingMode: 'defineBelow', value: { 'body.1': NAME } };
	return listCanvas(path, packNode('sendTemplate', 'Send', { message: 'template', recipient: 'phone', phone: PHONE, template, variables }, credential));
}

export function httpRequestCanvas(path: string, messagesUrl: string, credential: StoredCredential): WorkflowJson {
	const message = {
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		to: '{{ $json.phone }}',
		type: 'template',
		template: { name: TEMPLATE.name, language: { code: TEMPLATE.language }, components: [{ type: 'body', parameters: [{ type: 'text', text: '{{ $json.name }}' }] }] },
	};
	const how = { method: 'POST', url: messagesUrl, authentication: 'genericCredentialType', genericAuthType: credential.type };
	return listCanvas(path, theirs('n8n-nodes-base.httpRequest', 4.2, { ...how, sendBody: true, specifyBody: 'json', jsonBody: `=${JSON.stringify(message)}`, options: {} }, credential));
}

export function whatsAppCanvas(path: string, phoneNumberId: string, credential: StoredCredential): WorkflowJson {
	const components = { component: [{ type: 'body', bodyParameters: { parameter: [{ type: 'text', text: NAME }] } }] };
	const what = { resource: 'message', operation: 'sendTemplate', template: `${TEMPLATE.name}|${TEMPLATE.language}`, components };
	return listCanvas(path, theirs('n8n-nodes-base.whatsApp', 1.1, { ...what, phoneNumberId, recipientPhoneNumber: PHONE, requestOptions: {} }, credential));
}

/** A message that is refused must not stop the rest. */
function theirs(type: string, typeVersion: number, parameters: IDataObject, credential: StoredCredential): INode {
	return {
		id: 'send',
		name: 'Send',
		type,
		typeVersion,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		onError: 'continueRegularOutput',
	};
}

/** The call is answered when the last message has been: nobody has to ask n8n whether it is done. */
function listCanvas(path: string, send: INode): WorkflowJson {
	const node = (id: string, type: string, typeVersion: number, parameters: IDataObject): INode => ({ id, name: id, type, typeVersion, position: [0, 0], parameters: parameters as INode['parameters'] });
	const webhook = { ...node('list', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'noData', options: {} }), webhookId: path };
	return chain(path, [webhook, node('split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.people', options: {} }), send]);
}
