/** Conditions of live runs, as the indexes have them (schema/): a query finds an index by the same words. */
import { LIVE_STATES } from '../../sequence/enrollment';

export const LIVE = `state IN (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`;

/**
 * The last part of the key by which a contact has one live run in each sequence, and any number that have ended. One
 * index over all runs finds those of a contact and keeps to that rule; with one for each, every step that moved a run on
 * wrote one more.
 */
export const ONE_LIVE = `(CASE WHEN ${LIVE} THEN '' ELSE id END)`;
