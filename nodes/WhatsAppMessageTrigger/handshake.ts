import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sameText } from '../../engine/whatsapp/signature';
import { CREDENTIAL, toAccount } from '../shared/account';
import { WRONG_VERIFY_TOKEN } from '../shared/connection-facts';

/**
 * Meta's question whether this address wants its webhooks: whoever knows the verify token gets the challenge
 * back (https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests).
 *
 * @returns the challenge to answer with, or null when this is no such question
 */
export function challengeOf(query: Record<string, unknown>, verifyToken: string): string | null {
	const challenge = query['hub.challenge'];
	const token = query['hub.verify_token'];
	const asked = query['hub.mode'] === 'subscribe' && typeof challenge === 'string' && typeof token === 'string';
	return asked && verifyToken !== '' && sameText(token, verifyToken) ? challenge : null;
}

export async function answerHandshake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { verifyToken } = toAccount(await context.getCredentials(CREDENTIAL));
	const challenge = challengeOf(context.getQueryData() as Record<string, unknown>, verifyToken);
	const response = context.getResponseObject();
	if (challenge !== null) {
		// The text comes from outside and n8n's pages live on the same address: no browser may take it for a page.
		response.status(200).type('text/plain').setHeader('X-Content-Type-Options', 'nosniff');
		response.send(challenge);
	} else {
		response.status(403).json({ message: WRONG_VERIFY_TOKEN });
	}
	return { noWebhookResponse: true };
}
