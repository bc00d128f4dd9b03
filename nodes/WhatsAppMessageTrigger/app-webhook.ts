/**
 * Meta's side of the webhook: one callback per app for all WhatsApp accounts, and per WhatsApp account the list
 * of apps that get its events (Meta: webhooks/override).
 */
import { firstText, record, records, text } from '../../engine/whatsapp/json-shape';
import type { GraphAnswer, GraphRequest, GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';
import { ActivationRefusal, explainFailure } from '../shared/activation-refusal';
import { askAccount, readNumber } from '../shared/check-account';
import { appSentence } from './refusal';
import { checkToken } from './token-check';

const OBJECT = 'whatsapp_business_account';

/** The callback that the app has at Meta. */
export interface Subscription {
	callbackUrl: string;
	active: boolean;
	fields: string[];
}

/** What Meta knows before anything is written. */
export interface Situation {
	subscription: Subscription | null;
	/** Whether the WhatsApp account's events go to the app at all. */
	accountSubscribed: boolean;
}

/** The webhook of one app at Meta. Its reading and writing calls throw ActivationRefusal with the sentence to show. */
export class AppWebhook {
	constructor(
		private readonly transport: GraphTransport,
		private readonly account: Account,
		readonly callbackUrl: string,
	) {}

	/** Reads everything that a registration depends on, and so proves each value of the credential. Writes nothing. */
	async inspect(): Promise<Situation> {
		const number = await readNumber(this.transport, this.account);
		const apps = records((await this.askAccount({ method: 'GET', path: this.accountPath() })).data);
		const subscription = await this.readSubscription();
		await checkToken(this.transport, this.account);
		const accountSubscribed = this.findApp(apps);
		const configuration = record(number.webhook_configuration);
		const override = firstText(configuration.phone_number, configuration.whatsapp_business_account);
		if (override !== '' && override !== this.callbackUrl) throw overridden(override);
		return { subscription, accountSubscribed };
	}

	/** The app's callback, or null when it has none. Needs App ID and App Secret only. */
	async readSubscription(): Promise<Subscription | null> {
		const answer = await this.askApp({ method: 'GET', path: this.appPath() });
		const raw = records(answer.data).find((entry) => text(entry.object) === OBJECT);
		if (raw === undefined) return null;
		const fields = Array.isArray(raw.fields) ? raw.fields : [];
		return {
			callbackUrl: text(raw.callback_url),
			active: raw.active !== false,
			fields: fields.map((field: unknown) => (typeof field === 'string' ? field : text(record(field).name))),
		};
	}

	/** Replaces the app's callback; Meta shakes hands with the new address before it does, and else keeps the old one. */
	async subscribeApp(fields: string[]): Promise<void> {
		const body = {
			object: OBJECT,
			callback_url: this.callbackUrl,
			verify_token: this.account.verifyToken,
			fields,
			include_values: true,
		};
		await this.askApp({ method: 'POST', path: this.appPath(), body });
	}

	async subscribeAccount(): Promise<void> {
		await this.askAccount({ method: 'POST', path: this.accountPath() });
	}

	/** How it went; the caller is cleaning up and goes on either way. */
	async unsubscribeAccount(): Promise<GraphAnswer> {
		return await this.transport.call({ method: 'DELETE', path: this.accountPath() });
	}

	/** How it went; the caller is cleaning up and goes on either way. */
	async unsubscribeApp(): Promise<GraphAnswer> {
		return await this.transport.call({ method: 'DELETE', path: this.appPath(), as: 'app', query: { object: OBJECT } });
	}

	private async askAccount(request: GraphRequest): Promise<Record<string, unknown>> {
		return await askAccount(this.transport, this.account, 'business account', request);
	}

	private async askApp(request: Omit<GraphRequest, 'as'>): Promise<Record<string, unknown>> {
		const answer = await this.transport.call({ ...request, as: 'app' });
		if (answer.kind !== 'ok') throw explainFailure(answer, this.account, (code) => appSentence(code, this.account, this.callbackUrl));
		return answer.body;
	}

	/** Whether our app gets the account's events. The list holds every app that does. */
	private findApp(apps: Array<Record<string, unknown>>): boolean {
		const ours = apps.find((app) => text(record(app.whatsapp_business_api_data).id) === this.account.appId);
		const override = text(ours?.override_callback_uri);
		if (override !== '' && override !== this.callbackUrl) throw overridden(override);
		return ours !== undefined;
	}

	private appPath(): string {
		return `${encodeURIComponent(this.account.appId)}/subscriptions`;
	}

	private accountPath(): string {
		return `${encodeURIComponent(this.account.businessAccountId)}/subscribed_apps`;
	}
}

/** Overrides win over the app's callback, and taking one away could cut another system off. */
function overridden(address: string): ActivationRefusal {
	return new ActivationRefusal(
		`Meta sends the messages of this number to ${address} (a webhook override): have it removed there, or use another number`,
		'Another platform has set an address for this number or its WhatsApp account, which wins over the webhook of the app. n8n does not change it.',
	);
}
