/** Where Meta sends the messages, what it sends, and whether anything came (Meta: webhooks/override). */
import { record, records, text } from '../json-shape';
import type { ConnectionFacts } from './facts';
import { ok, problem, warning, type Finding } from './finding';

const OBJECT = 'whatsapp_business_account';
const SUBJECT = 'Webhook';
const PUBLISH = 'Publish the workflow of the WhatsApp Message Trigger: with automatic registration it sets this up.';
const QUIET_MS = 7 * 24 * 60 * 60 * 1000;

/** What is missed without a field that should be there. */
const WANTED: Array<[field: string, loss: string]> = [
	['user_preferences', 'people who stop marketing in WhatsApp itself are noticed only when a message to them fails'],
	['smb_message_echoes', 'sequences do not notice when somebody answers from the WhatsApp Business app'],
	['user_id_update', 'somebody without a phone number whose id Meta renews comes back as a stranger'],
	['message_template_status_update', 'a sequence paused for a template does not go on by itself once Meta approves it again'],
];

export function judgeWebhook(facts: ConnectionFacts): Finding[] {
	return [...judgeAccountSubscription(facts), ...judgeCallback(facts), ...judgeOverrides(facts), ...judgeFields(facts), ...judgeTraffic(facts)];
}

function judgeAccountSubscription({ subscribedApps, credential: { appId, businessAccountId } }: ConnectionFacts): Finding[] {
	if (subscribedApps?.kind !== 'ok' || appId === '') return [];
	const apps = records(subscribedApps.body.data).map((app) => record(app.whatsapp_business_api_data));
	if (apps.some(({ id }) => text(id) === appId)) return [ok('account_subscribed', SUBJECT, `The WhatsApp account ${businessAccountId} sends its events to the app ${appId}.`)];
	const others = apps.map(({ name, id }) => text(name) || text(id)).join(', ');
	return [
		problem('account_not_subscribed', SUBJECT, `The WhatsApp account ${businessAccountId} does not send its events to the app ${appId}${others ? `, only to ${others}` : ''}: no message and no status arrives.`, PUBLISH),
	];
}

interface Callback {
	address: string;
	fields: string[];
	active: boolean;
}

function callbackOf({ subscriptions }: ConnectionFacts): Callback | null {
	if (subscriptions?.kind !== 'ok') return null;
	const found = records(subscriptions.body.data).find((one) => text(one.object) === OBJECT);
	if (!found) return null;
	const fields = Array.isArray(found.fields) ? found.fields.map((field: unknown) => (typeof field === 'string' ? field : text(record(field).name))) : [];
	return { address: text(found.callback_url), fields, active: found.active !== false };
}

/** The override of the number wins over that of the account, and that over the app. */
function overrideOf({ number }: ConnectionFacts): { level: string; address: string } | null {
	const configuration = record(number?.kind === 'ok' ? number.body.webhook_configuration : {});
	const level = ['phone_number', 'whatsapp_business_account'].find((one) => text(configuration[one]) !== '');
	return level === undefined ? null : { level: level === 'phone_number' ? 'phone number' : 'WhatsApp account', address: text(configuration[level]) };
}

/** The address that gets this number's messages; empty when nobody does. */
export function addressInForce(facts: ConnectionFacts): string {
	return overrideOf(facts)?.address ?? callbackOf(facts)?.address ?? '';
}

function judgeCallback(facts: ConnectionFacts): Finding[] {
	if (facts.subscriptions?.kind !== 'ok') return [];
	const callback = callbackOf(facts);
	if (callback === null) return [problem('app_without_webhook', SUBJECT, `The app ${facts.credential.appId} has no webhook: Meta sends its messages nowhere.`, PUBLISH)];
	if (!callback.active) return [problem('app_webhook_inactive', SUBJECT, `Meta has switched off the webhook ${callback.address} of the app.`, PUBLISH)];
	const override = overrideOf(facts);
	if (override !== null) {
		return [ok('app_webhook', SUBJECT, `The webhook of the app is ${callback.address}; this number’s messages go to an override instead, only marketing preferences, templates and account events there.`)];
	}
	return judgeAddress(facts, callback.address, { id: 'app_webhook', what: 'The webhook of the app', remedy: 'Set Registration of the Message Trigger to Phone Number Override, which takes only this number, or allow Take Over the Webhook if the address is no longer used.' });
}

function judgeOverrides(facts: ConnectionFacts): Finding[] {
	const override = overrideOf(facts);
	if (override === null) return [];
	const remedy = 'Have the override removed by whoever set it, or, when it is no longer used, set Registration of the Message Trigger to Phone Number Override and allow Take Over the Webhook.';
	return judgeAddress(facts, override.address, { id: 'override', what: `The webhook override of the ${override.level}`, remedy });
}

function judgeAddress({ ownOrigins, answering }: ConnectionFacts, address: string, { id, what, remedy }: { id: string; what: string; remedy: string }): Finding[] {
	const own = ownOrigins.some((origin) => address === origin || address.startsWith(`${origin}/`));
	if (answering === 'trigger') return [ok(id, SUBJECT, `${what} is ${address}, and a WhatsApp Message Trigger answers there${own ? ', on this n8n' : ''}.`)];
	if (!own) return [problem(`${id}_of_others`, SUBJECT, `${what} belongs to ${address}, which is not this n8n: the messages of this number go there.`, remedy)];
	const test = /\/[^/]*test[^/]*\//.test(new URL(address).pathname) ? ', an address of a test that was left behind' : '';
	return [problem(`${id}_dead`, SUBJECT, `${what} is ${address} on this n8n${test}, and no Message Trigger answers there.`, PUBLISH)];
}

function judgeFields(facts: ConnectionFacts): Finding[] {
	const callback = callbackOf(facts);
	if (callback === null) return [];
	const switchOn = 'Publish the workflow of the Message Trigger again, or switch it on in Meta App Dashboard > WhatsApp > Configuration > Webhook fields.';
	if (!callback.fields.includes('messages')) {
		return [problem('field_messages_missing', 'Webhook fields', 'The app is not subscribed to "messages": neither messages nor statuses arrive.', switchOn)];
	}
	const missing = WANTED.filter(([field]) => !callback.fields.includes(field));
	if (missing.length === 0) return [ok('fields', 'Webhook fields', `The app is subscribed to ${callback.fields.join(', ')}.`)];
	return missing.map(([field, loss]) => warning(`field_${field}_missing`, 'Webhook fields', `The app is not subscribed to "${field}": ${loss}.`, switchOn));
}

function judgeTraffic({ lastReceivedAt, storeFault, now }: ConnectionFacts): Finding[] {
	if (storeFault !== null) return [problem('store_unreadable', 'Data', storeFault, 'Look at "Keep Data In" in the credential.')];
	if (lastReceivedAt === null) return [warning('nothing_received', 'Traffic', 'No message has come in during the last 8 days.', 'Write to the number from your own phone, and look at the executions of the workflow.')];
	const since = new Date(lastReceivedAt).toISOString();
	if (now - lastReceivedAt > QUIET_MS) return [warning('nothing_received', 'Traffic', `The last message came in at ${since}.`, 'Write to the number from your own phone, and look at the executions of the workflow.')];
	return [ok('traffic', 'Traffic', `The last message came in at ${since}.`)];
}
