/**
 * Meta's messaging limit: so many different people may be reached by templates outside their windows within any 24 hours.
 * It is counted here, so that what is over it waits with its reason in place of being refused.
 */
import type { Scope } from '../../sql/scope';
import { countReached, nextFree, reachedAmong, writeReached } from '../../sql/reach';

const DAY_MS = 24 * 60 * 60_000;

export interface ReachBook {
	/** When a template may go to this contact: now, or once somebody else counts no more. */
	reachableAt(contactId: string): number;
	/** A template goes to them. */
	note(contactId: string): void;
	save(): Promise<void>;
}

/** @param limit people within 24 hours; null without a limit, and then nothing is counted */
export async function openReachBook(scope: Scope, limit: number | null, contactIds: string[]): Promise<ReachBook> {
	if (limit === null) return { reachableAt: () => scope.now, note: () => undefined, save: async () => undefined };
	const asked = [...new Set(contactIds)];
	const reached = await reachedAmong(scope, asked);
	const before = reached.size < asked.length ? await countReached(scope) : 0;
	const overflow = Math.max(0, before + asked.length - reached.size - limit);
	const free = overflow > 0 ? await nextFree(scope, overflow) : [];
	const noted = new Set<string>();
	let left = limit - before;
	let waiting = 0;
	return {
		reachableAt(contactId) {
			if (reached.has(contactId) || left > 0) return scope.now;
			return free[Math.min(waiting++, free.length - 1)] ?? scope.now + DAY_MS;
		},
		note(contactId) {
			if (!reached.has(contactId)) left--;
			reached.add(contactId);
			noted.add(contactId);
		},
		save: () => writeReached(scope, [...noted], scope.now + DAY_MS),
	};
}
