/** Forgetting with age, a bounded bite at a time, so that nobody who sends waits for it. */
import type { Pruned, PruneRequest } from '../contract/maintenance';
import { deleteFinishedSends, deleteTimelineBefore, sendIdsBefore } from '../sql/retention';
import type { Scope } from '../sql/scope';
import { forgetEvents } from '../sql/webhook-events';

export async function prune(scope: Scope, { historyBefore, after, limit }: PruneRequest): Promise<Pruned> {
	const webhookEvents = await forgetEvents(scope, limit);
	if (historyBefore === null) return { webhookEvents, timelineEvents: 0, sends: 0, next: webhookEvents === limit ? '' : null };
	const timelineEvents = await deleteTimelineBefore(scope, historyBefore, limit);
	const looked = await sendIdsBefore(scope, historyBefore, after ?? '', limit);
	const sends = await deleteFinishedSends(scope, looked, historyBefore);
	const more = webhookEvents === limit || timelineEvents === limit || looked.length === limit;
	// Sends that stay are looked at once in a pass, so the cursor stands behind them.
	return { webhookEvents, timelineEvents, sends, next: more ? (looked.at(-1) ?? after ?? '') : null };
}
