/**
 * Sets up Meta's webhook when the workflow is activated (or listens for a test event) and takes it away after.
 * Everything is looked at before anything is written, and what was half written is taken back.
 */
import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import { CREDENTIAL, toAccount, type Account } from '../shared/account';
import { ActivationRefusal } from '../shared/activation-refusal';
import { toNodeError } from '../shared/errors';
import { graphTransport } from '../shared/graph';
import { unreachableForMeta, type OwnAddresses } from './callback-address';
import { ChatMenu } from './chat-menu';
import { MetaCallbacks } from './meta-callbacks';
import { isManual, levelOf, neededFields, readChatMenu, readOptions, readPublicAddress, subscribedFields, usesListener } from './parameters';
import { missingFields } from './refusal';
import { isDone, planRegistration, type Plan } from './registration-plan';
import { beginTest, endTest, isTestEnding } from './test-registration';

/** n8n's own hooks, and the trigger that opens a listener. */
type RegistrationContext = IHookFunctions | ITriggerFunctions;

/** True when nothing is left to do: Meta already sends everything that is wanted to this very address. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	// The listener opens after this, and Meta shakes hands with it: it is registered by itself (listener-door.ts).
	if (usesListener(context) && !isTest(context)) return true;
	return await withNodeErrors(context, async () => {
		if (isTest(context)) beginTest(context);
		if (isManual(context)) return false;
		const { plan, menu } = await prepare(context);
		return isDone(plan) && (menu === null || (await menu.isInPlace()));
	});
}

/** Sets Meta's webhook up for a listener that answers already. */
export async function registerListener(trigger: ITriggerFunctions): Promise<void> {
	await setUp(trigger);
}

/** Sets the webhook up. With manual registration only the credential is looked at, and the chat menu set. */
export async function register(context: IHookFunctions): Promise<boolean> {
	await setUp(context);
	return true;
}

async function setUp(context: RegistrationContext): Promise<void> {
	await withNodeErrors(context, async () => {
		const account = await accountOf(context);
		const missing = missingFields(account, isManual(context));
		if (missing !== null) throw missing;
		if (isManual(context)) return await chatMenuOf(context, account)?.setUp();
		const { callbacks, plan, own, menu } = await prepare(context);
		await menu?.setUp();
		await write(callbacks, plan, own.address, subscribedFields(readOptions(context)));
		if (plan.former !== '') beginTest(context, plan.former);
	});
}

/**
 * Takes our own address away wherever it is, and no other. The subscription of the WhatsApp account stays: without a
 * callback it does nothing, and other numbers or workflows may need it. It never throws: n8n calls it after a failed
 * activation, too, and would otherwise leave its own record of the webhook behind.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	if (isManual(context)) return true;
	const ending = isTestEnding(context);
	const address = usesListener(context) && !ending ? readPublicAddress(context) : n8nAddress(context);
	const account = toAccount(await context.getCredentials(CREDENTIAL).catch(() => ({})));
	const callbacks = new MetaCallbacks(graphTransport(context, account), account);
	const former = ending ? endTest(context) : '';
	const steps = [...overridesToTakeAway(account, callbacks, address, former), ...appToTakeAway(account, callbacks, address, context)];
	const reasons = new Set<string>();
	for (const step of steps) await step().catch((error: unknown) => reasons.add(error instanceof ActivationRefusal ? error.message : 'Meta could not be asked'));
	for (const reason of reasons) context.logger.warn(`Meta may still send WhatsApp webhooks to ${address}: ${reason}.`);
	return true;
}

type Step = () => Promise<void>;

function overridesToTakeAway(account: Account, callbacks: MetaCallbacks, address: string, former: string): Step[] {
	if (account.accessToken === '' || account.phoneNumberId === '') return [];
	return [
		async () => {
			const { numberOverride, accountOverride } = await callbacks.readOverrides();
			if (numberOverride === address) await giveBackNumber(callbacks, former);
			if (accountOverride === address && account.businessAccountId !== '') await callbacks.overrideAccount('');
		},
	];
}

/** A production address that no longer answers is not put back: the override would lead nowhere. */
async function giveBackNumber(callbacks: MetaCallbacks, former: string): Promise<void> {
	if (former !== '' && (await callbacks.overrideNumber(former).then(() => true, () => false))) return;
	await callbacks.overrideNumber('');
}

function appToTakeAway(account: Account, callbacks: MetaCallbacks, address: string, { logger }: IHookFunctions): Step[] {
	if (account.appId === '' || account.appSecret === '') return [];
	return [
		async () => {
			if ((await callbacks.readApp())?.callbackUrl !== address) return;
			const others = await callbacks.overridesOfOthers().catch(() => []);
			if (others.some((override) => override !== address)) {
				logger.warn(`The Meta app keeps its webhook ${address}: other numbers of the WhatsApp account get their messages through the same app.`);
				return;
			}
			await callbacks.removeApp();
		},
	];
}

interface Preparation {
	callbacks: MetaCallbacks;
	plan: Plan;
	own: OwnAddresses;
	menu: ChatMenu | null;
}

/** Everything that can be known without writing. Throws the sentence for whatever stands in the way. */
async function prepare(context: RegistrationContext): Promise<Preparation> {
	const account = await accountOf(context);
	const own = ownAddresses(context);
	const missing = missingFields(account, false);
	if (missing !== null) throw missing;
	const hidden = unreachableForMeta(own.address, account.graphBaseUrl);
	if (hidden !== null) throw hiddenAddress(hidden, own.address === own.listener);
	const menu = chatMenuOf(context, account);
	const callbacks = new MetaCallbacks(graphTransport(context, account), account);
	const options = readOptions(context);
	const plan = planRegistration(await callbacks.inspect(), {
		level: levelOf(context),
		own,
		takeOver: options.takeOver === true,
		fields: subscribedFields(options),
		needed: neededFields(options),
	});
	return { callbacks, plan, own, menu };
}

/** A test changes nothing that customers see. */
function chatMenuOf(context: RegistrationContext, account: Account): ChatMenu | null {
	if (isTest(context)) return null;
	return ChatMenu.of(readChatMenu(context), graphTransport(context, account), account);
}

function hiddenAddress(hidden: string, byListener: boolean): ActivationRefusal {
	const remedy = byListener ? ': set Public Address in this node to the https address of your reverse proxy' : ': set WEBHOOK_URL of n8n to its public https address';
	return new ActivationRefusal(hidden.replace(/\.$/, remedy), byListener ? PROXY_ADVICE : LOCAL_ADVICE);
}

const PROXY_ADVICE = 'Meta has to be able to open this address. The reverse proxy brings the certificate and passes the requests on to the port of the listener.';

const LOCAL_ADVICE =
	'Meta has to be able to open this address. Run n8n behind a domain with a certificate, or use a tunnel, and tell n8n the address with the environment variable WEBHOOK_URL.';

/**
 * First the account's subscription, then the app's callback, then the override: a failed handshake leaves the former
 * address in force, which n8n could not restore (it does not know that address's verify token), while the account's
 * subscription can be taken back without a trace.
 */
async function write(callbacks: MetaCallbacks, plan: Plan, address: string, fields: string[]): Promise<void> {
	const undo: Step[] = [];
	try {
		if (plan.subscribeAccount) {
			await callbacks.subscribeAccount();
			undo.unshift(() => callbacks.unsubscribeAccount());
		}
		if (plan.app !== null) {
			await callbacks.setApp(address, fields);
			if (plan.app === 'new') undo.unshift(() => callbacks.removeApp());
		}
		if (plan.override === 'number') await callbacks.overrideNumber(address);
		if (plan.override === 'account') await callbacks.overrideAccount(address);
		for (const level of plan.clear) await (level === 'number' ? callbacks.overrideNumber('') : callbacks.overrideAccount(''));
	} catch (error) {
		for (const step of undo) await step().catch(() => undefined);
		throw error instanceof Error ? error : new Error(String(error));
	}
}

async function accountOf(context: RegistrationContext): Promise<Account> {
	return toAccount(await context.getCredentials(CREDENTIAL));
}

/** A test event comes through n8n's own webhook, whatever the door. */
function ownAddresses(context: RegistrationContext): OwnAddresses {
	const listener = usesListener(context) ? readPublicAddress(context) : '';
	const n8n = n8nAddress(context);
	return { address: listener !== '' && !isTest(context) ? listener : n8n, isTest: isTest(context), listener, n8n };
}

function n8nAddress(context: RegistrationContext): string {
	return ('getNodeWebhookUrl' in context && context.getNodeWebhookUrl('default')) || '';
}

function isTest(context: RegistrationContext): boolean {
	return context.getActivationMode() === 'manual';
}

async function withNodeErrors<T>(context: RegistrationContext, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
