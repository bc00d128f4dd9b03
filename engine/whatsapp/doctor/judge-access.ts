/** The credential and its token (Meta: access-tokens). */
import { record, text } from '../json-shape';
import type { GraphAnswer } from '../transport';
import type { ConnectionFacts } from './facts';
import { ok, problem, warning, type Finding } from './finding';

const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const OTHER_APP = /app_id in the input_token did not match/i;
const SOON_MS = 14 * 24 * 60 * 60 * 1000;
const TOKEN_ENDED = new Set([0, 102, 190]);

const NEW_TOKEN = 'In Meta Business settings > Users > System users, generate a token for the app with both WhatsApp permissions, and paste it into the credential.';

export function judgeCredential({ credential: { missing } }: ConnectionFacts): Finding[] {
	return missing.map((field) =>
		problem('credential_incomplete', 'Credential', `The credential has no ${field}${field === 'App Secret' ? ', so no webhook can be verified: all are refused' : ''}.`, WHERE[field] ?? 'Fill it in.'),
	);
}

const WHERE: Record<string, string> = {
	'Access Token': NEW_TOKEN,
	'Phone Number ID': 'Copy it from Meta App Dashboard > WhatsApp > API Setup.',
	'WhatsApp Business Account ID': 'Copy it from Meta App Dashboard > WhatsApp > API Setup.',
	'App ID': 'Copy it from Meta App Dashboard > App settings > Basic.',
	'App Secret': 'Copy it from Meta App Dashboard > App settings > Basic, and publish the workflow of the Message Trigger again.',
	'Verify Token': 'Make up a password and enter it there; Meta proves with it that the webhook is yours.',
};

/** @returns nothing where the token was not asked about or Meta told nothing */
export function judgeToken({ token, number, credential, now }: ConnectionFacts): Finding[] {
	if (isRefusedToken(number) || saysInvalid(token)) {
		return [problem('token_refused', 'Access token', 'Meta refuses the access token: it is wrong, has expired or was taken back.', NEW_TOKEN)];
	}
	if (token?.kind === 'refused' && TOKEN_ENDED.has(token.error.code)) {
		return [problem('app_secret_wrong', 'App secret', `Meta refuses the App ID ${credential.appId} with its App Secret.`, 'Copy both again from Meta App Dashboard > App settings > Basic.')];
	}
	if (token?.kind === 'refused' && OTHER_APP.test(token.error.message)) return [otherApp(credential.appId)];
	if (token?.kind !== 'ok') return [];
	const data = record(token.body.data);
	const appId = text(data.app_id);
	if (appId !== '' && appId !== credential.appId) return [otherApp(credential.appId)];
	return [judgeScopes(data.scopes), judgeExpiry(Number(data.expires_at) * 1000, now)].flatMap((finding) => finding ?? []);
}

function saysInvalid(token: ConnectionFacts['token']): boolean {
	return token?.kind === 'ok' && record(token.body.data).is_valid === false;
}

function isRefusedToken(answer: GraphAnswer | null): boolean {
	return answer?.kind === 'refused' && TOKEN_ENDED.has(answer.error.code);
}

function otherApp(appId: string): Finding {
	return problem(
		'token_of_other_app',
		'Access token',
		`The access token was created for another Meta app than ${appId}: Meta sends messages to that app, and none arrive here.`,
		'Create a token for this app, or enter App ID and App Secret of the app that the token belongs to.',
	);
}

function judgeScopes(scopes: unknown): Finding | null {
	if (!Array.isArray(scopes)) return null;
	const lacking = SCOPES.filter((scope) => !scopes.includes(scope));
	if (lacking.length === 0) return ok('token_scopes', 'Access token', `The access token has the permissions ${SCOPES.join(' and ')}.`);
	const loss = lacking.includes(SCOPES[0]!) ? 'nothing can be sent' : 'webhooks and templates cannot be read or set up';
	return problem('token_scope_missing', 'Access token', `The access token has no permission ${lacking.join(' and ')}: ${loss}.`, NEW_TOKEN);
}

function judgeExpiry(expiresAt: number, now: number): Finding | null {
	if (!(expiresAt > 0) || expiresAt - now > SOON_MS) return null;
	const date = new Date(expiresAt).toISOString().slice(0, 10);
	return warning('token_expires', 'Access token', `The access token ends on ${date}; after that nothing is sent.`, `${NEW_TOKEN} Choose "never" for its end.`);
}
