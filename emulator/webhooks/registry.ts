import { randomInt } from 'node:crypto';
import { GraphError } from '../errors';
import type { JsonObject } from '../json';
import { isOverridable } from './fields';
import type { Transport } from './transport';

export interface AppSubscription {
	callbackUrl: string;
	fields: string[];
	includeValues: boolean;
}

/** Where webhooks go, or why they go nowhere. */
export type Target = { url: string } | { url?: undefined; reason: string };

/**
 * Who has subscribed to what. An app has one callback per object; the business account and the phone
 * number may name another one each. Source: D/webhooks/override, D/reference/whatsapp-business-account/subscribed-apps-api
 */
export class CallbackRegistry {
	private app?: AppSubscription;
	private wabaSubscribed: boolean;
	private wabaOverride?: string;
	/** By phone number id. */
	private readonly phoneOverrides = new Map<string, string>();

	constructor(private readonly subscribedFromTheStart: boolean) {
		this.wabaSubscribed = subscribedFromTheStart;
	}

	get appSubscription(): AppSubscription | undefined {
		return this.app;
	}

	/** Sets the app's callback. The one before is gone: there is only one. */
	subscribeApp(subscription: AppSubscription): void {
		this.app = subscription;
	}

	/** Ends the subscription, or only some of its fields. */
	unsubscribeApp(fields?: string[]): void {
		if (!this.app) return;
		const left = fields ? this.app.fields.filter((field) => !fields.includes(field)) : [];
		this.app = left.length > 0 ? { ...this.app, fields: left } : undefined;
	}

	get isWabaSubscribed(): boolean {
		return this.wabaSubscribed;
	}

	/** Subscribing again without an override takes the override away, as Meta's page describes. */
	subscribeWaba(override: string | undefined): void {
		this.wabaSubscribed = true;
		this.wabaOverride = override;
	}

	unsubscribeWaba(): void {
		this.wabaSubscribed = false;
		this.wabaOverride = undefined;
	}

	get wabaOverrideUri(): string | undefined {
		return this.wabaOverride;
	}

	/** `undefined` takes the phone number's override away. */
	overridePhone(phoneNumberId: string, uri: string | undefined): void {
		if (uri === undefined) this.phoneOverrides.delete(phoneNumberId);
		else this.phoneOverrides.set(phoneNumberId, uri);
	}

	/** As `GET /{PNID}?fields=webhook_configuration` shows it: only what is set. */
	configuration(phoneNumberId: string): JsonObject {
		const override = this.phoneOverrides.get(phoneNumberId);
		return {
			...(override ? { phone_number: override } : {}),
			...(this.wabaOverride ? { whatsapp_business_account: this.wabaOverride } : {}),
			...(this.app ? { application: this.app.callbackUrl } : {}),
		};
	}

	/** The callback in force for a field of a number: phone number, then business account, then app. */
	target(field: string, phoneNumberId: string): Target {
		if (!this.app) return { reason: 'The app has no webhook subscription (POST /{APP_ID}/subscriptions).' };
		if (!this.app.fields.includes(field)) return { reason: `The app is not subscribed to the field "${field}".` };
		if (!this.wabaSubscribed) return { reason: 'The business account is not subscribed to the app (POST /{WABA_ID}/subscribed_apps).' };
		if (!isOverridable(field)) return { url: this.app.callbackUrl };
		return { url: this.phoneOverrides.get(phoneNumberId) ?? this.wabaOverride ?? this.app.callbackUrl };
	}

	reset(): void {
		this.app = undefined;
		this.wabaSubscribed = this.subscribedFromTheStart;
		this.wabaOverride = undefined;
		this.phoneOverrides.clear();
	}
}

/**
 * The handshake Meta does before it accepts a callback: a GET whose challenge must come back as it is.
 * Refuses with Graph's 2200. Source: D/webhooks/create-webhook-endpoint
 */
export async function shakeHands(transport: Transport, url: string, verifyToken: string): Promise<void> {
	if (!/^https?:\/\/[^\s]+$/i.test(url)) throw new GraphError(100, { title: 'The callback URL must be a valid http(s) URL.' });
	const challenge = String(randomInt(100_000_000, 2_000_000_000));
	const answer = await transport.get(url, { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': verifyToken });
	if (answer.status === 200 && answer.body === challenge) return;
	const what = answer.status === 0
		? 'curl_errno = 7; curl_error = Could not connect to the server'
		: answer.status === 200
			? 'The challenge was not echoed in the body'
			: `HTTP Status Code = ${answer.status}`;
	throw new GraphError(2200, { title: `Callback verification failed with the following errors: ${what}` });
}
