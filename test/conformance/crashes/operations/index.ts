/** The verbs that write, each in a situation in which it writes as much as it can. */
import { DESK } from './desk';
import type { Operation } from './operation';
import { PEOPLE } from './people';
import { REVIEWS } from './reviews';
import { RUNS } from './runs';
import { SENDING } from './sending';
import { SEQUENCES } from './sequences';

export type { Operation } from './operation';

export const OPERATIONS: Operation[] = [...SEQUENCES, ...RUNS, ...SENDING, ...REVIEWS, ...DESK, ...PEOPLE];
