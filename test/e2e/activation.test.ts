/** Activating what cannot work says in a sentence what to fix, and leaves nothing behind. */
import axios from 'axios';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { credentialFor } from '../../scripts/demo/credential';
import { freePort } from '../../scripts/n8n/ports';
import { WorkflowActivationFailed } from '../../scripts/n8n/rest';
import type { StoredCredential, WorkflowJson } from '../../scripts/n8n/rest-types';
import { metaSide, UNTOUCHED } from './meta-side';
import { startRealN8n, type RealN8n } from './real-n8n';
import { messageWorkflow, sequenceWorkflow, type TextStep } from './workflows';

const WRONG_CREDENTIALS: Array<{ fault: string; fields: (closedPort: number) => Record<string, string>; says: RegExp }> = [
	{ fault: 'a wrong access token', fields: () => ({ accessToken: 'WRONG-TOKEN' }), says: /^Meta refused the access token: create a new one and paste it into the credential/ },
	{ fault: 'a wrong phone number id', fields: () => ({ phoneNumberId: '999000000000001' }), says: /^Meta finds no number with the Phone Number ID 999000000000001: copy it again/ },
	{ fault: 'a wrong business account id', fields: () => ({ businessAccountId: '999000000000002' }), says: /^Meta finds no WhatsApp Business Account 999000000000002: copy the ID again/ },
	{ fault: 'no app secret', fields: () => ({ appSecret: '' }), says: /^The credential has no App Secret: fill it in to receive messages/ },
	{ fault: 'a wrong app secret', fields: () => ({ appSecret: 'wrong-secret' }), says: /^Meta refused the App ID 300000000000003 with its App Secret: copy both again/ },
	{ fault: 'a token of another app', fields: () => ({ accessToken: 'EMULATOR-OTHER-APP-ACCESS-TOKEN' }), says: /^The Access Token belongs to another Meta app than the App ID 300000000000003: / },
	{ fault: 'a token that may not send', fields: () => ({ accessToken: 'EMULATOR-MANAGE-ONLY-ACCESS-TOKEN' }), says: /^The Access Token has no permission whatsapp_business_messaging: create a new one/ },
	{ fault: 'Meta out of reach', fields: (port) => ({ graphBaseUrl: `http://127.0.0.1:${port}` }), says: /^Meta cannot be reached at http:\/\/127\.0\.0\.1:\d+: check n8n's internet connection, and Graph Base URL/ },
];

/** What sending needs, too; the rest is about the webhook. */
const NEEDED_BY_SEQUENCES = WRONG_CREDENTIALS.filter(({ fault }) => /wrong access token|phone number id|business account id|out of reach/.test(fault));

const ORDER_UPDATE: TextStep = { name: 'Parcel', seconds: 0, template: 'order_update' };
const WRONG_SEQUENCES: Array<{ fault: string; steps: TextStep[]; says: RegExp }> = [
	{ fault: 'two steps of the same name', steps: [ORDER_UPDATE, { ...ORDER_UPDATE, seconds: 5 }], says: /"Step "Parcel" is there twice \(number 1 and 2\)/ },
	{ fault: 'no steps', steps: [], says: /"The sequence has no steps\. Add at least one/ },
	{ fault: 'a negative delay', steps: [{ ...ORDER_UPDATE, seconds: -3 }], says: /"Step "Parcel" has a negative delay \(-3 seconds\)/ },
	{ fault: 'an unknown template', steps: [ORDER_UPDATE, { name: 'Thanks', seconds: 5, template: 'order_updatte' }], says: /"Step "Thanks": The template "order_updatte" does not exist.*Did you mean "order_update"/ },
	{ fault: 'a template that Meta has paused', steps: [{ name: 'Rest', seconds: 0, template: 'promo_paused' }], says: /"Step "Rest": The template "promo_paused" \(en\) cannot be sent: Meta says PAUSED/ },
	{ fault: 'a missing variable', steps: [{ name: 'Hello', seconds: 0, template: 'promo_welcome' }], says: /"Step "Hello": The template "promo_welcome" \(en\) has variables without a value: / },
];

describe('activating what cannot work', () => {
	let real: RealN8n;
	const sentences = new Map<string, string>();
	beforeAll(async () => {
		real = await startRealN8n();
		const port = await freePort();
		const unreachable = messageWorkflow(real.credential);
		await failHandshakeOf(unreachable);
		// n8n tries a trigger that throws for 15 s: all of them wait together.
		const refused = await Promise.all([
			...WRONG_CREDENTIALS.map(async ({ fault, fields }) => {
				const credential = await credentialWith(fields(port));
				return await refusal(`message trigger, ${fault}`, messageWorkflow(credential));
			}),
			refusal('callback', unreachable),
			...WRONG_SEQUENCES.map(({ fault, steps }) => refusal(`sequence, ${fault}`, sequenceWorkflow(`With ${fault}`, steps, real.credential))),
			...NEEDED_BY_SEQUENCES.map(async ({ fault, fields }) => {
				const credential = await credentialWith(fields(port));
				return await refusal(`sequence, ${fault}`, sequenceWorkflow(`With ${fault}`, [ORDER_UPDATE], credential));
			}),
		]);
		for (const [name, sentence] of refused) sentences.set(name, sentence);
	}, 300_000);
	afterAll(() => real?.close(), 60_000);

	async function credentialWith(fields: Record<string, string>): Promise<StoredCredential> {
		return await real.rest.createCredential('whatsAppSequencesApi', 'Wrong', { ...credentialFor(real.emulator), ...fields });
	}

	/** As if n8n's address were not open to the internet: Meta's handshake with it goes wrong. */
	async function failHandshakeOf({ nodes }: WorkflowJson): Promise<void> {
		const match = { path: '/subscriptions', callback_url: `${real.n8n.url}/webhook/${nodes[0].webhookId}/webhook` };
		await axios.post(`${real.emulator.url}/emulator/faults`, { rules: [{ match, times: 100, action: 'error', code: 2200 }] });
	}

	/** What n8n shows; empty when the workflow was activated after all. */
	async function refusal(name: string, workflow: WorkflowJson): Promise<[string, string]> {
		const { id } = await real.rest.createWorkflow(workflow);
		try {
			await real.rest.activate(id);
			return [name, ''];
		} catch (error) {
			if (!(error instanceof WorkflowActivationFailed)) throw error;
			return [name, error.message];
		}
	}

	async function sequences(): Promise<string[]> {
		const store = await openEmbeddedStore(real.storeFile, Date.now());
		try {
			return (await store.forAccount(real.emulator.account.phoneNumberId).listSequences()).map(({ name }) => name);
		} finally {
			await store.close();
		}
	}

	test.each(WRONG_CREDENTIALS)('the Message Trigger says what to fix: $fault', ({ fault, says }) => {
		expect(sentences.get(`message trigger, ${fault}`)).toMatch(says);
	});

	test.each(WRONG_SEQUENCES)('the Sequence Trigger says what to fix: $fault', ({ fault, says }) => {
		expect(sentences.get(`sequence, ${fault}`)).toMatch(says);
	});

	test.each(NEEDED_BY_SEQUENCES)('the Sequence Trigger, alone, says what to fix: $fault', ({ fault, says }) => {
		// n8n puts its own words around what a trigger without a webhook says.
		expect(sentences.get(`sequence, ${fault}`)?.replace(/^There was a problem activating the workflow: "(.*)"$/, '$1')).toMatch(says);
	});

	test('a callback that Meta cannot reach is said, too', () => {
		expect(sentences.get('callback')).toMatch(/^Meta could not reach n8n at http:.*: make this address reachable from the internet, or correct WEBHOOK_URL/);
	});

	test('of all that, nothing stays at Meta and no sequence is published', async () => {
		expect(await metaSide(real.emulator)).toEqual(UNTOUCHED);
		expect(await sequences()).toEqual([]);
	});

	test('no sentence holds a secret', () => {
		const { accessToken, appSecret, verifyToken } = real.emulator.account;
		const said = [...sentences.values()].join('\n');
		for (const secret of [accessToken, appSecret, verifyToken, 'WRONG-TOKEN', 'wrong-secret']) expect(said).not.toContain(secret);
	});

	test.each([
		['the right data', {}, 'OK', /^Connection successful/],
		['a wrong token', { accessToken: 'WRONG-TOKEN' }, 'Error', /^Meta refused the access token: .*Create a token for a system user/],
		['a wrong phone number id', { phoneNumberId: '999000000000001' }, 'Error', /^Meta finds no number with this Phone Number ID for this token: copy the ID/],
		['an address that is not Meta\'s', { graphVersion: 'emulator' }, 'Error', /check Graph Base URL/],
		['a database that does not answer', { store: 'postgres', postgresHost: '127.0.0.1', postgresPort: 1 }, 'Error', /its data cannot be kept\. No database server answers at this host and port/],
		['a file that n8n cannot write', { storeFile: '/dev/null/store.sqlite' }, 'Error', /its data cannot be kept\. The embedded store cannot use .*Choose a place that n8n may write to/],
	])('the button "Test" of the credential, with %s', async (_, fields, status, says) => {
		const result = await real.rest.testCredential(real.credential, fields);
		expect(result).toEqual({ status, message: expect.stringMatching(says) });
	});

	test('deactivating takes the webhook away from Meta', async () => {
		const { id } = await real.rest.createWorkflow(messageWorkflow(real.credential));
		await real.rest.activate(id);
		const { callbacks, inForce } = await metaSide(real.emulator);
		expect(callbacks).toEqual([expect.stringContaining(`${real.n8n.url}/webhook/`)]);
		expect(inForce).toBe(callbacks[0]);
		await real.rest.deactivate(id);
		expect(await metaSide(real.emulator)).toMatchObject({ callbacks: [], inForce: null });
	}, 60_000);

	test('of a workflow with one good and one bad trigger n8n keeps the good one, and deactivating takes it back', async () => {
		const messages = messageWorkflow(real.credential);
		const sequence = sequenceWorkflow('Half', [], real.credential);
		const { id } = await real.rest.createWorkflow({
			...messages,
			nodes: [...messages.nodes, ...sequence.nodes],
			connections: { ...messages.connections, ...sequence.connections },
		});
		await expect(real.rest.activate(id)).rejects.toThrow(/The sequence has no steps\. Add at least one/);
		expect((await real.rest.publicationStatus(id)).status).toBe('partial');
		await real.rest.deactivate(id);
		expect(await metaSide(real.emulator)).toMatchObject({ callbacks: [], inForce: null });
		expect(await sequences()).toEqual([]);
	}, 120_000);

	test('the Sequence Trigger needs no app secret, which only receiving does', async () => {
		const credential = await credentialWith({ appSecret: '' });
		const { id } = await real.rest.createWorkflow(sequenceWorkflow('Sending only', [ORDER_UPDATE], credential));
		await real.rest.activate(id);
		expect(await sequences()).toEqual(['Sending only']);
		await real.rest.deactivate(id);
	}, 60_000);
});
