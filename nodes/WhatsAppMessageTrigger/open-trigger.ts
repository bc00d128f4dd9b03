/**
 * What the trigger keeps open while the workflow is published, beside n8n's own webhook: the dedicated listener, or
 * the outlet for people who write in bursts, whose messages start an execution later than their webhook.
 */
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { systemTimers, type Timers } from '../../engine/dispatch/timers';
import { readAccount, type Account } from '../shared/account';
import { openAccountStore } from '../shared/stores';
import { burstTimes } from './burst-items';
import { kindOfError } from './intake';
import { openDoor } from './listener-door';
import { keeperOf, Outlet } from './outlet';
import { readOptions, usesListener } from './parameters';

/** How often the messages are fetched that another n8n process took in. */
const FETCH_EVERY_MS = 1_000;

/** Outlets of this process by their trigger: n8n's webhook hands messages to them. */
const outlets = new Map<string, Outlet>();

/** The open outlet of this trigger; undefined in a process that only takes webhooks in. */
export function outletOf(keeper: string): Outlet | undefined {
	return outlets.get(keeper);
}

/** What n8n calls on activation. */
export async function openTrigger(trigger: ITriggerFunctions): Promise<ITriggerResponse> {
	if (trigger.getMode() === 'manual') return {};
	if (usesListener(trigger)) return await openDoor(trigger);
	const times = burstTimes(readOptions(trigger));
	if (times === null) return {};
	const account = await readAccount(trigger);
	const store = await openAccountStore(account, trigger);
	return await openOutlet(trigger, account, new Outlet(trigger, store, systemTimers, times));
}

async function openOutlet(trigger: ITriggerFunctions, account: Account, outlet: Outlet): Promise<ITriggerResponse> {
	const keeper = keeperOf(trigger);
	outlets.set(keeper, outlet);
	await outlet.sendAdopted();
	const stopFetching = account.store.kind === 'postgres' ? fetchRegularly(trigger, outlet, systemTimers) : () => undefined;
	return {
		closeFunction: async () => {
			stopFetching();
			if (outlets.get(keeper) === outlet) outlets.delete(keeper);
			await outlet.settled();
		},
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
