/**
 * Meta's side of the webhook: one callback per app for all WhatsApp accounts, an override of it per WhatsApp account
 * and per phone number, and per WhatsApp account the list of apps that get its events (Meta: webhooks/override).
 */
import { record, records, text } from '../../engine/whatsapp/json-shape';
import type { GraphRequest, GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';
import { accountSentence, explainFailure } from '../shared/activation-refusal';
import { askAccount, readNumber } from '../shared/check-account';
import { appSentence, CALLBACK_REFUSED, callbackSentence } from './refusal';
import { checkToken } from './token-check';

const OBJECT = 'whatsapp_business_account';

/** The callback that the app has at Meta. */
export interface Subscription {
	callbackUrl: string;
	active: boolean;
	fields: string[];
}

/** What Meta knows before anything is written. An override that there is not is empty. */
export interface Situation {
	app: Subscription | null;
	/** Whether the WhatsApp account's events go to the app at all. */
	accountSubscribed: boolean;
	accountOverride: string;
	numberOverride: string;
}

/** The callbacks in force for one number. All calls throw ActivationRefusal with the sentence to show. */
export class MetaCallbacks {
	constructor(
		private readonly transport: GraphTransport,
		private readonly account: Account,
	) {}

	/** Reads everything that a registration depends on, and so proves each value of the credential. Writes nothing. */
	async inspect(): Promise<Situation> {
		const number = await readNumber(this.transport, this.account);
		const apps = records((await this.askAccount({ method: 'GET', path: this.subscribedApps() })).data);
		const app = await this.readApp();
		await checkToken(this.transport, this.account);
		const ours = apps.find((one) => text(record(one.whatsapp_business_api_data).id) === this.account.appId);
		const configuration = record(number.webhook_configuration);
		return {
			app,
			accountSubscribed: ours !== undefined,
			accountOverride: text(ours?.override_callback_uri) || text(configuration.whatsapp_business_account),
			numberOverride: text(configuration.phone_number),
		};
	}

	/** The app's callback, or null when it has none. Needs App ID and App Secret only. */
	async readApp(): Promise<Subscription | null> {
		const answer = await this.askApp('', { method: 'GET', path: this.subscriptions() });
		const raw = records(answer.data).find((entry) => text(entry.object) === OBJECT);
		if (raw === undefined) return null;
		const fields = Array.isArray(raw.fields) ? raw.fields : [];
		return {
			callbackUrl: text(raw.callback_url),
			active: raw.active !== false,
			fields: fields.map((field: unknown) => (typeof field === 'string' ? field : text(record(field).name))),
		};
	}

	/** The overrides of this number and of its account. */
	async readOverrides(): Promise<Pick<Situation, 'accountOverride' | 'numberOverride'>> {
		const configuration = record((await readNumber(this.transport, this.account)).webhook_configuration);
		return { accountOverride: text(configuration.whatsapp_business_account), numberOverride: text(configuration.phone_number) };
	}

	/** Overrides of the other numbers of the WhatsApp account: what goes there travels by the app's subscription, too. */
	async overridesOfOthers(): Promise<string[]> {
		const path = `${encodeURIComponent(this.account.businessAccountId)}/phone_numbers`;
		const answer = await this.askAccount({ method: 'GET', path, query: { fields: 'id,webhook_configuration', limit: 100 } });
		return records(answer.data)
			.filter((number) => text(number.id) !== this.account.phoneNumberId)
			.map((number) => text(record(number.webhook_configuration).phone_number))
			.filter((override) => override !== '');
	}

	/** Replaces the app's callback; Meta shakes hands with the new address before it does, and else keeps the old one. */
	async setApp(address: string, fields: string[]): Promise<void> {
		const body = { object: OBJECT, callback_url: address, verify_token: this.account.verifyToken, fields, include_values: true };
		await this.askApp(address, { method: 'POST', path: this.subscriptions(), body });
	}

	async removeApp(): Promise<void> {
		await this.askApp('', { method: 'DELETE', path: this.subscriptions(), query: { object: OBJECT } });
	}

	/** Without an override, which this would take away: only for an account that is not subscribed yet. */
	async subscribeAccount(): Promise<void> {
		await this.askAccount({ method: 'POST', path: this.subscribedApps() });
	}

	async unsubscribeAccount(): Promise<void> {
		await this.askAccount({ method: 'DELETE', path: this.subscribedApps() });
	}

	/** Sets the account's override, or takes it away with an empty address. The account is subscribed to the app in any case. */
	async overrideAccount(address: string): Promise<void> {
		const body = address === '' ? undefined : this.override(address);
		await this.askOverride(address, { method: 'POST', path: this.subscribedApps(), body });
	}

	/** Sets the number's override, or takes it away with an empty address. */
	async overrideNumber(address: string): Promise<void> {
		const body = { webhook_configuration: address === '' ? { override_callback_uri: '' } : this.override(address) };
		await this.askOverride(address, { method: 'POST', path: encodeURIComponent(this.account.phoneNumberId), body });
	}

	private override(address: string): Record<string, unknown> {
		return { override_callback_uri: address, verify_token: this.account.verifyToken };
	}

	private async askAccount(request: GraphRequest): Promise<Record<string, unknown>> {
		return await askAccount(this.transport, this.account, 'business account', request);
	}

	private async askOverride(address: string, request: GraphRequest): Promise<void> {
		const answer = await this.transport.call(request);
		if (answer.kind === 'ok') return;
		throw explainFailure(answer, this.account, (code) =>
			code === CALLBACK_REFUSED ? callbackSentence(address) : accountSentence(code, 'number', this.account),
		);
	}

	private async askApp(callback: string, request: Omit<GraphRequest, 'as'>): Promise<Record<string, unknown>> {
		const answer = await this.transport.call({ ...request, as: 'app' });
		if (answer.kind !== 'ok') throw explainFailure(answer, this.account, (code) => appSentence(code, this.account, callback));
		return answer.body;
	}

	private subscriptions(): string {
		return `${encodeURIComponent(this.account.appId)}/subscriptions`;
	}

	private subscribedApps(): string {
		return `${encodeURIComponent(this.account.businessAccountId)}/subscribed_apps`;
	}
}
