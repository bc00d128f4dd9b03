/** How far a long batch is, by n8n's own means: the editor's console while it runs, n8n's log, and a hint at its end. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { BatchProgress } from '../../engine/store/contract';

/** A run of the canvas tells the editor; n8n's log gets a line in any case, for those who run it without one. */
export function showProgress(context: IExecuteFunctions, progress: BatchProgress): void {
	const line = `${context.getNode().name}: ${sentenceOf(progress)}`;
	context.logger.info(line);
	if (context.getMode() === 'manual') context.sendMessageToUI(line);
}

/** "120 of 500 messages done, 118 taken by WhatsApp, 76 a second, finished at about 14:05:10 UTC" */
export function sentenceOf({ of, done, sent, perSecond, expectedEndAt }: BatchProgress): string {
	const speed = perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1);
	const end = expectedEndAt === null || done >= of ? '' : `, finished at about ${new Date(expectedEndAt).toISOString().slice(11, 19)} UTC`;
	return `${done} of ${of} messages done, ${sent} taken by WhatsApp, ${speed} a second${end}`;
}

/** Batches that took shorter need no word. */
const WORTH_A_HINT_MS = 10_000;

export function hintOf(progress: BatchProgress): string | null {
	const tookMs = progress.seenAt - progress.beganAt;
	return tookMs < WORTH_A_HINT_MS ? null : `${sentenceOf(progress)}, in ${Math.round(tookMs / 1000)} seconds.`;
}
