/** Runs that start one another: what keeps them from going round in circles. Pure. */
import type { NextSequence } from './definition';
import type { EnrollmentState } from './enrollment';
import type { Reason } from './reason';

/** Most runs behind one another that no person started. */
export const LONGEST_CHAIN = 20;

/** The same contact comes back into a sequence by its own chain after this time at the earliest. */
export const LOOP_WINDOW_MS = 24 * 60 * 60_000;

/** A run's place in its chain. The first one has no root. */
export interface ChainLink {
	root: string | null;
	depth: number;
}

export const FIRST_LINK: ChainLink = { root: null, depth: 0 };

/** The link behind the run with this id. */
export function linkAfter(id: string, { root, depth }: ChainLink): ChainLink {
	return { root: root ?? id, depth: depth + 1 };
}

/**
 * Why a run must not begin here.
 *
 * @param lastHere when the same contact last entered the same sequence by this chain, or null
 */
export function chainRefusal(link: ChainLink, lastHere: number | null, now: number): Extract<Reason, 'loop' | 'chain_too_long'> | null {
	if (link.depth > LONGEST_CHAIN) return 'chain_too_long';
	return lastHere !== null && now - lastHere < LOOP_WINDOW_MS ? 'loop' : null;
}

/** Ends after which nobody is led on: the contact or a person wanted quiet, or the same sequence goes on anyway. */
const QUIET: ReadonlySet<string> = new Set(['opted_out', 'undeliverable', 'no_address', 'removed', 'restarted', 'replaced', 'merged']);

/** Whether a run that ended so leads into the next sequence. */
export function leadsOn({ on }: NextSequence, state: EnrollmentState, reason: string | null): boolean {
	if (on === 'completed') return state === 'completed' || state === 'converted';
	if (on === 'converted') return state === 'converted';
	return state !== 'failed' && !QUIET.has(reason ?? '');
}
