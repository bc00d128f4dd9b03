/** What the figures of a running batch say of its speed and end. */
import type { BatchProgress, RunningBatch } from '../../contract';

/** A batch is told of every few seconds; after this silence its process is no more. */
export const BATCH_SILENT_MS = 60_000;

export function progressOf(batch: RunningBatch): BatchProgress {
	const seconds = (batch.seenAt - batch.beganAt) / 1000;
	const perSecond = seconds > 0 ? batch.done / seconds : 0;
	const left = batch.of - batch.done;
	return { ...batch, perSecond, expectedEndAt: perSecond > 0 ? Math.round(batch.seenAt + (left / perSecond) * 1000) : null };
}
