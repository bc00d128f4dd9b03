/** A busy afternoon at the conversation desk, written into a store as customers, workflows and agents would have written it. */
import type { AccountStore, DeskAction } from '../../engine/store/contract';

const MINUTE = 60_000;

/** Everybody has a name; the last digits are their place here. */
export const CUSTOMERS = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', 'Mary Jackson', 'Dorothy Vaughan', 'Hedy Lamarr', 'Radia Perlman', 'Joan Clarke'].map((name, n) => ({
	name,
	phone: `+4917055500${String(n).padStart(2, '0')}`,
}));

export type Customer = (typeof CUSTOMERS)[number];

/** Ana and Ben are at work and have all they can take, Cleo is away, three customers wait, and one is with a bot. */
export async function busyAfternoon(store: AccountStore, now: number): Promise<void> {
	await store.saveAgents([{ name: 'Ana', limit: 2 }, { name: 'Ben', limit: 2 }, { name: 'Cleo', limit: 1, available: false }], now - 60 * MINUTE);
	for (const [n, customer] of CUSTOMERS.entries()) {
		const at = now - (40 - 4 * n) * MINUTE;
		await store.applyWebhook([{ kind: 'message', id: `wamid.desk-${n}`, at, contact: customer, message: { type: 'text', text: 'I have a question' } }], 'seed', at);
		const action: DeskAction = n === CUSTOMERS.length - 1 ? { kind: 'open', for: 'bot' } : { kind: 'assign' };
		await store.workDesk([{ contact: customer, action }], at);
	}
}
