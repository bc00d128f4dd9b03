import { findUserToken, numbersOf, type BusinessNumber } from '../account';
import { GraphError, invalid } from '../errors';
import { asText, type Json, type JsonObject } from '../json';
import { ok, type Answer, type Call } from '../http/request';
import type { World } from '../world';
import { appTokenOf, isAppToken } from './auth';

/** `GET /{PNID}`. Source: D/reference/whatsapp-business-phone-number/whatsapp-business-account-phone-number-api */
export function getPhoneNumber(world: World, number: BusinessNumber, call: Call): Answer {
	return ok(pick(phoneNumber(world, number), call, ['verified_name', 'display_phone_number', 'quality_rating', 'code_verification_status', 'id']));
}

/** `GET /{WABA}/phone_numbers` */
export function listPhoneNumbers(world: World, call: Call): Answer {
	const usual = ['verified_name', 'display_phone_number', 'quality_rating', 'code_verification_status', 'id'];
	const data = numbersOf(world.options.account).map((number) => pick(phoneNumber(world, number), call, usual));
	return ok({ data, paging: { cursors: { before: 'cGhvbmUx', after: 'cGhvbmUx' } } });
}

function phoneNumber(world: World, { phoneNumberId: id, displayPhoneNumber, verifiedName }: BusinessNumber): JsonObject {
	const { throughputPerSecond } = world.options;
	return {
		id,
		display_phone_number: displayPhoneNumber,
		verified_name: verifiedName,
		quality_rating: 'GREEN',
		code_verification_status: 'VERIFIED',
		name_status: 'APPROVED',
		status: 'CONNECTED',
		platform_type: 'CLOUD_API',
		throughput: { level: throughputPerSecond >= 1_000 ? 'HIGH' : 'STANDARD' },
		whatsapp_business_manager_messaging_limit: world.reach.tier,
		webhook_configuration: world.registry.configuration(id),
		conversational_automation: { id, ...world.automation.get(id) },
		health_status: { can_send_message: 'AVAILABLE', entities: [{ entity_type: 'PHONE_NUMBER', id, can_send_message: 'AVAILABLE' }] },
		...world.numbers.get(id),
	};
}

/** `GET /{WABA}` */
export function getBusinessAccount(world: World, call: Call): Answer {
	const { account } = world.options;
	const everything: JsonObject = {
		id: account.businessAccountId,
		name: account.verifiedName,
		currency: 'USD',
		timezone_id: '1',
		message_template_namespace: 'emulator_namespace',
		account_review_status: 'APPROVED',
		business_verification_status: 'verified',
		marketing_messages_lite_api_status: 'INELIGIBLE',
		health_status: { can_send_message: 'AVAILABLE', entities: [{ entity_type: 'WABA', id: account.businessAccountId, can_send_message: 'AVAILABLE' }] },
	};
	return ok(pick(everything, call, ['id', 'name', 'timezone_id', 'message_template_namespace']));
}

/** `GET /{APP_ID}` */
export function getApp(world: World, call: Call): Answer {
	const { appId } = world.options.account;
	return ok(pick({ id: appId, name: 'Emulated app', link: `https://www.facebook.com/games/?app_id=${appId}` }, call, ['id', 'name', 'link']));
}

/** `GET /debug_token`: what a token may do and for how long, told to the token's own app only. Source: D/access-tokens */
export function debugToken(world: World, call: Call, askingAppId: string): Answer {
	const { account } = world.options;
	const input = asText(call.params.input_token);
	if (!input) throw new GraphError(100, { title: 'The parameter input_token is required.' });
	if (isAppToken(account, input)) {
		return ok({ data: { app_id: account.appId, type: 'APP', application: 'Emulated app', is_valid: true, scopes: [] } });
	}
	const known = findUserToken(account, input);
	if (!known) {
		return ok({ data: { error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }, is_valid: false, scopes: [] } });
	}
	const { appId, scopes, expiresAt = 0 } = known;
	if (appId !== askingAppId) throw new GraphError(100, { title: 'The App_id in the input_token did not match the Viewing App' });
	return ok({
		data: {
			app_id: appId,
			type: 'SYSTEM_USER',
			application: 'Emulated app',
			data_access_expires_at: 0,
			expires_at: expiresAt,
			is_valid: true,
			issued_at: 1_750_000_000,
			scopes,
			granular_scopes: scopes.map((scope) => ({ scope, target_ids: [account.businessAccountId] })),
			user_id: '122000000000001',
		},
	});
}

/** `oauth/access_token?grant_type=client_credentials`: the app's own token. */
export function issueAppToken(world: World, call: Call): Answer {
	const { account } = world.options;
	if (asText(call.params.grant_type) !== 'client_credentials') throw invalid('Param grant_type must be one of {client_credentials}');
	if (asText(call.params.client_id) !== account.appId) {
		throw new GraphError(101, { title: 'Error validating application. Cannot get application info due to a system error.', bareMessage: true });
	}
	if (asText(call.params.client_secret) !== account.appSecret) {
		throw new GraphError(1, { title: 'Error validating client secret.', bareMessage: true });
	}
	return ok({ access_token: appTokenOf(account), token_type: 'bearer' });
}

/** The fields asked for (or the usual ones), and always the id. Graph refuses a field it does not know. */
function pick(everything: JsonObject, call: Call, usual: string[]): JsonObject {
	const asked = asText(call.params.fields)?.split(',').map((field) => field.replace(/[.({].*$/, '').trim()).filter(Boolean);
	for (const field of asked ?? []) {
		if (!(field in everything)) throw new GraphError(100, { title: `Tried accessing nonexisting field (${field})` });
	}
	const wanted = new Set([...(asked ?? usual), 'id']);
	return Object.fromEntries<Json | undefined>([...wanted].map((field) => [field, everything[field]]));
}
