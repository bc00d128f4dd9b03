/**
 * What has to be written at Meta so that the webhooks of one number come to this node, decided before anything is.
 * The override of a phone number wins over that of its WhatsApp account, and that over the callback of the app
 * (Meta: webhooks/override). Nobody else's address is replaced unless the user says so, and a test never replaces any.
 */
import { ownerOf, type Owner, type OwnAddresses } from './callback-address';
import type { Situation } from './meta-callbacks';
import { fixedFieldChosen, missingAtForeignApp, occupied, overridden, testNotPossible } from './registration-refusals';

/** Where the address is registered. */
export type Level = 'app' | 'account' | 'number';

export interface Wish {
	level: Level;
	own: OwnAddresses;
	takeOver: boolean;
	/** Fields that the app is to be subscribed to. */
	fields: string[];
	/** Those of them without which this node would not do what it was told to. */
	needed: string[];
}

/** What is left to write; nothing at all when everything is in place. */
export interface Plan {
	subscribeAccount: boolean;
	/** Set the app's callback to our address; `new` when it had none. */
	app: 'new' | 'replace' | null;
	/** Set this override to our address. */
	override: 'account' | 'number' | null;
	/** Leftovers of our own that would win over our address, to be taken away. */
	clear: Array<'account' | 'number'>;
	/** The production address of this node that a test puts aside, and has to put back. */
	former: string;
}

/** Fields that overrides reach; all others always go to the callback of the app (Meta: webhooks/override). */
const OVERRIDABLE: ReadonlySet<string> = new Set([
	'messages', 'message_echoes', 'calls', 'consumer_profile', 'messaging_handovers', 'smb_message_echoes',
	'smb_app_state_sync', 'history', 'account_settings_update',
]);

interface Owners {
	app: Owner;
	account: Owner;
	number: Owner;
}

/** Throws ActivationRefusal when somebody else's address is in the way. */
export function planRegistration(situation: Situation, wish: Wish): Plan {
	const owners: Owners = {
		app: ownerOf(situation.app?.callbackUrl ?? '', wish.own),
		account: ownerOf(situation.accountOverride, wish.own),
		number: ownerOf(situation.numberOverride, wish.own),
	};
	return wish.own.isTest ? planTest(situation, wish, owners) : planProduction(situation, wish, owners);
}

export function isDone({ subscribeAccount, app, override, clear }: Plan): boolean {
	return !subscribeAccount && app === null && override === null && clear.length === 0;
}

function planProduction(situation: Situation, wish: Wish, owners: Owners): Plan {
	refuseWinning(situation, wish.level, owners);
	const inPlace = { app: situation.app?.callbackUrl ?? '', account: situation.accountOverride, number: situation.numberOverride }[wish.level];
	if (owners[wish.level] === 'other' && !wish.takeOver) throw occupied(wish.level, inPlace);
	if (wish.level !== 'app' && owners.app === 'other') refuseUnreachable(situation, wish);
	return {
		subscribeAccount: !situation.accountSubscribed,
		app: wish.level === 'app' || owners.app !== 'other' ? appChange(situation, wish, owners) : null,
		override: wish.level === 'app' || owners[wish.level] === 'this' ? null : wish.level,
		clear: LEVELS_ABOVE[wish.level].filter((level) => owners[level] !== 'nobody'),
		former: '',
	};
}

const LEVELS_ABOVE: Record<Level, Array<'account' | 'number'>> = { app: ['account', 'number'], account: ['number'], number: [] };

/** Overrides win, and taking one away could cut another system off. */
function refuseWinning({ accountOverride, numberOverride }: Situation, level: Level, owners: Owners): void {
	if (level !== 'number' && owners.number === 'other') throw overridden(numberOverride);
	if (level === 'app' && owners.account === 'other') throw overridden(accountOverride);
}

/** The app belongs to somebody else: what it is not subscribed to, or what no override reaches, would never arrive. */
function refuseUnreachable({ app }: Situation, { needed }: Wish): void {
	const callback = app?.callbackUrl ?? '';
	const fixed = needed.filter((field) => !OVERRIDABLE.has(field));
	if (fixed.length > 0) throw fixedFieldChosen(fixed, callback);
	const missing = needed.filter((field) => !app?.fields.includes(field));
	if (missing.length > 0) throw missingAtForeignApp(missing, callback);
}

function appChange({ app }: Situation, { fields }: Wish, owners: Owners): Plan['app'] {
	if (app === null) return 'new';
	return owners.app === 'this' && app.active && fields.every((field) => app.fields.includes(field)) ? null : 'replace';
}

/**
 * A test that has the app to itself registers as in production; otherwise it borrows this one number by an override,
 * which leaves everybody else's webhooks as they are.
 */
function planTest(situation: Situation, wish: Wish, owners: Owners): Plan {
	if (owners.number === 'other') throw testNotPossible(situation.numberOverride);
	if (wish.level !== 'number' && owners.account === 'other') throw testNotPossible(situation.accountOverride);
	if (wish.level === 'app' && owners.account === 'nobody' && owners.app === 'other') throw testNotPossible(situation.app?.callbackUrl ?? '');
	const appIsFree = owners.app === 'nobody' || owners.app === 'this';
	const alone = appIsFree && owners.account === 'nobody' && owners.number === 'nobody';
	return {
		subscribeAccount: !situation.accountSubscribed,
		app: appIsFree ? appChange(situation, wish, owners) : null,
		override: alone || owners.number === 'this' ? null : 'number',
		clear: [],
		former: owners.number === 'own_production' ? situation.numberOverride : '',
	};
}
