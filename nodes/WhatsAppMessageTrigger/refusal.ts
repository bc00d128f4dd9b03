/** Why the webhook cannot be set up, as one sentence that says what to fix. */
import type { Account } from '../shared/account';
import { ActivationRefusal, NOT_FOUND } from '../shared/activation-refusal';

/** Meta could not shake hands with the callback. */
export const CALLBACK_REFUSED = 2200;

export function callbackSentence(callback: string): string {
	return `Meta could not reach n8n at ${callback}: make this address reachable from the internet, or correct WEBHOOK_URL in n8n's settings`;
}

/** The sentence for a refused call about the app's webhook. */
export function appSentence(code: number, account: Account, callback: string): string {
	if (code === CALLBACK_REFUSED) return callbackSentence(callback);
	if (code === 190 || code === 101 || code === 0) {
		return `Meta refused the App ID ${account.appId} with its App Secret: copy both again from App settings > Basic`;
	}
	if (NOT_FOUND.has(code)) return `Meta finds no app with the App ID ${account.appId}: copy it again from App settings > Basic`;
	return `Meta does not let n8n set up the webhook of the app ${account.appId}: check App ID and App Secret in the credential`;
}

/** The fields that a registration needs and the credential lacks; null when all are there. */
export function missingFields(account: Account, manual: boolean): ActivationRefusal | null {
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
	return new ActivationRefusal(
		`The credential has no ${missing.join(', no ')}: fill it in to receive messages`,
		'App ID and App Secret: Meta App Dashboard > App settings > Basic. Verify Token: a password that you make up. The IDs: WhatsApp > API Setup.',
	);
}
