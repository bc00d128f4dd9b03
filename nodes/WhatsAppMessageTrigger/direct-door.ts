/**
 * The Standard Webhook, answered by the trigger itself on n8n's own port. On its way to a node n8n makes an isolate of its
 * expression engine for every webhook, before the node is asked anything: 80 ms of CPU, whatever the node does (n8n 2.40:
 * live-webhooks, webhookPhaseNeedsIsolate, which spares only n8n's own Webhook node). So the trigger takes the POSTs to its
 * address before n8n's router, in the one process where it is active. All else stays with n8n: handshake, test events,
 * webhook processors, and these POSTs, too, whenever the trigger is not there.
 */
import type { ITriggerFunctions } from 'n8n-workflow';
import { stayAt, type GuestAddress } from '../../engine/listener/guest';
import type { AccountStore } from '../../engine/store/contract';
import type { Account } from '../shared/account';
import type { Outlet } from './outlet';
import { readOptions } from './parameters';
import { webhookIntake } from './webhook-intake';

/** The path of this trigger's webhooks below its id, as the node's description has it. */
export const WEBHOOK_PATH = 'webhook';

/** Null where the POSTs have to take n8n's way. */
export function directAddress(trigger: ITriggerFunctions, account: Account): GuestAddress | null {
	if (readOptions(trigger).routeThroughN8n === true) return null;
	// n8n saves what a webhook has changed in the static data itself, and only for webhooks that it has routed.
	if (account.store.kind === 'static') return null;
	const { webhookId } = trigger.getNode();
	return webhookId ? { method: 'POST', path: `/${endpoint()}/${webhookId}/${WEBHOOK_PATH}` } : null;
}

/** Closing stops answering, and resolves once everything that was answered is stored. */
export function openDirectDoor(trigger: ITriggerFunctions, address: GuestAddress, account: Account, store: AccountStore, outlet: Outlet): () => Promise<void> {
	const intake = webhookIntake(trigger, account, store, outlet);
	const guest = stayAt(address, intake.handler);
	return async () => {
		guest.leave();
		await intake.settled();
	};
}

/** The first part of n8n's webhook paths (https://docs.n8n.io/hosting/configuration/environment-variables/endpoints/). */
function endpoint(): string {
	return process.env.N8N_ENDPOINT_WEBHOOK ?? 'webhook';
}
