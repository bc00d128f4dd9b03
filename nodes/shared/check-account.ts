/** Asks Meta for what the credential names, before a trigger is activated with it. */
import type { GraphRequest, GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from './account';
import { accountSentence, ActivationRefusal, explainFailure, type AccountSubject } from './activation-refusal';

/** The business number, which proves access token and phone number id. Throws ActivationRefusal. */
export async function readNumber(transport: GraphTransport, account: Account): Promise<Record<string, unknown>> {
	const path = encodeURIComponent(account.phoneNumberId);
	return await askAccount(transport, account, 'number', { method: 'GET', path, query: { fields: 'display_phone_number,webhook_configuration' } });
}

/** Proves the business account id, too. Throws ActivationRefusal. */
export async function checkBusinessAccount(transport: GraphTransport, account: Account): Promise<void> {
	if (account.businessAccountId === '') {
		throw new ActivationRefusal(
			'The credential has no WhatsApp Business Account ID: copy it from WhatsApp > API Setup',
			'The templates of the sequence belong to this account.',
		);
	}
	const path = encodeURIComponent(account.businessAccountId);
	await askAccount(transport, account, 'business account', { method: 'GET', path, query: { fields: 'id' } });
}

/** The body of Meta's answer to a call with the access token. Throws ActivationRefusal. */
export async function askAccount(
	transport: GraphTransport,
	account: Account,
	subject: AccountSubject,
	request: GraphRequest,
): Promise<Record<string, unknown>> {
	const answer = await transport.call(request);
	if (answer.kind !== 'ok') throw explainFailure(answer, account, (code) => accountSentence(code, subject, account));
	return answer.body;
}
