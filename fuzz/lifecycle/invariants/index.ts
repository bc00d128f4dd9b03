/** Everything that must hold after every action, whatever it was (docs/architecture.md, "What holds"). */
import type { Action } from '../actions';
import type { Snapshot } from '../snapshot';
import type { World } from '../world';
import { checkConsent } from './consent';
import { checkReasons } from './reasons';
import { checkReviews } from './reviews';
import { checkEnds, checkRuns } from './runs';
import { checkSends } from './sends';
import { checkTold } from './told';
import { checkTotals } from './totals';

export function checkAll(world: World, before: Snapshot, now: Snapshot, action: Action): void {
	checkRuns(world, now);
	checkEnds(before, now, action);
	checkSends(world, before, now);
	checkReasons(before, now, action);
	checkTotals(before, now);
	checkTold(before, now);
	checkConsent(world, now);
	checkReviews(world, before, now, action);
}
