/** Due steps, and the messages that come of them. */
import type { AccountStore, ExecutionEnd } from '../contract';
import { BATCH_SILENT_MS, progressOf } from '../operations/sending/batch-progress';
import { beginSends } from '../operations/sending/begin-sends';
import { claimDue, endExecution } from '../operations/sending/claim';
import { sentToSince } from '../operations/sending/recent-sends';
import { refuseSteps } from '../operations/sending/refuse-steps';
import { reserveDepartures, slowPace } from '../operations/sending/reserve-departures';
import { settleSends } from '../operations/sending/settle-sends';
import { readHold } from '../sql/account-hold';
import { expireLeasesOfOthers, extendLease, nextDue } from '../sql/claims';
import { batchesSeenSince, deleteBatch, writeBatch } from '../sql/pace';
import { toSendView } from '../sql/rows';
import type { Scope } from '../sql/scope';
import { listSendRows, markStranded } from '../sql/sends';
import { freeEventsOfOthers } from '../sql/sequence-events';
import { offsetOf, type Transactions } from './transactions';

export const sendingVerbs = ({ run, read, onDue }: Transactions) =>
	({
		claimDue: (request, now) => run(now, (scope) => claimDue(scope, request)),
		nextDueAt: (sequenceId, gatherMs = 0) =>
			read(async (scope) => {
				const at = await nextDue(scope, sequenceId, gatherMs);
				if (at === null) return null;
				const hold = await readHold(scope);
				return Math.max(at, hold?.until ?? at) - offsetOf(scope.session);
			}),
		renewLease: (lease, until) => read((scope) => extendLease(scope, lease, until + offsetOf(scope.session))),
		endExecution: (lease, end, now) => run(now, (scope) => endExecution(scope, lease, onDatabaseTime(scope, end))),
		reclaimFrom: (sequenceId, living, now) =>
			run(now, async (scope) => {
				await freeEventsOfOthers(scope, sequenceId, living);
				return expireLeasesOfOthers(scope, sequenceId, living);
			}),
		markStranded: (now) => run(now, markStranded),
		reserveDepartures: (request, now) =>
			run(now, async (scope) => {
				const departures = await reserveDepartures(scope, request);
				return { ...departures, firstAt: departures.firstAt - offsetOf(scope.session) };
			}),
		slowPace: (perSecond, now) => run(now, (scope) => slowPace(scope, perSecond)),
		sentToSince: (contacts, since) =>
			read(async (scope) => {
				const offset = offsetOf(scope.session);
				const found = await sentToSince(scope, contacts, since + offset);
				return found.map(({ contact, sends }) => ({ contact, sends: sends.map((send) => ({ ...send, at: send.at - offset })) }));
			}),
		noteBatch: (batch) => read((scope) => writeBatch(scope, batch)),
		batchEnded: (id, now) => read((scope) => deleteBatch(scope, id, now - BATCH_SILENT_MS)),
		runningBatches: (now) => read(async (scope) => (await batchesSeenSince(scope, now - BATCH_SILENT_MS)).map(progressOf)),
		beginSends: (requests, now) => run(now, (scope) => beginSends(scope, requests)),
		settleSends: (settlements, now) => run(now, (scope) => settleSends(scope, settlements)),
		refuseSteps: (refusals, now) => run(now, (scope) => refuseSteps(scope, refusals)),
		onDue,
		listSends: (filter, page) => read(async (scope) => (await listSendRows(scope, filter, page)).map(toSendView)),
	}) satisfies Partial<AccountStore>;

function onDatabaseTime({ session }: Scope, end: ExecutionEnd): ExecutionEnd {
	return end.kind === 'waiting' ? { ...end, until: end.until + offsetOf(session) } : end;
}
