/** The chains of runs, as the store knows them; the rule is in engine/sequence/chain. */
import { chainRefusal, FIRST_LINK, linkAfter, type ChainLink } from '../../../sequence/chain';
import type { Reason } from '../../../sequence/reason';
import type { EnrollRequest } from '../../contract';
import { chainEntries, enrollmentsById } from '../../sql/enrollments';
import type { Scope } from '../../sql/scope';

export interface Chains {
	/** The link that a new run of this request is. */
	linkOf(request: EnrollRequest): ChainLink;
	/** Why this request must not begin a run, or null. */
	refusalOf(request: EnrollRequest, sequenceId: string, contactId: string): Extract<Reason, 'loop' | 'chain_too_long'> | null;
}

const entryKey = (root: string, sequenceId: string, contactId: string): string => `${root} ${sequenceId} ${contactId}`;

/** Reads the chains that these requests belong to, in two statements for the whole batch; none when no run started them. */
export async function chainsOf(scope: Scope, requests: EnrollRequest[]): Promise<Chains> {
	const started = requests.flatMap(({ startedBy }) => startedBy ?? []);
	if (started.length === 0) return { linkOf: () => FIRST_LINK, refusalOf: () => null };
	const starters = await enrollmentsById(scope, started);
	const linkOf = ({ startedBy }: EnrollRequest): ChainLink => {
		const starter = startedBy === undefined ? undefined : starters.get(startedBy);
		return starter ? linkAfter(starter.id, { root: starter.chain_root, depth: starter.chain_depth }) : FIRST_LINK;
	};
	const entries = await chainEntries(scope, requests.flatMap((request) => linkOf(request).root ?? []));
	const lastEntry = new Map<string, number>();
	for (const { root, sequence_id, contact_id, entered_at } of entries) {
		const key = entryKey(root, sequence_id, contact_id);
		lastEntry.set(key, Math.max(entered_at, lastEntry.get(key) ?? entered_at));
	}
	return {
		linkOf,
		refusalOf: (request, sequenceId, contactId) => {
			const link = linkOf(request);
			return link.root === null ? null : chainRefusal(link, lastEntry.get(entryKey(link.root, sequenceId, contactId)) ?? null, scope.now);
		},
	};
}
