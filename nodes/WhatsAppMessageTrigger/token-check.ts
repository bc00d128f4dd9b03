/**
 * Whether the access token fits the app: it is the token's app that `subscribed_apps` sends a WhatsApp account's
 * events to, so with the app id of another one everything could be set up, and no message would ever arrive.
 */
import { record, text } from '../../engine/whatsapp/json-shape';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';
import { ActivationRefusal } from '../shared/activation-refusal';

/** Receiving and sending; webhooks and templates (Meta: access-tokens). */
const NEEDED_SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];

/** Meta tells an app about its own tokens only; this is its answer (code 100) about the token of another one. */
const OTHER_APP = /app_id in the input_token did not match/i;

/**
 * Asks Meta what the token is (https://developers.facebook.com/docs/graph-api/reference/debug_token) and throws
 * ActivationRefusal when it is another app's or lacks a permission. An answer that tells neither is no reason to
 * refuse: what the token was needed for so far it could do. The app's own token goes in the header; Meta takes the
 * token in question in the query only, which no error or log of ours repeats.
 */
export async function checkToken(transport: GraphTransport, account: Account): Promise<void> {
	const answer = await transport.call({ method: 'GET', path: 'debug_token', as: 'app', query: { input_token: account.accessToken } });
	if (answer.kind === 'refused' && OTHER_APP.test(answer.error.message)) throw otherApp(account);
	if (answer.kind !== 'ok') return;
	const data = record(answer.body.data);
	const appId = text(data.app_id);
	if (appId !== '' && appId !== account.appId) throw otherApp(account);
	if (data.is_valid !== true || !Array.isArray(data.scopes)) return;
	const { scopes } = data;
	const lacking = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
	if (lacking.length > 0) throw lackingScopes(lacking);
}

function otherApp(account: Account): ActivationRefusal {
	return new ActivationRefusal(
		`The Access Token belongs to another Meta app than the App ID ${account.appId}: create the token for this app, or copy App ID and App Secret of the app that it was created for`,
		'Meta sends messages to the app of the token, and n8n would set up the webhook of the other one, so none would arrive.',
	);
}

function lackingScopes(lacking: string[]): ActivationRefusal {
	return new ActivationRefusal(
		`The Access Token has no permission ${lacking.join(', no ')}: create a new one with both ${NEEDED_SCOPES.join(' and ')}`,
		'Meta Business settings > Users > System users > Generate token. Then paste it into the credential.',
	);
}
