import type { ICredentialDataDecryptedObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { WhatsAppMessageTrigger } from '../../../../nodes/WhatsAppMessageTrigger/WhatsAppMessageTrigger.node';
import { FakeMeta } from './fake-meta';
import { APP_SECRET, CREDENTIALS, VERIFY_TOKEN } from './stub-webhook';

let meta: FakeMeta;
jest.mock('../../../../nodes/shared/stores', () => ({}));
jest.mock('../../../../nodes/shared/graph', () => ({ graphTransport: () => meta }));

const OURS = 'https://n8n.example.com/webhook/2b0cbb4f/webhook';
const OUR_TEST = 'https://n8n.example.com/webhook-test/2b0cbb4f/webhook';
const THEIRS = 'https://other.example.com/webhook/2b0cbb4f/webhook';
const BASIC = ['messages', 'user_preferences', 'smb_message_echoes', 'user_id_update'];

interface Setting {
	address?: string;
	test?: boolean;
	registration?: string;
	options?: Record<string, unknown>;
	credentials?: Partial<ICredentialDataDecryptedObject>;
}

let logged: string[];
beforeEach(() => {
	meta = new FakeMeta();
	logged = [];
});

function hooks(setting: Setting = {}) {
	const { checkExists, create, delete: remove } = new WhatsAppMessageTrigger().webhookMethods.default;
	const context = {
		getNode: () => ({ name: 'Trigger', type: 'whatsAppMessageTrigger', typeVersion: 2, id: '1', position: [0, 0], parameters: {} }),
		getNodeWebhookUrl: () => setting.address ?? (setting.test === true ? OUR_TEST : OURS),
		getActivationMode: () => (setting.test === true ? 'manual' : 'activate'),
		getCredentials: async () => ({ ...CREDENTIALS, ...setting.credentials }),
		getNodeParameter: (name: string, fallback: unknown) => (name === 'registration' ? (setting.registration ?? 'automatic') : (setting.options ?? fallback)),
		logger: { warn: (message: string) => logged.push(message) },
	} as unknown as IHookFunctions;
	return {
		checkExists: () => checkExists.call(context),
		remove: () => remove.call(context),
		/** As n8n does it. */
		activate: async () => (await checkExists.call(context)) || (await create.call(context)),
	};
}

async function refusal(setting: Setting = {}): Promise<NodeOperationError> {
	const error: unknown = await hooks(setting).activate().then(() => null, (caught: unknown) => caught);
	expect(error).toBeInstanceOf(NodeOperationError);
	const shown = `${(error as NodeOperationError).message} ${(error as NodeOperationError).description}`;
	for (const secret of [APP_SECRET, VERIFY_TOKEN, String(CREDENTIALS.accessToken)]) expect(shown).not.toContain(secret);
	return error as NodeOperationError;
}

describe('automatic registration', () => {
	test('subscribes the WhatsApp account to the app, and the app to our address', async () => {
		await hooks().activate();
		expect(meta.subscription).toEqual({ callback_url: OURS, fields: BASIC });
		expect(meta.writes).toEqual(['POST account', 'POST app']);
	});

	test('asks for the further fields that the options name', async () => {
		await hooks({ options: { fields: ['calls', 'system', 'user_preferences'] } }).activate();
		expect(meta.subscription?.fields).toEqual([...BASIC, 'calls']);
	});

	test('writes nothing when all is in place, and what is missing when not', async () => {
		meta.subscription = { callback_url: OURS, fields: [...BASIC, 'flows'] };
		meta.accountSubscribed = true;
		await hooks().activate();
		expect(meta.writes).toEqual([]);
		await hooks({ options: { fields: ['calls'] } }).activate();
		expect(meta.writes).toEqual(['POST app']);
	});

	test('replaces a test address of its own that was left behind', async () => {
		meta.subscription = { callback_url: OUR_TEST, fields: BASIC };
		await hooks().activate();
		expect(meta.subscription.callback_url).toBe(OURS);
	});

	test('leaves the address of others alone, and names it', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		expect((await refusal()).message).toMatch(new RegExp(`${THEIRS}.*Take Over the Webhook`));
		expect(meta.subscription.callback_url).toBe(THEIRS);
		expect(meta.writes).toEqual([]);
	});

	test('takes the address over when the user says so', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		await hooks({ options: { takeOver: true } }).activate();
		expect(meta.subscription.callback_url).toBe(OURS);
	});

	test.each(['phone_number', 'whatsapp_business_account'])('tells of an override of the %s, even when it may take over', async (level) => {
		meta.overrides = { [level]: THEIRS, application: OURS };
		expect((await refusal({ options: { takeOver: true } })).message).toContain(THEIRS);
		expect(meta.writes).toEqual([]);
	});
});

describe('what stands in the way is said in one sentence, before anything is written', () => {
	test.each<[string, () => void, Setting, RegExp]>([
		['a wrong access token', () => meta.refuse('GET number', 190), {}, /^Meta refused the access token: create a new one/],
		['a wrong phone number id', () => meta.refuse('GET number', 100), {}, /no number with the Phone Number ID 106540352242922/],
		['a wrong business account id', () => meta.refuse('GET account', 100), {}, /no WhatsApp Business Account 102290129340398/],
		['a token without permission', () => meta.refuse('GET account', 200), {}, /whatsapp_business_management/],
		['a wrong app secret', () => meta.refuse('GET app', 190), {}, /refused the App ID 1191624265890717 with its App Secret/],
		['a wrong app id', () => meta.refuse('GET app', 100), {}, /no app with the App ID 1191624265890717/],
		['a token of another app', () => meta.refuse('GET debug_token', 100, '(#100) The App_id in the input_token did not match the Viewing App'), {}, /^The Access Token belongs to another Meta app than the App ID 1191624265890717: /],
		['a token that Meta says is another app\'s', () => (meta.token = { app_id: '42', is_valid: true, scopes: [] }), {}, /^The Access Token belongs to another Meta app than the App ID/],
		['a token that may not send', () => (meta.token.scopes = ['whatsapp_business_management']), {}, /^The Access Token has no permission whatsapp_business_messaging: create a new one/],
		['Meta busy', () => meta.refuse('GET number', 2), {}, /at the moment: try again/],
		['Meta unreachable', () => meta.disconnect(), {}, /cannot be reached at https:\/\/graph\.facebook\.com/],
		['an address that is not Meta', () => meta.refuse('GET number', -1), {}, /check Graph Base URL/],
		['no app id and no app secret', () => undefined, { credentials: { appId: '', appSecret: ' ' } }, /has no App ID, no App Secret: fill it in/],
		['no verify token', () => undefined, { credentials: { verifyToken: '' } }, /has no Verify Token/],
		['n8n on localhost', () => undefined, { address: 'http://localhost:5678/webhook/1/webhook' }, /inside your own network: set WEBHOOK_URL/],
		['n8n without https', () => undefined, { address: 'http://n8n.example.com/webhook/1/webhook' }, /https:\/\/ addresses only.*WEBHOOK_URL/],
	])('%s', async (_what, prepare, setting, message) => {
		prepare();
		const error = await refusal(setting);
		expect(error.message).toMatch(message);
		expect(error.message).not.toMatch(/\.\s/);
		expect(error.description).toBeTruthy();
		expect(meta.writes).toEqual([]);
	});

	test.each<[string, () => void]>([
		['refuses to look at tokens at the moment', () => meta.refuse('GET debug_token', 4)],
		['tells nothing about the token', () => (meta.token = {})],
	])('a token that works is no reason to refuse when Meta %s', async (_what, prepare) => {
		prepare();
		await hooks().activate();
		expect(meta.subscription?.callback_url).toBe(OURS);
	});

	test('a local stand-in for Meta may call a local n8n', async () => {
		const address = 'http://127.0.0.1:5678/webhook/1/webhook';
		await hooks({ address, credentials: { graphBaseUrl: 'http://127.0.0.1:9080' } }).activate();
		expect(meta.subscription?.callback_url).toBe(address);
	});
});

describe('nothing half-registered stays behind', () => {
	test('when Meta cannot reach n8n, the account is unsubscribed again and the former address stays', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		meta.refuse('POST app', 2200, 'Callback verification failed');
		expect((await refusal({ options: { takeOver: true } })).message).toMatch(new RegExp(`could not reach n8n at ${OURS}`));
		expect(meta.accountSubscribed).toBe(false);
		expect(meta.subscription.callback_url).toBe(THEIRS);
	});

	test('an account that was subscribed before stays so', async () => {
		meta.accountSubscribed = true;
		meta.refuse('POST app', 2200);
		await refusal();
		expect(meta.accountSubscribed).toBe(true);
	});

	test('when the account cannot be subscribed, the app is not touched', async () => {
		meta.refuse('POST account', 200);
		expect((await refusal()).message).toMatch(/whatsapp_business_management/);
		expect(meta.subscription).toBeNull();
	});
});

describe('testing from the editor', () => {
	test('registers the test address while there is no other, and takes it away', async () => {
		const test = hooks({ test: true });
		await test.activate();
		expect(meta.subscription?.callback_url).toBe(OUR_TEST);
		await test.remove();
		expect(meta.subscription).toBeNull();
	});

	test('says why not while the workflow is active', async () => {
		meta.subscription = { callback_url: OURS, fields: BASIC };
		expect((await refusal({ test: true, options: { takeOver: true } })).message).toMatch(/This workflow is published.*unpublish \(deactivate\) it first/);
		await hooks({ test: true }).remove();
		expect(meta.subscription.callback_url).toBe(OURS);
	});

	test('never takes the address of others over', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		expect((await refusal({ test: true, options: { takeOver: true } })).message).toContain(THEIRS);
		expect(meta.subscription.callback_url).toBe(THEIRS);
	});
});

describe('deactivation', () => {
	test('takes away our address, and no other', async () => {
		await hooks().activate();
		await hooks().remove();
		expect(meta.subscription).toBeNull();
		expect(meta.accountSubscribed).toBe(true);
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		await hooks().remove();
		expect(meta.subscription.callback_url).toBe(THEIRS);
	});

	test('works while Meta is unreachable or refuses, and says in the log what stays', async () => {
		meta.subscription = { callback_url: OURS, fields: BASIC };
		meta.refuse('DELETE app', 2);
		expect(await hooks().remove()).toBe(true);
		meta.disconnect();
		expect(await hooks().remove()).toBe(true);
		expect(logged).toHaveLength(2);
		expect(logged.every((line) => line.includes(OURS))).toBe(true);
	});

	test('has nothing to do without app id or secret', async () => {
		expect(await hooks({ credentials: { appSecret: '' } }).remove()).toBe(true);
	});
});

describe('manual registration', () => {
	test('asks Meta nothing', async () => {
		meta.disconnect();
		const manual = hooks({ registration: 'manual', address: 'http://localhost/webhook', credentials: { appId: '' } });
		expect(await manual.activate()).toBe(true);
		expect(await manual.remove()).toBe(true);
	});

	test('needs app secret and verify token', async () => {
		const error = await refusal({ registration: 'manual', credentials: { appSecret: '', verifyToken: '' } });
		expect(error.message).toMatch(/has no App Secret, no Verify Token/);
	});
});
