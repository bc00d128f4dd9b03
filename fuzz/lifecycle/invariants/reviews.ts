/** Nothing passes a Review Gate by timeout, restart or replay, unless silence was chosen to approve. */
import { isInReview } from '../../../engine/sequence/review';
import type { Action } from '../actions';
import type { Snapshot } from '../snapshot';
import type { World } from '../world';
import { must } from './broken';

/** What lets a run go on at the step at which it waited: a decision, silence that was chosen, a person who leads it, an edit. */
const RELEASING: ReadonlySet<Action['do']> = new Set(['decide', 'silence', 'steer', 'publish']);

export function checkReviews(world: World, before: Snapshot, now: Snapshot, action: Action): void {
	const pending = [...now.reviews.values()].filter(({ state }) => state === 'pending');
	for (const run of now.runs.values()) {
		const theirs = pending.filter(({ enrollment_id }) => enrollment_id === run.id);
		if (!isInReview(run)) {
			must(theirs.length === 0, `run ${run.id} (${run.state} ${run.reason}) is at no gate, and its review waits`);
			continue;
		}
		must(theirs.length === 1 && theirs[0]!.step === run.step, `run ${run.id} waits at step ${run.step} for ${theirs.length} reviews`);
		must(run.lease === null && run.available_at === null, `run ${run.id} is in review and is handed out`);
	}
	for (const run of before.runs.values()) {
		const after = now.runs.get(run.id);
		if (!isInReview(run) || !after || isInReview(after) || after.step !== run.step || after.ended_at !== null) continue;
		must(RELEASING.has(action.do), `run ${run.id} passed its gate by "${action.do}"`);
	}
	for (const review of now.reviews.values()) {
		if (review.decided_via !== 'silence' || before.reviews.get(review.id)?.decided_via === 'silence') continue;
		must(review.silence !== 'hold' && review.expires_at !== null && review.expires_at <= world.now, `review ${review.id} was decided by a silence that nobody chose`);
		must((review.state === 'approved') === (review.silence === 'approve'), `review ${review.id} is ${review.state} by silence, chosen was ${review.silence}`);
	}
}
