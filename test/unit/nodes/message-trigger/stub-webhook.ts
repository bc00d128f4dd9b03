/** n8n's webhook context, as far as the trigger uses it, with a request and a response of one's own. */
import { EventEmitter } from 'node:events';
import type { ICredentialDataDecryptedObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { signatureOf } from '../../../../engine/whatsapp/signature';
import { WhatsAppMessageTrigger } from '../../../../nodes/WhatsAppMessageTrigger/WhatsAppMessageTrigger.node';
import { PHONE_NUMBER_ID } from '../../../fixtures/webhooks/envelope';

export const APP_SECRET = 'app secret of the tests';
export const VERIFY_TOKEN = 'verify token of the tests';

export const CREDENTIALS: ICredentialDataDecryptedObject = {
	accessToken: 'access token of the tests', phoneNumberId: PHONE_NUMBER_ID, businessAccountId: '102290129340398',
	appId: '1191624265890717', appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN,
};

/** Express' response as n8n hands it over. */
export class StubResponse extends EventEmitter {
	statusCode = 200;
	contentType = 'application/json';
	sent: unknown = undefined;

	status(code: number): this {
		this.statusCode = code;
		return this;
	}
	type(contentType: string): this {
		this.contentType = contentType;
		return this;
	}
	setHeader(): this {
		return this;
	}
	send(body: unknown): this {
		this.sent = body;
		return this;
	}
	json(body: unknown): this {
		return this.send(body);
	}
}

export interface WebhookCall {
	name?: 'setup' | 'default';
	query?: Record<string, unknown>;
	body?: unknown;
	/** Bytes in place of the body as JSON. */
	bytes?: Buffer;
	headers?: Record<string, string>;
	readRawBody?: () => Promise<void>;
	options?: Record<string, unknown>;
	credentials?: Partial<ICredentialDataDecryptedObject>;
	/** Whether n8n listens for a test event. */
	test?: boolean;
	newContacts?: Record<string, unknown>;
}

export interface WebhookOutcome {
	result: IWebhookResponseData;
	response: StubResponse;
	logged: string[];
	items: Array<Record<string, unknown>>;
}

/** Calls the trigger as n8n does. A body is signed, unless the headers say otherwise. */
export async function callWebhook(call: WebhookCall): Promise<WebhookOutcome> {
	const response = new StubResponse();
	const logged: string[] = [];
	const log = (message: string): number => logged.push(message);
	const rawBody = call.bytes ?? (call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body)));
	const signature = rawBody === undefined ? {} : { 'x-hub-signature-256': signatureOf(rawBody, APP_SECRET) };
	const request = { headers: { ...signature, ...call.headers }, rawBody, readRawBody: call.readRawBody };
	const context = {
		getMode: () => (call.test === true ? 'manual' : 'webhook'),
		getNode: () => ({ id: 'node', name: 'WhatsApp Message Trigger' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getWebhookName: () => call.name ?? 'default',
		getQueryData: () => call.query ?? {},
		getRequestObject: () => request,
		getResponseObject: () => response,
		getCredentials: async () => ({ ...CREDENTIALS, ...call.credentials }),
		getNodeParameter: (name: string, fallback: unknown) => (name === 'options' ? (call.options ?? {}) : name === 'newContacts' ? (call.newContacts ?? {}) : fallback),
		logger: { error: log, warn: log, info: log, debug: log },
	} as unknown as IWebhookFunctions;
	const result = await new WhatsAppMessageTrigger().webhook.call(context);
	const items = (result.workflowData?.[0] ?? []).map((item) => item.json as Record<string, unknown>);
	return { result, response, logged, items };
}
