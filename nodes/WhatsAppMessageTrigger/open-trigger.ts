/**
 * What the trigger keeps open while the workflow is published, beside n8n's own webhook: the dedicated listener, or its
 * door on n8n's port; and the outlet, by which messages start an execution later than their webhook.
 */
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { systemTimers, type Timers } from '../../engine/dispatch/timers';
import { CREDENTIAL, toAccount, type Account } from '../shared/account';
import { openAccountStore } from '../shared/stores';
import { burstTimes } from './burst-items';
import { directAddress, openDirectDoor } from './direct-door';
import { kindOfError } from './intake';
import { openDoor } from './listener-door';
import { keeperOf, Outlet } from './outlet';
import { confirmKeywords, giveKeywordsBack, takeWhatIsFree } from './own-keywords';
import { readOptions, usesListener } from './parameters';

/** How often the messages are fetched that another n8n process took in. */
const FETCH_EVERY_MS = 1_000;

/** Outlets of this process by their trigger: n8n's webhook hands messages to them. */
const outlets = new Map<string, Outlet>();

/** Triggers that failed, and whose keywords are free for that reason. */
const withoutKeywords = new Set<string>();

/** The open outlet of this trigger; undefined in a process that only takes webhooks in. */
export function outletOf(keeper: string): Outlet | undefined {
	return outlets.get(keeper);
}

/** What n8n calls on activation. */
export async function openTrigger(trigger: ITriggerFunctions): Promise<ITriggerResponse> {
	if (trigger.getMode() === 'manual') return {};
	const opened = await openOrGiveBack(trigger);
	const stopConfirming = confirmKeywords(trigger, systemTimers);
	return {
		closeFunction: async () => {
			stopConfirming();
			await opened.closeFunction?.();
		},
	};
}

/**
 * n8n has run the hooks of the webhook before, which take the keywords, and does not take them back when the trigger then
 * fails (2.40: workflow-publication-applier). It tries several times; the one that succeeds takes them again.
 */
async function openOrGiveBack(trigger: ITriggerFunctions): Promise<ITriggerResponse> {
	const keeper = keeperOf(trigger);
	try {
		const opened = await (usesListener(trigger) ? openDoor(trigger) : openOnN8nsPort(trigger));
		if (withoutKeywords.delete(keeper)) await takeWhatIsFree(trigger);
		return opened;
	} catch (error) {
		withoutKeywords.add(keeper);
		await giveKeywordsBack(trigger);
		throw error instanceof Error ? error : new Error(String(error));
	}
}

async function openOnN8nsPort(trigger: ITriggerFunctions): Promise<ITriggerResponse> {
	const account = toAccount(await trigger.getCredentials(CREDENTIAL));
	const times = burstTimes(readOptions(trigger));
	const address = directAddress(trigger, account);
	if (times === null && address === null) return {};
	const store = await openAccountStore(account, trigger);
	const outlet = new Outlet(trigger, store, systemTimers, times);
	await outlet.sendAdopted();
	const closeDoor = address === null ? nothingToClose : openDirectDoor(trigger, address, account, store, outlet);
	const closeOutlet = times === null ? nothingToClose : handMessagesTo(outlet, trigger, account);
	return {
		closeFunction: async () => {
			await closeDoor();
			await closeOutlet();
			await outlet.settled();
		},
	};
}

const nothingToClose = async (): Promise<void> => undefined;

/** From now on the webhooks that n8n routes leave the messages of people who may go on writing to this outlet. */
function handMessagesTo(outlet: Outlet, trigger: ITriggerFunctions, { store }: Account): () => Promise<void> {
	const keeper = keeperOf(trigger);
	outlets.set(keeper, outlet);
	const stopFetching = store.kind === 'postgres' ? fetchRegularly(trigger, outlet, systemTimers) : () => undefined;
	return async () => {
		stopFetching();
		if (outlets.get(keeper) === outlet) outlets.delete(keeper);
	};
}

/** In queue mode webhooks may come in at processes that have no triggers; they keep the messages in the store. */
function fetchRegularly(trigger: ITriggerFunctions, outlet: Outlet, timers: Timers): () => void {
	let stop = (): void => undefined;
	let open = true;
	const again = (): void => {
		if (open) stop = timers.after(FETCH_EVERY_MS, () => void fetch());
	};
	const fetch = async (): Promise<void> => {
		await outlet.sendAdopted().catch((error: unknown) => {
			trigger.logger.warn(`WhatsApp messages of other processes could not be fetched: ${kindOfError(error)}`);
		});
		again();
	};
	again();
	return () => {
		open = false;
		stop();
	};
}
