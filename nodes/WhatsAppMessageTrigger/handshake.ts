import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sameText } from '../../engine/whatsapp/signature';
import { CREDENTIAL, toAccount } from '../shared/account';

/**
 * Meta's question whether this address wants its webhooks: whoever knows the verify token gets the challenge
 * back (https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests).
 */
export async function answerHandshake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { verifyToken } = toAccount(await context.getCredentials(CREDENTIAL));
	const query = context.getQueryData() as Record<string, unknown>;
	const challenge = query['hub.challenge'];
	const token = query['hub.verify_token'];
	const response = context.getResponseObject();
	const asked = query['hub.mode'] === 'subscribe' && typeof challenge === 'string' && typeof token === 'string';
	if (asked && verifyToken !== '' && sameText(token, verifyToken)) {
		// The text comes from outside and n8n's pages live on the same address: no browser may take it for a page.
		response.status(200).type('text/plain').setHeader('X-Content-Type-Options', 'nosniff');
		response.send(challenge);
	} else {
		response.status(403).json({ message: 'The verify token is not the one in the credential.' });
	}
	return { noWebhookResponse: true };
}
