/** The Standard Webhook answered on n8n's own port; here a server in place of n8n's. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, ITriggerResponse } from 'n8n-workflow';
import type { Store } from '../../../../engine/store/contract';
import { openEmbeddedStore } from '../../../../engine/store/open-embedded';
import { openTrigger } from '../../../../nodes/WhatsAppMessageTrigger/open-trigger';
import { bodyWithMessages, PHONE_NUMBER_ID, textMessage } from '../../../fixtures/webhooks/envelope';
import { call, deliverTo, HOST, stubTrigger, textsOf, type StubTrigger } from './stub-trigger';
import { CREDENTIALS } from './stub-webhook';

let store: Store;
jest.mock('../../../../nodes/shared/stores', () => ({
	PROCESS_ID: 'this process',
	openAccountStore: async () => store.forAccount(PHONE_NUMBER_ID),
}));

const N8N = { status: 418, text: 'n8n' };
const PATH = '/webhook/hook-1/webhook';
const hello = bodyWithMessages([textMessage('wamid.1', 'hello')]);
let server: Server;
let port: number;
const opened: ITriggerResponse[] = [];

async function publish(parameters: IDataObject = {}, credentials = () => CREDENTIALS): Promise<StubTrigger & { unpublish: () => Promise<void> }> {
	const trigger = stubTrigger(0, { door: 'n8n', ...parameters }, { webhookId: 'hook-1', credentials });
	const response = await openTrigger(trigger.functions);
	opened.push(response);
	return { ...trigger, unpublish: async () => response.closeFunction?.() };
}

beforeEach(async () => {
	store = await openEmbeddedStore(':memory:', 0);
	server = createServer((_request, response) => void response.writeHead(N8N.status).end(N8N.text));
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
	port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
	for (const door of opened.splice(0)) await door.closeFunction?.();
	await new Promise((resolve) => server.close(resolve));
	await store.close();
});

test('a published trigger takes its webhooks off the port of n8n, and starts the workflow with their messages', async () => {
	const trigger = await publish();
	expect((await deliverTo(port, PATH, hello)).status).toBe(200);
	await trigger.unpublish();
	expect(textsOf(trigger)).toEqual(['hello']);
});

test('handshakes, test events and the webhooks of others reach n8n', async () => {
	await publish();
	await deliverTo(port, PATH, hello);
	expect(await call(port, 'GET', `${PATH}?hub.mode=subscribe`)).toEqual(N8N);
	expect(await deliverTo(port, '/webhook-test/hook-1/webhook', hello)).toEqual(N8N);
	expect(await deliverTo(port, '/webhook/hook-2/webhook', hello)).toEqual(N8N);
});

test('once unpublished, n8n gets what comes to the address', async () => {
	const trigger = await publish();
	await deliverTo(port, PATH, hello);
	await trigger.unpublish();
	expect(await deliverTo(port, PATH, hello)).toEqual(N8N);
});

test.each([
	['is no JSON though it says so', '{"entry": [', undefined, 200],
	['is not signed by Meta', '{"entry": [', 'another secret', 401],
	['is larger than 3 MB', ' '.repeat(3 * 1024 * 1024 + 1), undefined, 413],
])('a body that %s never reaches n8n', async (_what, body, secret, status) => {
	await publish();
	expect((await deliverTo(port, PATH, body, secret).catch(() => ({ status: 413 }))).status).toBe(status);
});

test('the App Secret that somebody enters while the workflow is published holds at once', async () => {
	let appSecret = 'the former secret';
	await publish({}, () => ({ ...CREDENTIALS, appSecret }));
	expect((await deliverTo(port, PATH, hello, 'the former secret')).status).toBe(200);
	appSecret = 'the new secret';
	expect((await deliverTo(port, PATH, hello, 'the new secret')).status).toBe(200);
	expect((await deliverTo(port, PATH, hello, 'the former secret')).status).toBe(401);
});

test.each([
	['the user wants the router of n8n', { options: { routeThroughN8n: true } }, CREDENTIALS],
	['the contacts are in the workflow’s static data, which n8n saves after webhooks that it has routed', {}, { ...CREDENTIALS, store: 'static' }],
])('n8n routes the webhooks when %s', async (_why, parameters, credentials) => {
	await publish(parameters, () => credentials);
	expect(await deliverTo(port, PATH, hello)).toEqual(N8N);
});
