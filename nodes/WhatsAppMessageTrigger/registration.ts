/**
 * Sets up Meta's webhook when the workflow is activated (or listens for a test event) and takes it away after.
 * Everything is looked at before anything is written, and what was half written is taken back.
 */
import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { CREDENTIAL, toAccount, type Account } from '../shared/account';
import { ActivationRefusal } from '../shared/activation-refusal';
import { graphTransport } from '../shared/graph';
import { AppWebhook, type Situation } from './app-webhook';
import { ownerOf, unreachableForMeta } from './callback-address';
import { isManual, readOptions, readPublicAddress, subscribedFields, usesListener } from './parameters';
import { missingFields } from './refusal';

/** True when nothing is left to do: Meta already sends everything that is wanted to this very address. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	// The listener opens after this, and Meta shakes hands with it: it is registered by itself (listener-door.ts).
	if (listens(context)) return true;
	if (isManual(context)) return false;
	return await withNodeErrors(context, async () => {
		const { situation, fields } = await prepare(context);
		const { subscription, accountSubscribed } = situation;
		if (subscription === null || !subscription.active || !accountSubscribed) return false;
		return subscription.callbackUrl === addressOf(context) && fields.every((field) => subscription.fields.includes(field));
	});
}

/** Sets Meta's webhook up for a listener that answers already. */
export async function registerListener(trigger: ITriggerFunctions): Promise<void> {
	await setUp(trigger);
}

/** Sets the webhook up. With manual registration only the credential is looked at. */
export async function register(context: IHookFunctions): Promise<boolean> {
	await setUp(context);
	return true;
}

async function setUp(context: RegistrationContext): Promise<void> {
	await withNodeErrors(context, async () => {
		if (isManual(context)) {
			const missing = missingFields(await accountOf(context), true);
			if (missing !== null) throw missing;
			return;
		}
		const { webhook, situation, fields } = await prepare(context);
		await write(webhook, situation, fields);
	});
}

/**
 * Takes our own callback away, and no other. The subscription of the WhatsApp account stays: without a callback
 * it does nothing, and other numbers or workflows may need it. It never throws: n8n calls it after a failed
 * activation, too, and would otherwise leave its own record of the webhook behind.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	if (isManual(context)) return true;
	const callback = addressOf(context);
	try {
		const account = await accountOf(context);
		if (account.appId === '' || account.appSecret === '') return true;
		const webhook = new AppWebhook(graphTransport(context, account), account, callback);
		const subscription = await webhook.readSubscription();
		if (subscription?.callbackUrl !== callback) return true;
		const answer = await webhook.unsubscribeApp();
		if (answer.kind === 'ok') return true;
		context.logger.warn(`Meta still sends WhatsApp webhooks to ${callback}: it could not be asked to stop.`);
	} catch (error) {
		const reason = error instanceof ActivationRefusal ? error.message : 'the credential could not be read';
		context.logger.warn(`Meta may still send WhatsApp webhooks to ${callback}: ${reason}.`);
	}
	return true;
}

/** n8n's own hooks, and the trigger that opens a listener. */
type RegistrationContext = IHookFunctions | ITriggerFunctions;

interface Preparation {
	webhook: AppWebhook;
	situation: Situation;
	fields: string[];
}

/** Everything that can be known without writing. Throws the sentence for whatever stands in the way. */
async function prepare(context: RegistrationContext): Promise<Preparation> {
	const account = await accountOf(context);
	const callback = addressOf(context);
	const missing = missingFields(account, false);
	if (missing !== null) throw missing;
	const hidden = unreachableForMeta(callback, account.graphBaseUrl);
	if (hidden !== null) throw hiddenAddress(hidden, listens(context));
	const webhook = new AppWebhook(graphTransport(context, account), account, callback);
	const situation = await webhook.inspect();
	const options = readOptions(context);
	if (situation.subscription !== null) {
		refuseForeign(situation.subscription.callbackUrl, callback, isTest(context), options.takeOver === true);
	}
	return { webhook, situation, fields: subscribedFields(options) };
}

function hiddenAddress(hidden: string, byListener: boolean): ActivationRefusal {
	const remedy = byListener ? ': set Public Address in this node to the https address of your reverse proxy' : ': set WEBHOOK_URL of n8n to its public https address';
	return new ActivationRefusal(hidden.replace(/\.$/, remedy), byListener ? PROXY_ADVICE : LOCAL_ADVICE);
}

const PROXY_ADVICE = 'Meta has to be able to open this address. The reverse proxy brings the certificate and passes the requests on to the port of the listener.';

const LOCAL_ADVICE =
	'Meta has to be able to open this address. Run n8n behind a domain with a certificate, or use a tunnel, and tell n8n the address with the environment variable WEBHOOK_URL.';

/** A callback that is not ours stays, unless the user says otherwise; a test never replaces any. */
function refuseForeign(registered: string, ours: string, test: boolean, takeOver: boolean): void {
	const owner = ownerOf(registered, ours, test);
	if (owner === 'this' || owner === 'own_test') return;
	if (owner === 'own_production') {
		throw new ActivationRefusal(
			'This workflow is published and gets the real messages, so there is none left to test with: unpublish (deactivate) it first',
			'Meta knows one webhook address per app. While the workflow is published, look at its executions, or copy one of them into the editor.',
		);
	}
	if (test) {
		throw new ActivationRefusal(
			`Meta sends the messages of this app to ${registered}, so a test event cannot arrive here: use another Meta app for tests`,
			'A test would take the messages away from there. Meta knows one webhook address per app.',
		);
	}
	if (!takeOver) {
		throw new ActivationRefusal(
			`Meta already sends the messages of this app to ${registered}: use another Meta app, or allow Take Over the Webhook in this node's options`,
			'Meta knows one webhook address per app. If the address is a former one of this n8n, or no longer used, it is safe to take over.',
		);
	}
}

/**
 * First the account's subscription, then the app's callback: a failed handshake leaves the former callback in
 * force, which n8n could not restore (it does not know that address's verify token), while the account's
 * subscription can be taken back without a trace.
 */
async function write(webhook: AppWebhook, { accountSubscribed }: Situation, fields: string[]): Promise<void> {
	try {
		if (!accountSubscribed) await webhook.subscribeAccount();
		await webhook.subscribeApp(fields);
	} catch (error) {
		if (!accountSubscribed) await webhook.unsubscribeAccount();
		throw toRefusal(error);
	}
}

function toRefusal(error: unknown): Error {
	return error instanceof Error ? error : new ActivationRefusal('The webhook could not be set up', String(error));
}

async function accountOf(context: RegistrationContext): Promise<Account> {
	return toAccount(await context.getCredentials(CREDENTIAL));
}

function addressOf(context: RegistrationContext): string {
	if (listens(context)) return readPublicAddress(context);
	return ('getNodeWebhookUrl' in context && context.getNodeWebhookUrl('default')) || '';
}

/** A test event comes through n8n's own webhook, whatever the door. */
function listens(context: RegistrationContext): boolean {
	return usesListener(context) && !isTest(context);
}

function isTest(context: RegistrationContext): boolean {
	return context.getActivationMode() === 'manual';
}

async function withNodeErrors<T>(context: RegistrationContext, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context, error);
	}
}

function toNodeError(context: RegistrationContext, error: unknown): Error {
	if (!(error instanceof ActivationRefusal)) return toRefusal(error);
	return new NodeOperationError(context.getNode(), error.message, { description: error.description, level: 'warning' });
}
