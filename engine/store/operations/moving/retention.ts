/** Forgetting with age, a bounded bite at a time, so that nobody who sends waits for it. */
import type { Pruned, PruneRequest } from '../../contract/maintenance';
import { deleteEventsBefore, deleteFinishedSends, deleteTimelineBefore, sendIdsBefore } from '../../sql/retention';
import type { Scope } from '../../sql/scope';
import { forgetEvents } from '../../sql/webhook-events';

/** Events that no trigger took: its workflow has been unpublished for so long. */
const EVENTS_KEPT_MS = 30 * 24 * 60 * 60_000;

export async function prune(scope: Scope, { historyBefore, after, limit }: PruneRequest): Promise<Pruned> {
	const webhookEvents = await forgetEvents(scope, limit);
	const sequenceEvents = await deleteEventsBefore(scope, scope.now - EVENTS_KEPT_MS, limit);
	const full = webhookEvents === limit || sequenceEvents === limit;
	if (historyBefore === null) return { webhookEvents, sequenceEvents, timelineEvents: 0, sends: 0, next: full ? '' : null };
	const timelineEvents = await deleteTimelineBefore(scope, historyBefore, limit);
	const looked = await sendIdsBefore(scope, historyBefore, after ?? '', limit);
	const sends = await deleteFinishedSends(scope, looked, historyBefore);
	const more = full || timelineEvents === limit || looked.length === limit;
	// Sends that stay are looked at once in a pass, so the cursor stands behind them.
	return { webhookEvents, sequenceEvents, timelineEvents, sends, next: more ? (looked.at(-1) ?? after ?? '') : null };
}
