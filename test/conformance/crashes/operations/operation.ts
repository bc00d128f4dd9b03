/** A call that writes, as the crash tests try it, and what several of them begin with. */
import type { AccountStore, SendOutcome, SendPermit } from '../../../../engine/store/contract';
import { enrollRequest, HOUR, person, START } from '../../builders';
import { claim, heldStep, LEASE_MS, publish, sendRequest } from '../../verbs';

export interface Operation {
	name: string;
	/** Prepares an empty account and answers the call to be tried; the call can be repeated. */
	prepare: (account: AccountStore) => Promise<() => Promise<unknown>>;
}

/** After the leases of START have run out. */
export const LATER = START + LEASE_MS;

/** The first step of so many people, handed out. */
export async function claimed(account: AccountStore, people: number) {
	const id = await publish(account);
	await account.enroll(Array.from({ length: people }, (_, n) => enrollRequest(person(n))), START);
	const taken = await claim(account, id);
	return { id, taken, requests: taken.steps.map((_, n) => sendRequest(heldStep(taken, n))) };
}

export const allowed = (permits: SendPermit[]) => permits.map((permit) => {
	if (!permit.allowed) throw new Error(`refused: ${permit.reason}`);
	return permit;
});

/** Every way in which a POST can end. */
export const OUTCOMES: SendOutcome[] = [
	{ kind: 'accepted', wamid: 'wamid.out0', userId: 'DE.1' },
	{ kind: 'unknown', detail: 'timeout' },
	{ kind: 'not_posted', reason: 'meta_unavailable', detail: 'down', retryAfterMs: HOUR },
	{ kind: 'refused', error: { code: 131050, text: 'stopped' }, disposition: 'opt_out' },
	{ kind: 'refused', error: { code: 4, text: 'slow' }, disposition: 'retry' },
];
