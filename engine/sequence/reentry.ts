/** What becomes of an enrollment of somebody who is, or was, in the sequence; pure. docs/lifecycle.md has it as a table. */
import type { Delay, ReentryPolicy } from './definition';
import type { Reason } from './reason';
import { dueAfter } from './schedule';

/** The run that is already there: the live one, else the latest. */
export interface EarlierRun {
	isLive: boolean;
	/** Null while it is live. */
	endedAt: number | null;
	reference: string | null;
	/** The very message that enrolls now had led into this run before. */
	begunByThis: boolean;
	/** The very message that enrolls now was taken for a reply and had stopped this run. */
	stoppedByThis: boolean;
}

export interface ReentryInput {
	policy: ReentryPolicy;
	/** For after_cool_down. */
	coolDown: Delay | undefined;
	run: EarlierRun | null;
	/** The new enrollment's own key. */
	reference: string | null;
	zone: string;
	now: number;
}

export type Reentry =
	| { kind: 'begin'; outcome: 'enrolled' | 'restarted' | 'replaced'; /** Why a live run ends. */ ends: 'restarted' | 'replaced' | null }
	| { kind: 'leave'; outcome: 'kept' | 'ignored' | 'refused'; reason: Reason | null }
	| { kind: 'resume' };

const KEPT: Reentry = { kind: 'leave', outcome: 'kept', reason: null };

export function reenter({ policy, coolDown, run, reference, zone, now }: ReentryInput): Reentry {
	if (!run) return { kind: 'begin', outcome: 'enrolled', ends: null };
	if (run.begunByThis && (run.isLive || !run.stoppedByThis)) return KEPT;
	if (policy === 'restart') return begin('restarted', run);
	if (policy === 'replace') return run.isLive && reference !== null && reference === run.reference ? KEPT : begin('replaced', run);
	if (run.isLive) return policy === 'ignore' ? { kind: 'leave', outcome: 'ignored', reason: 'already_enrolled' } : KEPT;
	if (run.stoppedByThis) return { kind: 'resume' };
	if (policy === 'once') return { kind: 'leave', outcome: 'refused', reason: 'once_only' };
	if (policy === 'after_cool_down' && coolDown && run.endedAt !== null && dueAfter(run.endedAt, coolDown, zone) > now) {
		return { kind: 'leave', outcome: 'refused', reason: 'cooling_down' };
	}
	return { kind: 'begin', outcome: 'enrolled', ends: null };
}

function begin(outcome: 'restarted' | 'replaced', run: EarlierRun): Reentry {
	if (run.isLive) return { kind: 'begin', outcome, ends: outcome };
	return { kind: 'begin', outcome: run.stoppedByThis ? outcome : 'enrolled', ends: null };
}
