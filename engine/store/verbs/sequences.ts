/** Sequences: what they are, whether they run, who may change them, and what they have to tell. */
import { setImmediate } from 'node:timers/promises';
import type { AccountStore, PublishedSequence } from '../contract';
import { endHold, heldNow } from '../operations/sending/hold-account';
import { auditFacts } from '../operations/sequences/audit-facts';
import { claimEvents } from '../operations/sequences/claim-events';
import { claimKeywords } from '../operations/sequences/claim-keywords';
import { definitionsOfRuns, describeSequence } from '../operations/sequences/describe-sequence';
import { followAtOnce, followPart } from '../operations/sequences/follow';
import { hashPassword, isPassword } from '../operations/sequences/lock-password';
import { resumeForTemplates } from '../operations/sequences/pause-for-template';
import { listSequences, pauseSequence, resumeSequence } from '../operations/sequences/pause-sequence';
import { publish } from '../operations/sequences/publish';
import { beginTry, checkNewPassword, confirmWaiting, lockWith, removeLock, waitingChanges, wrongPassword, type Try } from '../operations/sequences/sequence-lock';
import { sequenceStats } from '../operations/sequences/sequence-stats';
import { confirmKeywordsOf, deleteKeywordsOf, keywordsOfOthers } from '../sql/keywords';
import { takeUntold } from '../sql/notices';
import type { Scope } from '../sql/scope';
import { deleteEventsOf, earliestEvent, extendEventLease } from '../sql/sequence-events';
import { close } from '../sql/sequences';
import { offsetOf, type Transactions } from './transactions';

export function sequenceVerbs({ run, read, announce, onEvents, gather }: Transactions) {
	/** Publishes, and takes along the people in flight. */
	const publishing = async (now: number, work: (scope: Scope) => Promise<PublishedSequence>): Promise<PublishedSequence> => {
		const { published, first } = await run(now, async (scope) => {
			const done = await work(scope);
			return { published: done, first: await followAtOnce(scope, done.id) };
		});
		let pass = first;
		while (pass.phase !== 'done') {
			// Claims and sends get their turn: an embedded store never waits, and would not let timers in by itself.
			await setImmediate();
			pass = await run(now, (scope) => followPart(scope, pass));
		}
		announce([published.id]);
		return { ...published, offered: pass.offered };
	};
	/** A hash takes its time, during which nobody waits for the store. */
	const withPassword = async (
		name: string,
		password: string,
		now: number,
		work: (scope: Scope, name: string, tried: Try) => Promise<PublishedSequence>,
	): Promise<PublishedSequence> => {
		const { tried, refusal } = await run(now, async (scope) => {
			const begun = await beginTry(scope, name);
			return { tried: begun, refusal: wrongPassword(name, begun, scope.now) };
		});
		if (!(await isPassword(password, tried.hash))) throw refusal;
		return publishing(now, (scope) => work(scope, name, tried));
	};

	return {
		publishSequence: (definition, owner, now) => publishing(now, (scope) => publish(scope, definition, owner)),
		closeSequence: (owner, now) => run(now, (scope) => close(scope, owner)),
		listSequences: () => read(listSequences),
		describeSequence: (name, versions) => read((scope) => describeSequence(scope, name, versions)),
		definitionsOfRuns: (runs) => read((scope) => definitionsOfRuns(scope, runs)),
		lockSequence: async (name, password, now) => {
			checkNewPassword(password);
			const hash = await hashPassword(password);
			return run(now, (scope) => lockWith(scope, name, hash));
		},
		confirmChanges: (name, password, now) => withPassword(name, password, now, confirmWaiting),
		unlockSequence: (name, password, now) => withPassword(name, password, now, removeLock),
		waitingChanges: (name) => read((scope) => waitingChanges(scope, name)),
		claimKeywords: (owner, claims, now) => run(now, (scope) => claimKeywords(scope, owner, claims)),
		releaseKeywords: (owner, now) => run(now, (scope) => deleteKeywordsOf(scope, owner)),
		confirmKeywords: (owner, now) => run(now, (scope) => confirmKeywordsOf(scope, owner)),
		takenKeywords: (workflowId, keywords, now) => run(now, (scope) => keywordsOfOthers(scope, workflowId, keywords)),
		pauseSequence: (name, reason, now) => run(now, (scope) => pauseSequence(scope, name, reason)),
		resumeSequence: async (name, now) => {
			const resumed = await run(now, (scope) => resumeSequence(scope, name));
			announce([resumed.id]);
			return resumed;
		},
		resumeForTemplates: (templates, now) => run(now, (scope) => resumeForTemplates(scope, templates)),
		takeNotices: (sequenceId, now) => run(now, (scope) => takeUntold(scope, sequenceId)),
		accountHold: () => read(heldNow),
		credentialWorks: (now) => run(now, (scope) => endHold(scope, scope.now, ['credential_refused'])),
		sequenceStats: async (name, now) => {
			let isScattered = false;
			const stats = await run(now, (scope) => sequenceStats(scope, name, () => (isScattered = true)));
			if (isScattered) await gather();
			return stats;
		},
		claimEvents: (request, now) => run(now, (scope) => claimEvents(scope, request)),
		nextEventAt: (sequenceId) =>
			read(async (scope) => {
				const at = await earliestEvent(scope, sequenceId);
				return at === null ? null : at - offsetOf(scope.session);
			}),
		renewEventLease: (lease, until) => read((scope) => extendEventLease(scope, lease, until + offsetOf(scope.session))),
		acknowledgeEvents: (lease, now) => run(now, (scope) => deleteEventsOf(scope, lease)),
		onEvents,
		auditFacts: (now) => run(now, auditFacts),
	} satisfies Partial<AccountStore>;
}
