import { numbersOf, type BusinessNumber, type UserToken } from '../account';
import { GraphError, unknownObject } from '../errors';
import type { JsonObject } from '../json';
import type { Answer, Call } from '../http/request';
import type { World } from '../world';
import { needAnyToken, needAppToken, needScope, needUserToken } from './auth';
import { getAutomation, setAutomation } from './automation';
import { deleteMedia, getMedia, uploadMedia } from './media';
import { postMessage } from './messages';
import { debugToken, getApp, getBusinessAccount, getPhoneNumber, issueAppToken, listPhoneNumbers } from './objects';
import {
	configurePhone, listAppSubscriptions, listSubscribedApps, subscribeApp, subscribeWaba, unsubscribeApp, unsubscribeWaba,
} from './subscriptions';
import { getTemplate, listTemplates } from './templates';

/** Answers a Graph call or throws the GraphError that refuses it. `fate`: see `postMessage`. */
export async function graph(world: World, call: Call, fate?: number): Promise<Answer> {
	const [first, edge, ...rest] = call.segments;
	if (first === 'oauth' && edge === 'access_token') return issueAppToken(world, call);
	if (first === 'debug_token') return debugToken(world, call, needAnyToken(world.options.account, call));
	if (first === undefined || rest.length > 0 || !/^\d+$/.test(first)) {
		throw new GraphError(2500, { title: `Unknown path components: ${call.path}` });
	}
	const { account } = world.options;
	if (first === account.appId) return appCall(world, call, edge);
	const token = needUserToken(account, call);
	if (edge === 'messages' || edge === 'media') needScope(token, 'whatsapp_business_messaging');
	const number = numbersOf(account).find(({ phoneNumberId }) => phoneNumberId === first);
	if (number) return phoneCall(world, number, call, fate);
	if (first === account.businessAccountId) return wabaCall(world, call, token);
	if (edge === undefined && call.method === 'GET') {
		return world.templates.byId(first) ? getTemplate(world, call, first) : getMedia(world, call, first);
	}
	if (edge === undefined && call.method === 'DELETE') return deleteMedia(world, call, first);
	throw unknownObject(call.method, first);
}

async function appCall(world: World, call: Call, edge: string | undefined): Promise<Answer> {
	if (edge === undefined && call.method === 'GET') {
		needAnyToken(world.options.account, call);
		return getApp(world, call);
	}
	if (edge !== 'subscriptions') throw new GraphError(2500, { title: `Unknown path components: /${edge ?? ''}` });
	needAppToken(world.options.account, call);
	switch (call.method) {
		case 'GET':
			return listAppSubscriptions(world);
		case 'POST':
			return subscribeApp(world, call);
		case 'DELETE':
			return unsubscribeApp(world, call);
		default:
			throw unknownObject(call.method, call.segments[0]);
	}
}

async function phoneCall(world: World, number: BusinessNumber, call: Call, fate: number | undefined): Promise<Answer> {
	const edge = call.segments[1];
	switch (`${call.method} ${edge ?? ''}`.trim()) {
		case 'GET':
			return getPhoneNumber(world, number, call);
		case 'POST':
			return configurePhone(world, number, call);
		case 'POST messages':
			return postMessage(world, number, withoutToken(call), fate);
		case 'POST media':
			return uploadMedia(world, call);
		case 'POST conversational_automation':
			return setAutomation(world, number, call);
		case 'GET conversational_automation':
			return getAutomation(world, number);
		default:
			throw unknownEdge(call, edge);
	}
}

/** The message alone: a token given as a parameter is no part of it. */
function withoutToken(call: Call): JsonObject {
	const message = { ...call.params };
	delete message.access_token;
	return message;
}

async function wabaCall(world: World, call: Call, token: UserToken): Promise<Answer> {
	const edge = call.segments[1];
	switch (`${call.method} ${edge ?? ''}`.trim()) {
		case 'GET':
			return getBusinessAccount(world, call);
		case 'GET message_templates':
			return listTemplates(world, call);
		case 'GET phone_numbers':
			return listPhoneNumbers(world, call);
		case 'GET subscribed_apps':
			return listSubscribedApps(world);
		case 'POST subscribed_apps':
			return subscribeWaba(world, call, token);
		case 'DELETE subscribed_apps':
			return unsubscribeWaba(world);
		default:
			throw unknownEdge(call, edge);
	}
}

function unknownEdge(call: Call, edge: string | undefined): GraphError {
	return edge === undefined ? unknownObject(call.method, call.segments[0]) : new GraphError(2500, { title: `Unknown path components: /${edge}` });
}
