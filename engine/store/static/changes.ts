/**
 * What nodes, pages and people change of what is kept. n8n saves the static data only where it is told that it has changed,
 * so each of these must have it saved: otherwise a clean restart would bring back an erased person.
 */
import type { AccountStore } from '../contract';

/** Verbs that write and need nothing else; static-store.ts has those that decide by what was written whether to save. */
const CHANGES = [
	'lockSequence', 'confirmChanges', 'unlockSequence', 'pauseSequence', 'resumeSequence', 'resumeForTemplates',
	'changeEnrollments', 'markStranded', 'recordConversions', 'decideReviews', 'executionWoken', 'acknowledgeEvents',
	'addTags', 'removeTags', 'setTags', 'renameTag', 'setAttributes', 'incrementAttributes',
	'saveContacts', 'mergePeople', 'recordConsent', 'erasePeople', 'importRecords',
	'saveAgents', 'removeAgents', 'workDesk', 'followConversations',
] as const satisfies ReadonlyArray<keyof AccountStore>;

type Changes = Pick<AccountStore, (typeof CHANGES)[number]>;

/** These verbs of the store, each with `afterwards` behind it. */
export function changesOf(store: Changes, afterwards: () => void): Changes {
	const calls = CHANGES.map((verb) => {
		const change = store[verb] as (...call: unknown[]) => Promise<unknown>;
		return [verb, async (...call: unknown[]): Promise<unknown> => {
			const result = await change(...call);
			afterwards();
			return result;
		}] as const;
	});
	return Object.fromEntries(calls) as unknown as Changes;
}
