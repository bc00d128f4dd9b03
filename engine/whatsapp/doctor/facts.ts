/** What is known of a connection to Meta, as it was answered: the doctor judges it and asks nothing itself. */
import type { GraphAnswer } from '../transport';

/** Null where the credential lacks what is needed to ask. */
export type Asked = GraphAnswer | null;

export interface ConnectionFacts {
	credential: {
		phoneNumberId: string;
		businessAccountId: string;
		appId: string;
		/** Names of empty fields, as the credential shows them. */
		missing: string[];
	};
	/** `debug_token` of the access token. */
	token: Asked;
	/** The phone number with the fields of NUMBER_FIELDS. */
	number: Asked;
	/** `phone_numbers` of the WhatsApp account. */
	numbers: Asked;
	/** `subscribed_apps` of the WhatsApp account. */
	subscribedApps: Asked;
	/** `subscriptions` of the app. */
	subscriptions: Asked;
	/** Addresses that start with one of these lead to this n8n. */
	ownOrigins: string[];
	/** Who answers at the address that is in force; null when it was not asked. */
	answering: Answering | null;
	/** UTC milliseconds of the last message from a customer; null for none in the last days. */
	lastReceivedAt: number | null;
	/** Why the store cannot be read, as a sentence; null when it can. */
	storeFault: string | null;
	now: number;
}

/** A Message Trigger of this pack, something else, or nobody. */
export type Answering = 'trigger' | 'something' | 'nobody';

export const NUMBER_FIELDS = [
	'display_phone_number', 'verified_name', 'status', 'quality_rating', 'code_verification_status', 'name_status', 'platform_type',
	'throughput', 'whatsapp_business_manager_messaging_limit', 'webhook_configuration', 'health_status',
].join(',');
