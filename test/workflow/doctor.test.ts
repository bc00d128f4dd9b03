/** The Doctor of a Sequence Enrollment node, asked about set-ups that are broken in one way each. */
import axios from 'axios';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { openListener, reply, type OpenListener } from '../../engine/listener/http-listener';
import { challengeOf } from '../../nodes/WhatsAppMessageTrigger/handshake';
import { subscribedFields } from '../../nodes/WhatsAppMessageTrigger/parameters';
import { WRONG_VERIFY_TOKEN } from '../../nodes/shared/connection-facts';
import { credentialFor } from '../../scripts/demo/credential';
import { enrollment } from './canvas';
import { runWorkflow } from './run-workflow';

const NODE = 'Enrollment';
/** All that the Message Trigger subscribes to by itself. */
const FIELDS = subscribedFields({});

let emulator: Emulator;
let site: { trigger: OpenListener; stranger: OpenListener };
let credential: ICredentialDataDecryptedObject;

beforeAll(async () => {
	emulator = await startEmulator();
	const at = (path: string) => ({ host: '127.0.0.1', port: 0, path });
	site = {
		trigger: await openListener(at('/trigger'), async (_, response, query) => {
			const challenge = challengeOf(Object.fromEntries(query), emulator.account.verifyToken);
			if (challenge === null) reply(response, 403, WRONG_VERIFY_TOKEN);
			else reply(response, 200, challenge);
		}),
		stranger: await openListener(at('/crm'), async (_, response, query) => reply(response, 200, query.get('hub.challenge') ?? '')),
	};
});
beforeEach(async () => {
	await axios.post(`${emulator.url}/emulator/reset`, { subscriptions: true });
	credential = { ...credentialFor(emulator), store: 'embedded', storeFile: ':memory:' };
	await subscribe(ours());
	await asUser('POST', `${emulator.account.businessAccountId}/subscribed_apps`);
});
afterAll(async () => {
	await site.trigger.close();
	await site.stranger.close();
	await emulator.close();
});

const ours = (): string => `http://127.0.0.1:${site.trigger.port}/trigger`;
const theirs = (): string => `http://127.0.0.1:${site.stranger.port}/crm`;

async function subscribe(callback: string, fields = FIELDS): Promise<void> {
	const { account, url } = emulator;
	const data = { object: 'whatsapp_business_account', callback_url: callback, verify_token: account.verifyToken, fields, include_values: true };
	await axios.post(`${url}/v26.0/${account.appId}/subscriptions`, data, { headers: { Authorization: `Bearer ${account.appId}|${account.appSecret}` } });
}

async function asUser(method: string, path: string, data?: object): Promise<void> {
	await axios.request({ method, url: `${emulator.url}/v26.0/${path}`, data, headers: { Authorization: `Bearer ${emulator.account.accessToken}` } });
}

async function examine(): Promise<IDataObject[]> {
	const run = await runWorkflow(enrollment({ resource: 'connection', operation: 'doctor' }), { node: NODE, items: [{}] }, credential);
	expect(run.error).toBeNull();
	const items = run.outputs(NODE)![0]!;
	const said = JSON.stringify(items);
	for (const secret of [emulator.account.accessToken, emulator.account.appSecret, emulator.account.verifyToken, 'WRONG-TOKEN']) expect(said).not.toContain(secret);
	return items;
}

const problems = (items: IDataObject[]): IDataObject[] => items.filter(({ severity }) => severity === 'problem');

test('a connection that works is told so, with number, limit and webhook', async () => {
	const items = await examine();
	expect(problems(items)).toEqual([]);
	const byId = new Map(items.map((item) => [item.id, item.finding]));
	expect(byId.get('number')).toMatch(/^The number is \+15550001234 \(Sunrise Shop\), CONNECTED, quality GREEN/);
	expect(byId.get('token_scopes')).toMatch(/has the permissions/);
	expect(byId.get('app_webhook')).toBe(`The webhook of the app is ${ours()}, and a WhatsApp Message Trigger answers there.`);
	expect(byId.get('account_subscribed')).toBeDefined();
	expect(items[0]).toMatchObject({ id: 'summary', severity: 'works_partly', finding: expect.stringContaining('No message has come in') });
});

test('of every other field that the Message Trigger subscribes to, its loss is told', async () => {
	await subscribe(ours(), ['messages']);
	const warned = (await examine()).filter(({ severity, id }) => severity === 'warning' && String(id).startsWith('field_'));
	expect(warned.map(({ id }) => id)).toEqual(FIELDS.filter((field) => field !== 'messages').map((field) => `field_${field}_missing`));
});

const BROKEN: Array<[string, () => Promise<void> | void, string, RegExp]> = [
	['a wrong token', () => void (credential.accessToken = 'WRONG-TOKEN'), 'token_refused', /^Meta refuses the access token/],
	['a missing permission', () => void (credential.accessToken = 'EMULATOR-MANAGE-ONLY-ACCESS-TOKEN'), 'token_scope_missing', /no permission whatsapp_business_messaging: nothing can be sent/],
	['an app that the account does not send to', () => asUser('DELETE', `${emulator.account.businessAccountId}/subscribed_apps`), 'account_not_subscribed', /does not send its events to the app 300000000000003/],
	['a webhook that belongs to somebody else', () => subscribe(theirs()), 'app_webhook_of_others', /belongs to http:\/\/127\.0\.0\.1:\d+\/crm, which is not this n8n/],
	['a wrong phone number id', () => void (credential.phoneNumberId = '999000000000001'), 'number_unknown', /^Meta finds no number with the Phone Number ID 999000000000001/],
	['the field messages switched off', () => subscribe(ours(), ['user_preferences']), 'field_messages_missing', /not subscribed to "messages"/],
	['no app secret', () => void (credential.appSecret = ''), 'credential_incomplete', /no App Secret, so no webhook can be verified/],
	['a number that is not registered', () => axios.post(`${emulator.url}/emulator/number`, { status: 'PENDING' }).then(() => undefined), 'number_not_registered', /is PENDING, not CONNECTED/],
	['an override that somebody else set', () => asUser('POST', emulator.account.phoneNumberId, { webhook_configuration: { override_callback_uri: theirs(), verify_token: 'x' } }), 'override_of_others', /^The webhook override of the phone number belongs to/],
	['no webhook at all', () => axios.delete(`${emulator.url}/v26.0/${emulator.account.appId}/subscriptions`, { headers: { Authorization: `Bearer ${emulator.account.appId}|${emulator.account.appSecret}` } }).then(() => undefined), 'app_without_webhook', /has no webhook/],
	['a store that cannot be opened', () => void (credential.storeFile = '/dev/null/store.sqlite'), 'store_unreadable', /^The embedded store cannot use \/dev\/null/],
	['a wrong app secret', () => void (credential.appSecret = 'wrong-secret'), 'app_secret_wrong', /refuses the App ID 300000000000003 with its App Secret/],
];

test.each(BROKEN)('%s is found, with what to do', async (_what, breakIt, id, finding) => {
	await breakIt();
	const items = await examine();
	expect(items[0]).toMatchObject({ id: 'summary', severity: 'broken', finding: expect.stringMatching(/problems? to solve: /) });
	const found = problems(items);
	expect(found.map((item) => item.id)).toEqual([id]);
	expect(found[0]!.finding).toMatch(finding);
	expect(found[0]!.advice).toMatch(/\w+.*\.$/);
});

test('nothing is filled in, and nothing throws', async () => {
	credential = { store: 'embedded', storeFile: ':memory:', graphBaseUrl: emulator.url };
	expect(problems(await examine()).map(({ finding }) => finding)).toHaveLength(6);
});
