/** Why the webhook cannot be set up, as one sentence that says what to fix, with more to read below it. */
import { NO_GRAPH_CODE } from '../../engine/whatsapp/meta-errors';
import type { GraphAnswer } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';

/** Thrown while setting up; becomes a NodeOperationError at the edge of the node. */
export class RegistrationRefusal extends Error {
	override readonly name = 'RegistrationRefusal';

	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/** What was asked of Meta; it decides which field of the credential a refusal is about. */
export type Subject = 'number' | 'business account' | 'app' | 'subscribing the app' | 'subscribing the account';

type Failure = Exclude<GraphAnswer, { kind: 'ok' }>;

const TOKEN_ENDED = new Set([0, 102, 190]);
const NOT_FOUND = new Set([33, 100, 803]);
const BUSY = new Set([1, 2, 4, 17, 80007, 80008, 130429, 131000, 131016]);

/** The sentence for an answer of Meta that is none. */
export function explain(failure: Failure, subject: Subject, account: Account, callback: string): RegistrationRefusal {
	if (failure.kind !== 'refused') {
		return new RegistrationRefusal(
			`Meta cannot be reached at ${account.graphBaseUrl}: check n8n's internet connection, and Graph Base URL in the credential`,
			failure.detail,
		);
	}
	const { code, message, details } = failure.error;
	const said = [message, details].filter(Boolean).join(' ');
	const description = code === NO_GRAPH_CODE ? said : `Meta said: ${said} (code ${code})`;
	return new RegistrationRefusal(sentence(code, subject, account, callback), description);
}

function sentence(code: number, subject: Subject, account: Account, callback: string): string {
	if (code === NO_GRAPH_CODE) {
		return `The address ${account.graphBaseUrl} does not answer as Meta's Graph API: check Graph Base URL and Graph Version in the credential`;
	}
	if (BUSY.has(code)) return 'Meta cannot set up webhooks at the moment: try again in some minutes';
	if (subject === 'app' || subject === 'subscribing the app') return appSentence(code, account, callback);
	if (TOKEN_ENDED.has(code)) return 'Meta refused the access token: create a new one and paste it into the credential';
	if (NOT_FOUND.has(code)) {
		return subject === 'number'
			? `Meta finds no number with the Phone Number ID ${account.phoneNumberId}: copy it again from WhatsApp > API Setup, and check that the token has access to it`
			: `Meta finds no WhatsApp Business Account ${account.businessAccountId}: copy the ID again from WhatsApp > API Setup, and check that the token has access to it`;
	}
	return subject === 'number'
		? 'The access token may not use this number: create it with the permissions whatsapp_business_messaging and whatsapp_business_management'
		: 'The access token may not manage this WhatsApp account: create it with the permission whatsapp_business_management';
}

/** Meta could not shake hands with the callback. */
const CALLBACK_REFUSED = 2200;

function appSentence(code: number, account: Account, callback: string): string {
	if (code === CALLBACK_REFUSED) {
		return `Meta could not reach n8n at ${callback}: make this address reachable from the internet, or correct WEBHOOK_URL in n8n's settings`;
	}
	if (code === 190 || code === 101 || code === 0) {
		return `Meta refused the App ID ${account.appId} with its App Secret: copy both again from App settings > Basic`;
	}
	if (NOT_FOUND.has(code)) return `Meta finds no app with the App ID ${account.appId}: copy it again from App settings > Basic`;
	return `Meta does not let n8n set up the webhook of the app ${account.appId}: check App ID and App Secret in the credential`;
}

/** The fields that a registration needs and the credential lacks; null when all are there. */
export function missingFields(account: Account, manual: boolean): RegistrationRefusal | null {
	const needed: Array<[string, string]> = manual
		? [['Phone Number ID', account.phoneNumberId], ['App Secret', account.appSecret], ['Verify Token', account.verifyToken]]
		: [
				['Access Token', account.accessToken],
				['Phone Number ID', account.phoneNumberId],
				['WhatsApp Business Account ID', account.businessAccountId],
				['App ID', account.appId],
				['App Secret', account.appSecret],
				['Verify Token', account.verifyToken],
			];
	const missing = needed.filter(([, value]) => value === '').map(([name]) => name);
	if (missing.length === 0) return null;
	return new RegistrationRefusal(
		`The credential has no ${missing.join(', no ')}: fill it in to receive messages`,
		'App ID and App Secret: Meta App Dashboard > App settings > Basic. Verify Token: a password that you make up. The IDs: WhatsApp > API Setup.',
	);
}
