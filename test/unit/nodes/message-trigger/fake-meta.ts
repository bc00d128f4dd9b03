/** Meta's side of the webhook in memory: who has which callback, and what is refused. */
import type { GraphAnswer, GraphRequest, GraphTransport } from '../../../../engine/whatsapp/transport';
import { PHONE_NUMBER_ID } from '../../../fixtures/webhooks/envelope';
import { CREDENTIALS } from './stub-webhook';

const APP = `${String(CREDENTIALS.appId)}/subscriptions`;
const ACCOUNT = `${String(CREDENTIALS.businessAccountId)}/subscribed_apps`;
const NAMES: Record<string, string> = {
	[APP]: 'app',
	[ACCOUNT]: 'account',
	[PHONE_NUMBER_ID]: 'number',
	[`${String(CREDENTIALS.businessAccountId)}/phone_numbers`]: 'numbers',
	[`${PHONE_NUMBER_ID}/conversational_automation`]: 'automation',
};

export class FakeMeta implements GraphTransport {
	subscription: { callback_url: string; fields: string[] } | null = null;
	accountSubscribed = false;
	overrides: Record<string, string> = {};
	/** Overrides of the account's other numbers. */
	otherNumbers: string[] = [];
	automation: Record<string, unknown> = {};
	/** Addresses that do not shake hands. */
	readonly dead = new Set<string>();
	/** What `debug_token` tells of the access token. */
	token: Record<string, unknown> = { app_id: CREDENTIALS.appId, is_valid: true, scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'] };
	/** Requests that change something, in order. */
	readonly writes: string[] = [];
	private readonly failures = new Map<string, GraphAnswer>();

	/** Refuses calls such as "GET app" with a code. */
	refuse(call: string, code: number, message = 'No.'): void {
		const error = { code, message, details: '', transient: false, traceId: '' };
		this.failures.set(call, { kind: 'refused', status: 400, error });
	}

	/** Lets no call through. */
	disconnect(): void {
		this.failures.set('', { kind: 'unreachable', detail: 'No connection (ENOTFOUND).' });
	}

	async call(request: GraphRequest): Promise<GraphAnswer> {
		const { method } = request;
		const target = NAMES[request.path] ?? request.path;
		const name = `${method} ${target}`;
		if (method !== 'GET') this.writes.push(name);
		if ((target === 'app' || target === 'debug_token') !== (request.as === 'app')) throw new Error(`${name} was called with the wrong token`);
		const failure = this.failures.get('') ?? this.failures.get(name);
		return failure ?? this.handshake(request) ?? { kind: 'ok', body: this.answer(name, request) };
	}

	private handshake({ body }: GraphRequest): GraphAnswer | null {
		const address = String(body?.callback_url ?? body?.override_callback_uri ?? (body?.webhook_configuration as Record<string, unknown> | undefined)?.override_callback_uri ?? '');
		if (!this.dead.has(address)) return null;
		return { kind: 'refused', status: 400, error: { code: 2200, message: 'Callback verification failed', details: '', transient: false, traceId: '' } };
	}

	private override(level: string, { override_callback_uri: address, verify_token: token }: Record<string, unknown>): void {
		if (address !== undefined && address !== '' && token !== CREDENTIALS.verifyToken) throw new Error('no verify token');
		delete this.overrides[level];
		if (typeof address === 'string' && address !== '') this.overrides[level] = address;
	}

	private answer(name: string, { body, query }: GraphRequest): Record<string, unknown> {
		switch (name) {
			case 'GET number':
				return { display_phone_number: '4930123456', webhook_configuration: this.overrides, conversational_automation: { id: PHONE_NUMBER_ID, ...this.automation } };
			case 'GET numbers':
				return { data: [{ id: PHONE_NUMBER_ID, webhook_configuration: this.overrides }, ...this.otherNumbers.map((phone_number, i) => ({ id: String(i), webhook_configuration: { phone_number } }))] };
			case 'POST automation':
				this.automation = { ...this.automation, ...body };
				break;
			case 'POST number':
				this.override('phone_number', body?.webhook_configuration as Record<string, unknown>);
				break;
			case 'GET debug_token':
				if (query?.input_token !== CREDENTIALS.accessToken) throw new Error('another token was asked for');
				return { data: this.token };
			case 'GET account':
				return { data: this.accountSubscribed ? [{ whatsapp_business_api_data: { id: CREDENTIALS.appId, name: 'App' } }] : [] };
			case 'GET app': {
				const { subscription } = this;
				const other = { object: 'page', callback_url: 'https://elsewhere.example.com', fields: [] };
				if (subscription === null) return { data: [other] };
				const fields = subscription.fields.map((field) => ({ name: field, version: 'v26.0' }));
				return { data: [other, { object: 'whatsapp_business_account', active: true, callback_url: subscription.callback_url, fields }] };
			}
			case 'POST account':
				this.accountSubscribed = true;
				this.override('whatsapp_business_account', body ?? {});
				break;
			case 'DELETE account':
				this.accountSubscribed = false;
				break;
			case 'POST app':
				if (body?.object !== 'whatsapp_business_account' || body.include_values !== true) throw new Error('not a subscription');
				if (body.verify_token !== CREDENTIALS.verifyToken) throw new Error('no verify token');
				this.subscription = { callback_url: String(body.callback_url), fields: body.fields as string[] };
				break;
			case 'DELETE app':
				if (query?.object !== 'whatsapp_business_account') throw new Error('would delete everything');
				this.subscription = null;
				break;
			default:
				throw new Error(`no such call: ${name}`);
		}
		return { success: true };
	}
}
