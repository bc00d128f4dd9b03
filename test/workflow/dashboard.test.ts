/** The dashboard node as n8n calls it: a request in, a page out, and never an execution. */
import { randomUUID } from 'node:crypto';
import { WebhookContext } from 'n8n-core';
import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';
import { START } from '../conformance/builders';
import { publish } from '../conformance/verbs';
import { dashboardWorkflow } from '../../scripts/demo/workflow';
import { Business } from './business';
import { additionalDataOf, workflowOf } from './n8n-process';

const LOGIN = { dashboardUser: 'ada', dashboardPassword: ' pass word ' };
const CREDENTIAL = { id: 'credential-1', name: 'WhatsApp Sequences account', type: 'whatsAppSequencesApi' };

interface Asked {
	method?: 'GET' | 'POST';
	query?: string;
	body?: string;
	password?: string | null;
	headers?: IDataObject;
}

class Response {
	statusCode = 0;
	readonly headers: Record<string, string> = {};
	body = '';

	status(code: number): this {
		this.statusCode = code;
		return this;
	}
	setHeader(name: string, value: string): this {
		this.headers[name] = value;
		return this;
	}
	end(body: string): this {
		this.body = body;
		return this;
	}
}

describe('the dashboard node', () => {
	let business: Business;
	/** Who guesses is remembered by their address. */
	let place: string;
	beforeEach(() => void (place = randomUUID()));
	afterEach(() => business.close());

	async function ask({ method = 'GET', query = '', body = '', password = LOGIN.dashboardPassword, headers = {} }: Asked = {}): Promise<{ response: Response; result: IWebhookResponseData }> {
		const workflow = workflowOf(dashboardWorkflow('page', CREDENTIAL));
		const node = workflow.getNode('Dashboard')!;
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const additional = additionalDataOf(workflow, business.credential, 'webhook');
		const response = new Response();
		const authorization = password === null ? {} : { authorization: `Basic ${Buffer.from(`ada:${password}`).toString('base64')}` };
		const request = { method, url: `/webhook/page/dashboard${query}`, headers: { ...authorization, ...headers }, ip: place, readRawBody: async () => undefined, rawBody: Buffer.from(body) };
		Object.assign(additional, { httpRequest: request, httpResponse: response });
		const webhook = { httpMethod: method, node: node.name, path: 'dashboard', workflowId: workflow.id, webhookDescription: type.description.webhooks![0]!, workflowExecuteAdditionalData: additional };
		const context = new WebhookContext(workflow, node, additional, 'webhook', webhook, [], null);
		return { response, result: await type.webhook!.call(context) };
	}

	it('answers with a page of its own headers, and starts nothing', async () => {
		business = await Business.open(LOGIN);
		await publish(business.store, {}, 'first', START);
		const { response, result } = await ask();
		expect(result).toEqual({ noWebhookResponse: true });
		expect(response.statusCode).toBe(200);
		expect(response.headers['Content-Security-Policy']).toContain('sandbox allow-forms');
		expect(response.body).toContain('welcome');
	});

	it('asks for the password, and refuses when the credential has none', async () => {
		business = await Business.open(LOGIN);
		expect((await ask({ password: null })).response.headers['WWW-Authenticate']).toContain('Basic');
		expect((await ask({ password: 'pass word' })).response.statusCode).toBe(401);
		await business.close();
		business = await Business.open();
		expect((await ask({ password: '' })).response.body).toContain('Set Dashboard User and Dashboard Password in the WhatsApp Sequences credential.');
	});

	it('remembers between requests who guesses', async () => {
		business = await Business.open(LOGIN);
		for (let guess = 0; guess < 3; guess++) await ask({ password: 'wrong' });
		expect((await ask()).response.statusCode).toBe(429);
		place = randomUUID();
		expect((await ask()).response.statusCode).toBe(200);
	});

	it('changes something by a form of its own page only', async () => {
		business = await Business.open(LOGIN);
		await publish(business.store, {}, 'first', START);
		const query = '?page=sequence%2Fpause&name=welcome';
		expect((await ask({ method: 'POST', query })).response.statusCode).toBe(403);
		const token = /name="token" value="([^"]*)"/.exec((await ask({ query: '?page=sequence&name=welcome' })).response.body)![1]!;
		const { response } = await ask({ method: 'POST', query, body: new URLSearchParams({ token }).toString() });
		expect([response.statusCode, response.headers.Location]).toEqual([303, expect.stringMatching(/^\?page=sequence&name=welcome&told=/)]);
		expect((await business.store.listSequences())[0]!.pausedAt).not.toBeNull();
	});

	it('refuses a form that is larger than any of its own', async () => {
		business = await Business.open(LOGIN);
		expect((await ask({ method: 'POST', headers: { 'content-length': '9000000' } })).response.statusCode).toBe(413);
	});

	it('shows no secret on any page', async () => {
		business = await Business.open(LOGIN);
		const secrets = [business.credential.accessToken, business.credential.appSecret, business.credential.verifyToken, LOGIN.dashboardPassword] as string[];
		for (const query of ['', '?page=settings', '?page=people', '?page=none']) {
			const { body } = (await ask({ query })).response;
			for (const secret of secrets) expect(body).not.toContain(secret);
		}
		expect((await ask({ query: '?page=settings' })).response.body).toContain(String(business.credential.phoneNumberId));
	});

	it('shows people who are kept in the static data of its workflow', async () => {
		business = await Business.open({ ...LOGIN, store: 'static' });
		expect((await ask()).response.statusCode).toBe(200);
	});
});
