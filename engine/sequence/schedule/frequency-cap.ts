/** The most messages that one contact gets within a stretch of time, whatever sequences they come from. */
import type { FrequencyCap } from '../definition';
import { durationOf } from './delay';

/**
 * The earliest instant from `now` on at which one more message keeps within the cap: `now` itself, or the instant at
 * which enough of the earlier ones are a whole stretch ago.
 *
 * @param sentAt instants of the messages sent so far, in any order
 */
export function earliestUnderCap({ messages, per }: FrequencyCap, sentAt: readonly number[], now: number): number {
	const stretch = durationOf(per);
	const within = sentAt.filter((at) => at > now - stretch).sort((a, b) => b - a);
	// The newest but (messages - 1) may stay; the one before them must be over.
	const last = within[messages - 1];
	return last === undefined ? now : last + stretch;
}
