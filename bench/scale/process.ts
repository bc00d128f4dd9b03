/** A process that works for one site: each message makes it claim and finish what is due in that hour. */
import type { AccountStore, Store } from '../../engine/store/contract';
import { ACCOUNT, finishByExecution } from '../queues/ours';
import { BATCH } from '../queues/queue';
import { HOUR_MS, START } from './loader';
import { openSite, type Site } from './site';

export type Order = { site: Site } | { hour: number };

/** Milliseconds of each claim, and of claiming and finishing all; resident memory in MiB. */
export interface Worked {
	items: number;
	claimMs: number[];
	allMs: number;
	memoryMiB: number;
	error?: string;
}

let store: Store | undefined;
let sequenceId: string | undefined;

async function open(site: Site): Promise<void> {
	store = await openSite(site);
	sequenceId = (await store.forAccount(ACCOUNT).listSequences())[0]?.id;
}

async function workOff(account: AccountStore, sequence: string, now: number): Promise<Worked> {
	const claimMs: number[] = [];
	const began = performance.now();
	let items = 0;
	for (;;) {
		const before = performance.now();
		const claim = await account.claimDue({ sequenceId: sequence, owner: 'bench', limit: BATCH, leaseMs: 60_000 }, now);
		if (claim.steps.length === 0) break;
		claimMs.push(performance.now() - before);
		items += claim.steps.length;
		await finishByExecution(account, claim, now);
	}
	return { items, claimMs, allMs: performance.now() - began, memoryMiB: process.memoryUsage.rss() / 2 ** 20 };
}

async function obey(order: Order): Promise<Worked> {
	if ('site' in order) {
		await open(order.site);
		return { items: 0, claimMs: [], allMs: 0, memoryMiB: 0 };
	}
	if (!store || !sequenceId) throw new Error('the process of the bench has no store yet');
	return await workOff(store.forAccount(ACCOUNT), sequenceId, START + order.hour * HOUR_MS);
}

process.on('message', (order: Order) => {
	obey(order).then(
		(worked) => process.send?.(worked),
		(error: unknown) => process.send?.({ items: 0, claimMs: [], allMs: 0, memoryMiB: 0, error: String(error) } satisfies Worked),
	);
});

process.on('disconnect', () => process.exit());
