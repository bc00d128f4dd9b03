/**
 * The Store contract: what every store (embedded file, PostgreSQL, static data) does in the same way. One
 * conformance suite, test/conformance, holds for all of them.
 *
 * - An AccountStore sees the data of one business phone number only.
 * - Everything works in batches and answers in the order of the batch.
 * - Every call is one transaction: it happens whole or not at all, and what it answered is on disk. Only publishing a
 *   sequence that more than 500 people are in takes them along in several; the next publish goes on with it.
 * - Time is an argument: `now` is a UTC instant in milliseconds. A store never asks a clock.
 * - Whoever writes to a claimed step brings the claim's lease; once the lease is lost the write is refused.
 */
export * from './account-store';
export * from './audit-facts';
export * from './claims';
export * from './consent';
export * from './conversions';
export * from './descriptions';
export * from './desk';
export * from './enrollments';
export * from './events';
export * from './guards';
export * from './keywords';
export * from './locks';
export * from './maintenance';
export * from './notices';
export * from './pace';
export * from './people';
export * from './refusal';
export * from './reviews';
export * from './run-facts';
export * from './sends';
export * from './sequences';
export * from './statistics';
export * from './store';
export * from './views';
export * from './webhooks';
