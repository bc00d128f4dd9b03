import type { ICredentialDataDecryptedObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { WhatsAppMessageTrigger } from '../../../../nodes/WhatsAppMessageTrigger/WhatsAppMessageTrigger.node';
import { FakeMeta } from './fake-meta';
import { APP_SECRET, CREDENTIALS, VERIFY_TOKEN } from './stub-webhook';

let meta: FakeMeta;
jest.mock('../../../../nodes/shared/stores', () => ({
	openAccountStore: async () => ({ claimKeywords: async () => undefined, releaseKeywords: async () => undefined }),
}));
jest.mock('../../../../nodes/shared/graph', () => ({ graphTransport: () => meta }));

const OURS = 'https://n8n.example.com/webhook/2b0cbb4f/webhook';
const OUR_TEST = 'https://n8n.example.com/webhook-test/2b0cbb4f/webhook';
const THEIRS = 'https://other.example.com/webhook/2b0cbb4f/webhook';
const BASIC = ['messages', 'user_preferences', 'smb_message_echoes', 'user_id_update', 'message_template_status_update'];
const LISTENER = 'https://hooks.example.com/whatsapp';

interface Setting {
	address?: string;
	test?: boolean;
	registration?: string;
	options?: Record<string, unknown>;
	/** Other fields of the node. */
	parameters?: Record<string, unknown>;
	credentials?: Partial<ICredentialDataDecryptedObject>;
}

let logged: string[];
beforeEach(() => {
	meta = new FakeMeta();
	logged = [];
});

function hooks(setting: Setting = {}) {
	const { checkExists, create, delete: remove } = new WhatsAppMessageTrigger().webhookMethods.default;
	const values: Record<string, unknown> = { registration: 'automatic', options: {}, ...setting.parameters, ...(setting.options ? { options: setting.options } : {}), ...(setting.registration ? { registration: setting.registration } : {}) };
	const staticData = {};
	let activation = setting.test === true ? 'manual' : 'activate';
	const context = {
		getNode: () => ({ name: 'Trigger', type: 'whatsAppMessageTrigger', typeVersion: 2, id: '1', position: [0, 0], parameters: {} }),
		getNodeWebhookUrl: () => setting.address ?? (setting.test === true ? OUR_TEST : OURS),
		getWorkflow: () => ({ id: 'w1', name: 'Shop' }),
		getChildNodes: () => [],
		getActivationMode: () => activation,
		getWorkflowStaticData: () => staticData,
		getCredentials: async () => ({ ...CREDENTIALS, ...setting.credentials }),
		getNodeParameter: (name: string, fallback: unknown) => values[name] ?? fallback,
		logger: { warn: (message: string) => logged.push(message) },
	} as unknown as IHookFunctions;
	return {
		checkExists: () => checkExists.call(context),
		/** As n8n does it, for a test as for production. */
		remove: () => {
			activation = 'update';
			return remove.call(context);
		},
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

describe('an override of the phone number', () => {
	test('beside somebody else who has the app: nothing of theirs is touched, and it is taken away again', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		meta.accountSubscribed = true;
		const trigger = hooks({ registration: 'number' });
		await trigger.activate();
		expect(meta.overrides).toEqual({ phone_number: OURS });
		expect(meta.writes).toEqual(['POST number']);
		await trigger.remove();
		expect(meta.overrides).toEqual({});
		expect(meta.subscription.callback_url).toBe(THEIRS);
	});

	test('writes nothing when it is in place', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		meta.accountSubscribed = true;
		meta.overrides = { phone_number: OURS };
		await hooks({ registration: 'number' }).activate();
		expect(meta.writes).toEqual([]);
	});

	test('gives an app without a webhook one, since nothing is delivered without', async () => {
		await hooks({ registration: 'number' }).activate();
		expect(meta.subscription?.callback_url).toBe(OURS);
		expect(meta.overrides).toEqual({ phone_number: OURS });
		await hooks({ registration: 'number' }).remove();
		expect([meta.subscription, meta.overrides]).toEqual([null, {}]);
	});

	test('of somebody else stays, and is named, until the user says otherwise', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		meta.overrides = { phone_number: THEIRS };
		expect((await refusal({ registration: 'number' })).message).toMatch(new RegExp(`${THEIRS}.*Take Over the Webhook`));
		expect(meta.writes).toEqual([]);
		await hooks({ registration: 'number', options: { takeOver: true } }).activate();
		expect(meta.overrides.phone_number).toBe(OURS);
	});

	test.each([
		[['account_update'], BASIC, /^Meta sends account_update always to the webhook of the app, which is https:\/\/other/],
		[['calls'], BASIC, /^The Meta app is not subscribed to calls, so Meta sends it nowhere/],
		[[], ['user_preferences'], /^The Meta app is not subscribed to messages/],
	])('that could not bring %p is refused before anything is written', async (fields, subscribed, message) => {
		meta.subscription = { callback_url: THEIRS, fields: subscribed };
		expect((await refusal({ registration: 'number', options: { fields } })).message).toMatch(message);
		expect(meta.writes).toEqual([]);
	});

	test('that Meta cannot reach leaves everything as it was', async () => {
		meta.dead.add(OURS);
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		expect((await refusal({ registration: 'number' })).message).toContain(`could not reach n8n at ${OURS}`);
		expect([meta.overrides, meta.accountSubscribed]).toEqual([{}, false]);
	});
});

describe('an override of the WhatsApp account', () => {
	test('is set beside somebody else who has the app, and taken away while the account stays subscribed', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		await hooks({ registration: 'account' }).activate();
		expect(meta.overrides).toEqual({ whatsapp_business_account: OURS });
		await hooks({ registration: 'account' }).remove();
		expect([meta.overrides, meta.accountSubscribed]).toEqual([{}, true]);
	});

	test('is refused where an override of the number would win', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		meta.overrides = { phone_number: THEIRS };
		expect((await refusal({ registration: 'account', options: { takeOver: true } })).message).toMatch(/a webhook override/);
		expect(meta.writes).toEqual([]);
	});
});

describe('numbers that share an app', () => {
	test('the app keeps its webhook while other numbers get their messages through it, and the log says so', async () => {
		await hooks().activate();
		meta.otherNumbers = [THEIRS];
		await hooks().remove();
		expect(meta.subscription?.callback_url).toBe(OURS);
		expect(logged.join()).toMatch(/keeps its webhook.*other numbers/);
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

	test('borrows the number by an override while the workflow is published, and gives it back', async () => {
		meta.subscription = { callback_url: OURS, fields: BASIC };
		meta.accountSubscribed = true;
		const test = hooks({ test: true });
		await test.activate();
		expect([meta.subscription.callback_url, meta.overrides]).toEqual([OURS, { phone_number: OUR_TEST }]);
		await test.remove();
		expect([meta.subscription.callback_url, meta.overrides]).toEqual([OURS, {}]);
	});

	test('puts the override of the published workflow back', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		await hooks({ registration: 'number' }).activate();
		const test = hooks({ registration: 'number', test: true });
		await test.activate();
		expect(meta.overrides).toEqual({ phone_number: OUR_TEST });
		await test.remove();
		expect(meta.overrides).toEqual({ phone_number: OURS });
	});

	test('leaves no override that leads nowhere when the workflow was unpublished meanwhile', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		meta.overrides = { phone_number: OURS };
		const test = hooks({ registration: 'number', test: true });
		await test.activate();
		meta.dead.add(OURS);
		await test.remove();
		expect(meta.overrides).toEqual({});
	});

	test('an override that a test left behind in a crash is taken away when the workflow is published', async () => {
		meta.subscription = { callback_url: OURS, fields: BASIC };
		meta.accountSubscribed = true;
		meta.overrides = { phone_number: OUR_TEST };
		await hooks().activate();
		expect(meta.overrides).toEqual({});
	});

	test('never takes the address of others over', async () => {
		meta.subscription = { callback_url: THEIRS, fields: BASIC };
		expect((await refusal({ test: true, options: { takeOver: true } })).message).toContain(THEIRS);
		await hooks({ test: true }).remove();
		expect([meta.subscription.callback_url, meta.overrides]).toEqual([THEIRS, {}]);
	});

	test('beside a dedicated listener leaves the listener its address, when it ends as when it is refused', async () => {
		const parameters = { door: 'listener', publicAddress: LISTENER };
		meta.subscription = { callback_url: LISTENER, fields: BASIC };
		const test = hooks({ test: true, parameters });
		await test.activate();
		expect(meta.overrides).toEqual({ phone_number: OUR_TEST });
		await test.remove();
		expect([meta.subscription.callback_url, meta.overrides]).toEqual([LISTENER, {}]);
		meta.overrides = { phone_number: THEIRS };
		const refused = hooks({ test: true, parameters });
		await refused.activate().catch(() => undefined);
		await refused.remove();
		expect(meta.subscription.callback_url).toBe(LISTENER);
		await hooks({ parameters }).remove();
		expect(meta.subscription).toBeNull();
	});
});

describe('the chat menu', () => {
	const chatMenu = { iceBreakers: { iceBreaker: [{ text: 'Where is my order?' }] }, commands: { command: [{ name: '/offers', description: 'See what is new' }] } };

	test('is set when the workflow is published, and not again', async () => {
		await hooks({ parameters: { chatMenu } }).activate();
		expect(meta.automation).toEqual({ prompts: ['Where is my order?'], commands: [{ command_name: 'offers', command_description: 'See what is new' }] });
		meta.writes.length = 0;
		await hooks({ parameters: { chatMenu } }).activate();
		expect(meta.writes).toEqual([]);
	});

	test('that is not filled in is left alone, and an empty part is taken away', async () => {
		meta.automation = { prompts: ['Old'], commands: [] };
		await hooks({}).activate();
		expect(meta.automation.prompts).toEqual(['Old']);
		await hooks({ parameters: { chatMenu: { iceBreakers: {} } } }).activate();
		expect(meta.automation.prompts).toEqual([]);
	});

	test('is not touched by a test', async () => {
		await hooks({ test: true, parameters: { chatMenu } }).activate();
		expect(meta.automation).toEqual({});
	});

	test.each([
		['five ice breakers', ['a', 'b', 'c', 'd', 'e'], /^There are 5 ice breakers and WhatsApp shows 4 at most: take 1 away/],
		['an emoji', ['Offers 🎁'], /^Ice breaker 1 has an emoji/],
		['81 characters', ['ok', 'x'.repeat(81)], /^Ice breaker 2 has 81 characters and WhatsApp takes 80/],
	])('with %s is refused in a sentence, and nothing is written', async (_what, prompts, message) => {
		const parameters = { chatMenu: { iceBreakers: { iceBreaker: prompts.map((text) => ({ text })) } } };
		expect((await refusal({ parameters })).message).toMatch(message);
		expect(meta.writes).toEqual([]);
	});

	test('that Meta does not keep is said', async () => {
		const answer = meta.call.bind(meta);
		meta.call = async (request) => (request.path.endsWith('conversational_automation') ? { kind: 'ok', body: { success: true } } : answer(request));
		expect((await refusal({ parameters: { chatMenu } })).message).toMatch(/does not show them: publish again/);
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
