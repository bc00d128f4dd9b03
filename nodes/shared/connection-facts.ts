/** Asks Meta, n8n and the store what the doctor wants to know. Nothing is written anywhere, and nothing here throws. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { StoreRefusal } from '../../engine/store/contract';
import { addressInForce, NUMBER_FIELDS, type Answering, type Asked, type ConnectionFacts } from '../../engine/whatsapp/doctor';
import type { Account } from './account';
import { graphTransport } from './graph';
import { openAccountStore } from './stores';

/** How a Message Trigger answers a handshake with the wrong verify token. */
export const WRONG_VERIFY_TOKEN = 'The verify token is not the one in the credential.';

const ANSWER_MS = 8_000;

export async function connectionFacts(node: IExecuteFunctions, account: Account, now: number): Promise<ConnectionFacts> {
	const { accessToken, phoneNumberId, businessAccountId, appId, appSecret } = account;
	const transport = graphTransport(node, account);
	const path = encodeURIComponent;
	const asUser = (id: string, edge: string, fields: string): Promise<Asked> | null =>
		accessToken === '' || id === '' ? null : transport.call({ method: 'GET', path: `${path(id)}${edge}`, ...(fields ? { query: { fields } } : {}) });
	const asApp = appId !== '' && appSecret !== '';
	const [token, number, numbers, subscribedApps, subscriptions, received] = await Promise.all([
		asApp && accessToken !== '' ? transport.call({ method: 'GET', path: 'debug_token', as: 'app', query: { input_token: accessToken } }) : null,
		asUser(phoneNumberId, '', NUMBER_FIELDS),
		asUser(businessAccountId, '/phone_numbers', 'id'),
		asUser(businessAccountId, '/subscribed_apps', ''),
		asApp ? transport.call({ method: 'GET', path: `${path(appId)}/subscriptions`, as: 'app' }) : null,
		lastReceived(node, account),
	]);
	const facts: ConnectionFacts = {
		credential: { phoneNumberId, businessAccountId, appId, missing: missingIn(account) },
		token, number, numbers, subscribedApps, subscriptions,
		ownOrigins: ownOrigins(node),
		answering: null,
		...received,
		now,
	};
	const address = addressInForce(facts);
	return address === '' ? facts : { ...facts, answering: await whoAnswers(node, address) };
}

function missingIn(account: Account): string[] {
	const fields: Array<[string, string]> = [
		['Access Token', account.accessToken],
		['Phone Number ID', account.phoneNumberId],
		['WhatsApp Business Account ID', account.businessAccountId],
		['App ID', account.appId],
		['App Secret', account.appSecret],
		['Verify Token', account.verifyToken],
	];
	return fields.filter(([, value]) => value === '').map(([name]) => name);
}

async function lastReceived(node: IExecuteFunctions, account: Account): Promise<Pick<ConnectionFacts, 'lastReceivedAt' | 'storeFault'>> {
	if (account.phoneNumberId === '') return { lastReceivedAt: null, storeFault: null };
	try {
		return { lastReceivedAt: await (await openAccountStore(account, node)).lastReceivedAt(), storeFault: null };
	} catch (error) {
		return { lastReceivedAt: null, storeFault: error instanceof StoreRefusal ? error.message : 'The contacts and sequences cannot be read.' };
	}
}

/** Where n8n is reached: its webhooks may have an address of their own (WEBHOOK_URL). */
function ownOrigins(node: IExecuteFunctions): string[] {
	const resume = (): unknown => node.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const origins = [() => node.getInstanceBaseUrl(), resume].flatMap((read) => {
		try {
			return [new URL(String(read())).origin];
		} catch {
			return [];
		}
	});
	return [...new Set(origins)];
}

/** A handshake with a token that cannot be right: our own trigger says so, and a stranger learns nothing. */
async function whoAnswers(node: IExecuteFunctions, url: string): Promise<Answering> {
	try {
		const { statusCode, body } = (await node.helpers.httpRequest({
			method: 'GET',
			url,
			qs: { 'hub.mode': 'subscribe', 'hub.challenge': '0', 'hub.verify_token': 'doctor' },
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: ANSWER_MS,
		})) as { statusCode: number; body: unknown };
		if (statusCode === 403 && JSON.stringify(body).includes(WRONG_VERIFY_TOKEN)) return 'trigger';
		return statusCode === 404 ? 'nobody' : 'something';
	} catch {
		return 'nobody';
	}
}
