/** The condition that a run is live, as the indexes of such runs have it (schema/). */
import { LIVE_STATES } from '../../sequence/enrollment';

export const LIVE = `state IN (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`;
