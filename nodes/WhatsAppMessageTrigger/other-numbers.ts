/**
 * Numbers that share the Meta app: an override brings a number its messages, but people's own marketing switch always
 * goes to the webhook of the app (Meta: webhooks/override). Whoever has that hands it on, where the other number keeps
 * its people in the same store.
 */
import type { AccountStore } from '../../engine/store/contract';
import { numbersIn, parseWebhook } from '../../engine/whatsapp/parse-webhook';
import type { Account } from '../shared/account';
import { openAccountStore, PROCESS_ID } from '../shared/stores';
import type { TakenIn } from './intake';

/** Rejects when a store cannot be written: Meta has to deliver the webhook again. Applying it twice changes nothing. */
export async function applyForOtherNumbers(account: Account, bodies: TakenIn[], now: number): Promise<void> {
	// A workflow's static data is out of reach of other workflows.
	if (account.store.kind === 'static') return;
	for (const { body } of bodies) {
		for (const phoneNumberId of numbersIn(body, 'user_preferences')) {
			if (phoneNumberId === account.phoneNumberId) continue;
			const store = await openAccountStore({ ...account, phoneNumberId });
			const switches = parseWebhook(body, phoneNumberId, now).filter(({ kind }) => kind === 'preference');
			if (switches.length > 0 && (await isInUse(store))) await store.applyWebhook(switches, PROCESS_ID, now);
		}
	}
}

/** A number that nobody has set up here is none of our business. */
async function isInUse(store: AccountStore): Promise<boolean> {
	return (await store.lastReceivedAt()) !== null || (await store.listSequences()).length > 0;
}
