import { createHmac } from 'node:crypto';
import { findUserToken, type EmulatorAccount, type UserToken } from '../account';
import { GraphError } from '../errors';
import { asText } from '../json';
import type { Call } from '../http/request';

/** The token of a call: `Authorization: Bearer`, or the parameter `access_token`. */
export function tokenOf(call: Call): string | undefined {
	const header = call.headers.authorization;
	const bearer = header === undefined ? undefined : /^(?:Bearer|OAuth)\s+(.+)$/i.exec(header)?.[1];
	return bearer ?? asText(call.params.access_token);
}

/** The token `oauth/access_token` hands out. The short form `appId|appSecret` is as good. */
export function appTokenOf(account: EmulatorAccount): string {
	return `${account.appId}|${createHmac('sha256', account.appSecret).update('app token').digest('base64url').slice(0, 27)}`;
}

export function isAppToken(account: EmulatorAccount, token: string): boolean {
	return token === `${account.appId}|${account.appSecret}` || token === appTokenOf(account);
}

/** Lets a system user's call through, and tells with which token. Sources: D/access-tokens, D/support/error-codes */
export function needUserToken(account: EmulatorAccount, call: Call): UserToken {
	const token = needToken(call);
	const known = findUserToken(account, token);
	if (known) return known;
	// An app may manage its subscriptions, but not a business's messages and templates.
	if (isAppToken(account, token)) throw new GraphError(200, { details: 'The token belongs to an app, not to a system user of this business.' });
	throw badToken(token);
}

/** Lets an app's call through: subscriptions belong to the app, not to a user. */
export function needAppToken(account: EmulatorAccount, call: Call): void {
	const token = needToken(call);
	if (isAppToken(account, token)) return;
	if (findUserToken(account, token)) throw new GraphError(15);
	throw badToken(token);
}

/** Lets both through, as `debug_token` does, and tells the id of the app that asks. */
export function needAnyToken(account: EmulatorAccount, call: Call): string {
	const token = needToken(call);
	const known = findUserToken(account, token);
	if (known) return known.appId;
	if (!isAppToken(account, token)) throw badToken(token);
	return account.appId;
}

/** Refuses a token that was created without the permission. */
export function needScope({ scopes }: UserToken, scope: string): void {
	if (!scopes.includes(scope)) throw new GraphError(10, { details: `The token lacks the permission ${scope}.` });
}

function needToken(call: Call): string {
	const token = tokenOf(call);
	if (!token) throw new GraphError(104, { bareMessage: true });
	return token;
}

function badToken(token: string): GraphError {
	if (token.includes('|')) {
		return new GraphError(190, { title: 'Error validating application. Invalid application ID or secret.', bareMessage: true });
	}
	return new GraphError(190, { bareMessage: true });
}
