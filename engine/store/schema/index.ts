/**
 * The tables, as migrations that only ever move forward: one file each, and one that has been released is never edited.
 *
 * Columns named *_at are UTC milliseconds. `account` is the phone number id that scopes every row. Ids begin
 * with their time (engine/store/ids.ts), so new rows land at the right edge of their index.
 */
import { firstRelease } from './001-first-release';
import { sequenceLock } from './002-sequence-lock';
import { reviews } from './003-reviews';
import { sequenceEvents } from './004-sequence-events';
import { liveCount } from './005-live-count';
import { desk } from './006-desk';
import type { Migration } from './migration';

export { statementsOf, type Migration } from './migration';

export const MIGRATIONS: Migration[] = [firstRelease, sequenceLock, reviews, sequenceEvents, liveCount, desk];

export const SCHEMA_VERSION = MIGRATIONS[MIGRATIONS.length - 1]!.version;
