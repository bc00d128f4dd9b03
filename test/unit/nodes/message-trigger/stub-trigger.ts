/** n8n's context of a published trigger, and requests to what it has opened. */
import { request } from 'node:http';
import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { signatureOf } from '../../../../engine/whatsapp/signature';
import { APP_SECRET, CREDENTIALS } from './stub-webhook';

export const HOST = '127.0.0.1';

export interface StubTrigger {
	functions: ITriggerFunctions;
	emitted: Array<{ items: INodeExecutionData[]; done: { resolve: (run: IRun) => void } }>;
	logged: string[];
}

/** @param more what the node has beside its parameters, and another credential */
export function stubTrigger(
	port: number,
	parameters: IDataObject = {},
	more: { webhookId?: string; credentials?: () => ICredentialDataDecryptedObject } = {},
): StubTrigger {
	const emitted: StubTrigger['emitted'] = [];
	const logged: string[] = [];
	const log = (text: string): number => logged.push(text);
	const values: IDataObject = { door: 'listener', registration: 'manual', listenPort: port, listenPath: '/whatsapp', listenHost: HOST, options: {}, ...parameters };
	const functions = {
		getMode: () => 'trigger',
		getActivationMode: () => 'activate',
		getNode: () => ({ id: 'node', name: 'WhatsApp Message Trigger', typeVersion: 2, type: 't', position: [0, 0], parameters: {}, webhookId: more.webhookId }),
		getWorkflow: () => ({ id: 'workflow', active: true }),
		getCredentials: async () => more.credentials?.() ?? CREDENTIALS,
		getNodeParameter: (name: string, fallback: unknown) => values[name] ?? fallback,
		getChildNodes: () => [],
		emit: ([items]: INodeExecutionData[][], _response: unknown, done: { resolve: (run: IRun) => void }) => emitted.push({ items: items!, done }),
		logger: { error: log, warn: log, info: log, debug: log },
		helpers: {
			createDeferredPromise: () => {
				let resolve: unknown;
				const promise = new Promise((done) => (resolve = done));
				return { promise, resolve };
			},
		},
	} as unknown as ITriggerFunctions;
	return { functions, emitted, logged };
}

export function call(port: number, method: string, path: string, body?: Buffer, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const outgoing = request({ host: HOST, port, path, method, headers, agent: false }, (answer) => {
			let text = '';
			answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

/** Posts a body, signed with the secret, to any path. */
export function deliverTo(port: number, path: string, body: unknown, secret = APP_SECRET): Promise<{ status: number; text: string }> {
	const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
	return call(port, 'POST', path, bytes, { 'Content-Type': 'application/json', 'X-Hub-Signature-256': signatureOf(bytes, secret) });
}

export const textsOf = ({ emitted }: StubTrigger): unknown[] => emitted.flatMap(({ items }) => items.map(({ json }) => (json.message as IDataObject).text));
