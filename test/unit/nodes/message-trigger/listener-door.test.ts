import type { IRun, ITriggerResponse } from 'n8n-workflow';
import type { Store } from '../../../../engine/store/contract';
import { openEmbeddedStore } from '../../../../engine/store/open-embedded';
import { openListener } from '../../../../engine/listener/http-listener';
import { openDoor } from '../../../../nodes/WhatsAppMessageTrigger/listener-door';
import { openTrigger } from '../../../../nodes/WhatsAppMessageTrigger/open-trigger';
import { bodyWithMessages, PHONE_NUMBER_ID, textMessage } from '../../../fixtures/webhooks/envelope';
import { call, deliverTo, HOST, stubTrigger, textsOf, type StubTrigger } from './stub-trigger';
import { CREDENTIALS, VERIFY_TOKEN } from './stub-webhook';

let store: Store;
let processId = 'this process';
jest.mock('../../../../nodes/shared/stores', () => ({
	get PROCESS_ID() {
		return processId;
	},
	openAccountStore: async () => store.forAccount(PHONE_NUMBER_ID),
}));

async function freePort(): Promise<number> {
	const probe = await openListener({ host: HOST, port: 0, path: '/' }, async () => undefined);
	await probe.close();
	return probe.port;
}

const deliver = (port: number, body: unknown, secret?: string): Promise<{ status: number; text: string }> => deliverTo(port, '/whatsapp', body, secret);

let port: number;
const opened: ITriggerResponse[] = [];
async function openOn(trigger: StubTrigger): Promise<ITriggerResponse> {
	const door = await openDoor(trigger.functions);
	opened.push(door);
	return door;
}
beforeEach(async () => {
	store = await openEmbeddedStore(':memory:', 0);
	processId = 'this process';
	port = await freePort();
});
afterEach(async () => {
	for (const door of opened.splice(0)) await door.closeFunction?.();
	await store.close();
});

const ended = { data: { resultData: {} }, status: 'success' } as unknown as IRun;

test('messages that come within a moment start one execution', async () => {
	const trigger = stubTrigger(port);
	const door = await openOn(trigger);
	const answers = await Promise.all(['one', 'two', 'three'].map((text) => deliver(port, bodyWithMessages([textMessage(`wamid.${text}`, text)]))));
	await door.closeFunction?.();
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(trigger.emitted).toHaveLength(1);
	expect(textsOf(trigger).sort()).toEqual(['one', 'three', 'two']);
});

test('a message that Meta delivers again starts nothing', async () => {
	const trigger = stubTrigger(port);
	const door = await openOn(trigger);
	const body = bodyWithMessages([textMessage('wamid.1', 'hello')]);
	await deliver(port, body);
	expect((await deliver(port, body)).status).toBe(200);
	await door.closeFunction?.();
	expect(textsOf(trigger)).toEqual(['hello']);
});

test('a message whose execution a crash cut off comes again in the next process, one whose execution ended does not', async () => {
	const before = stubTrigger(port);
	const door = await openOn(before);
	await deliver(port, bodyWithMessages([textMessage('wamid.1', 'ended')]));
	await door.closeFunction?.();
	before.emitted[0]!.done.resolve(ended);
	await new Promise((resolve) => setImmediate(resolve));
	const second = stubTrigger(port);
	const secondDoor = await openOn(second);
	await deliver(port, bodyWithMessages([textMessage('wamid.2', 'cut off')]));
	await secondDoor.closeFunction?.();

	processId = 'the process after the crash';
	const after = stubTrigger(port);
	await (await openOn(after)).closeFunction?.();
	expect(textsOf(after)).toEqual(['cut off']);
});

test('what is not signed by Meta is answered 401 and not stored', async () => {
	const trigger = stubTrigger(port);
	const door = await openOn(trigger);
	expect((await deliver(port, bodyWithMessages([textMessage('wamid.1', 'forged')]), 'another secret')).status).toBe(401);
	await door.closeFunction?.();
	expect(trigger.emitted).toEqual([]);
});

test.each([
	['no JSON', '{"entry": ['],
	['no webhook', '[1,2,3]'],
])('a signed body that is %s is answered 200, so that Meta does not repeat it', async (_what, body) => {
	await openOn(stubTrigger(port));
	expect((await deliver(port, body)).status).toBe(200);
});

test('a body of more than 3 MB is answered 413', async () => {
	await openOn(stubTrigger(port));
	const { status } = await call(port, 'POST', '/whatsapp', Buffer.alloc(3 * 1024 * 1024 + 1, 32)).catch(() => ({ status: 413 }));
	expect(status).toBe(413);
	expect((await call(port, 'PUT', '/whatsapp')).status).toBe(405);
});

test('Meta’s handshake is answered with the challenge, anybody else’s is refused', async () => {
	await openOn(stubTrigger(port));
	const query = (token: string): string => `/whatsapp?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${encodeURIComponent(token)}`;
	expect(await call(port, 'GET', query(VERIFY_TOKEN))).toEqual({ status: 200, text: '4711' });
	expect((await call(port, 'GET', query('guess'))).status).toBe(403);
});

test('a store that fails is answered 503, and the log names neither person nor text', async () => {
	const trigger = stubTrigger(port);
	await openOn(trigger);
	await store.close();
	const { status } = await deliver(port, bodyWithMessages([textMessage('wamid.1', 'private words')]));
	expect(status).toBe(503);
	expect(trigger.logged.join()).toMatch(/not stored, Meta will deliver it again/);
	expect(trigger.logged.join()).not.toMatch(/private words|4917/);
	store = await openEmbeddedStore(':memory:', 0);
});

test('two triggers on one address: the second is refused with a sentence', async () => {
	await openOn(stubTrigger(port));
	await expect(openDoor(stubTrigger(port).functions)).rejects.toThrow('Give this one another path');
});

test('contacts in the workflow static data are refused: n8n saves nothing of what comes to a port of the node', async () => {
	const trigger = stubTrigger(port, {}, { credentials: () => ({ ...CREDENTIALS, store: 'static' }) });
	await expect(openOn(trigger)).rejects.toThrow(/Standard Webhook.*"Keep Data In"/);
	await expect(call(port, 'GET', '/whatsapp')).rejects.toThrow(/ECONNREFUSED/);
});

test('without the listener nothing is opened', async () => {
	opened.push(await openTrigger(stubTrigger(port, { door: 'n8n' }).functions));
	await expect(call(port, 'GET', '/whatsapp')).rejects.toThrow(/ECONNREFUSED/);
});
