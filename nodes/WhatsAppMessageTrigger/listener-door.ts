/**
 * The dedicated listener: an HTTP port of the trigger's own, for numbers whose status webhooks would keep n8n's port busy.
 */
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { systemTimers } from '../../engine/dispatch/timers';
import { ListenRefusal, openListener, type ListenAddress, type OpenListener, type RequestHandler } from '../../engine/listener/http-listener';
import { readAccount } from '../shared/account';
import { openAccountStore } from '../shared/stores';
import { burstTimes } from './burst-items';
import { Outlet } from './outlet';
import { readListenAddress, readOptions } from './parameters';
import { registerListener } from './registration';
import { webhookIntake } from './webhook-intake';

/** n8n starts up, or another process takes over: Meta was told when a person published the workflow. */
const UNATTENDED = ['init', 'leadershipChange'];

/** n8n saves what a webhook has changed in the static data itself, and only for webhooks that came to its own port. */
const UNSAVED =
	'A Dedicated Listener cannot keep what comes in, since the contacts are in the workflow static data. Choose Standard Webhook under Receive Through, or another place under "Keep Data In" in the credential.';

/** Opens the port, and closes it when the workflow is unpublished. */
export async function openDoor(trigger: ITriggerFunctions): Promise<ITriggerResponse> {
	const account = await readAccount(trigger);
	if (account.store.kind === 'static') throw new NodeOperationError(trigger.getNode(), UNSAVED);
	const store = await openAccountStore(account, trigger);
	const outlet = new Outlet(trigger, store, systemTimers, burstTimes(readOptions(trigger)));
	const intake = webhookIntake(trigger, account, store, outlet);
	const listener = await open(trigger, readListenAddress(trigger), intake.handler);
	try {
		await outlet.sendAdopted();
		if (!UNATTENDED.includes(trigger.getActivationMode())) await registerListener(trigger);
	} catch (error) {
		await listener.close();
		throw asNodeError(trigger, error);
	}
	return {
		closeFunction: async () => {
			await listener.close();
			await intake.settled();
			await outlet.settled();
		},
	};
}

async function open(trigger: ITriggerFunctions, address: ListenAddress, handler: RequestHandler): Promise<OpenListener> {
	try {
		return await openListener(address, handler);
	} catch (error) {
		throw asNodeError(trigger, error);
	}
}

function asNodeError(trigger: ITriggerFunctions, error: unknown): Error {
	if (error instanceof ListenRefusal) return new NodeOperationError(trigger.getNode(), error.message);
	return error instanceof Error ? error : new Error(String(error));
}
