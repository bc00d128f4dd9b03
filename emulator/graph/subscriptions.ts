import type { BusinessNumber, UserToken } from '../account';
import { GraphError, invalid, missing } from '../errors';
import { asFlag, asText, isObject, type Json, type JsonObject } from '../json';
import { ok, type Answer, type Call } from '../http/request';
import { WEBHOOK_FIELDS } from '../webhooks/fields';
import { shakeHands } from '../webhooks/registry';
import type { World } from '../world';

const OBJECT = 'whatsapp_business_account';
/** Longest override address. Source: D/webhooks/override */
const OVERRIDE_MAX = 200;

/** `POST /{APP_ID}/subscriptions`: sets the app's one callback for the object, after the handshake. */
export async function subscribeApp(world: World, call: Call): Promise<Answer> {
	const { params } = call;
	const object = asText(params.object);
	if (!object) throw missing('object');
	if (object !== OBJECT) throw invalid(`Param object must be one of {${OBJECT}}`);
	const callbackUrl = asText(params.callback_url);
	const verifyToken = asText(params.verify_token);
	const known = world.registry.appSubscription;
	const fields = readFields(params.fields) ?? known?.fields;
	if (!fields || fields.length === 0) throw missing('fields');
	fields.forEach((field, index) => {
		if (!(WEBHOOK_FIELDS as readonly string[]).includes(field)) {
			throw invalid(`Param fields[${index}] must be one of {${WEBHOOK_FIELDS.join(', ')}}`);
		}
	});
	if (!callbackUrl) throw missing('callback_url');
	if (!verifyToken) throw missing('verify_token');
	await shakeHands(world.transport, callbackUrl, verifyToken);
	world.registry.subscribeApp({ callbackUrl, fields: [...new Set(fields)], includeValues: asFlag(params.include_values) ?? false });
	return ok({ success: true });
}

export function listAppSubscriptions(world: World): Answer {
	const subscription = world.registry.appSubscription;
	if (!subscription) return ok({ data: [] });
	return ok({
		data: [
			{
				object: OBJECT,
				callback_url: subscription.callbackUrl,
				active: true,
				fields: subscription.fields.map((name) => ({ name, version: 'v26.0' })),
			},
		],
	});
}

/** Without `object` everything goes; with `fields` only those. */
export function unsubscribeApp(world: World, call: Call): Answer {
	const object = asText(call.params.object);
	if (object !== undefined && object !== OBJECT) throw invalid(`Param object must be one of {${OBJECT}}`);
	world.registry.unsubscribeApp(readFields(call.params.fields));
	return ok({ success: true });
}

/** `POST /{WABA}/subscribed_apps`, with an override or (as Meta's way to take it away) without. It subscribes the token's app. */
export async function subscribeWaba(world: World, call: Call, { appId }: UserToken): Promise<Answer> {
	// Nobody listens for the other app here, so nothing comes of it.
	if (appId !== world.options.account.appId) return ok({ success: true });
	const override = await readOverride(world, call.params);
	world.registry.subscribeWaba(override);
	return ok({ success: true });
}

export function listSubscribedApps(world: World): Answer {
	if (!world.registry.isWabaSubscribed) return ok({ data: [] });
	const { appId } = world.options.account;
	const override = world.registry.wabaOverrideUri;
	return ok({
		data: [
			{
				whatsapp_business_api_data: { id: appId, link: `https://www.facebook.com/games/?app_id=${appId}`, name: 'Emulated app' },
				...(override ? { override_callback_uri: override } : {}),
			},
		],
	});
}

export function unsubscribeWaba(world: World): Answer {
	world.registry.unsubscribeWaba();
	return ok({ success: true });
}

/** `POST /{PNID}` with `webhook_configuration`; an empty address takes the override away. */
export async function configurePhone(world: World, { phoneNumberId }: BusinessNumber, call: Call): Promise<Answer> {
	const configuration = call.params.webhook_configuration;
	if (!isObject(configuration)) throw missing('webhook_configuration');
	world.registry.overridePhone(phoneNumberId, await readOverride(world, configuration));
	return ok({ success: true });
}

/** The override asked for, once its callback has shaken hands. */
async function readOverride(world: World, params: JsonObject): Promise<string | undefined> {
	const uri = asText(params.override_callback_uri);
	if (!uri) return undefined;
	const verifyToken = asText(params.verify_token);
	if (!verifyToken) throw missing('verify_token');
	if (uri.length > OVERRIDE_MAX) throw invalid(`Param override_callback_uri must be at most ${OVERRIDE_MAX} characters long.`);
	// An override redirects what the app has subscribed to; without a subscription there is nothing to redirect.
	if (!world.registry.appSubscription) {
		throw new GraphError(100, { details: 'Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account' });
	}
	await shakeHands(world.transport, uri, verifyToken);
	return uri;
}

/** `["messages"]`, `"messages,user_preferences"` or `["messages"]` written as text. */
function readFields(value: Json | undefined): string[] | undefined {
	if (value === undefined) return undefined;
	if (Array.isArray(value)) return value.map((field) => (isObject(field) ? asText(field.name) : asText(field)) ?? '');
	return (asText(value) ?? '').replace(/[[\]"\s]/g, '').split(',').filter(Boolean);
}
