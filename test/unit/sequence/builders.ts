/** Definitions, enrollments and outcomes for the tests of the pure rules. */
import fc from 'fast-check';
import type { SequenceDefinition, Step } from '../../../engine/sequence/definition';
import type { Enrollment } from '../../../engine/sequence/enrollment';
import type { StepOutcome } from '../../../engine/sequence/lifecycle';

export const NOW = Date.UTC(2026, 0, 5, 9);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function step(name: string, more: Partial<Step> = {}): Step {
	return { name, enabled: true, delay: { amount: 1, unit: 'hours' }, message: { kind: 'none' }, ...more };
}

export function definition(more: Partial<SequenceDefinition> = {}): SequenceDefinition {
	return {
		name: 'welcome',
		description: '',
		steps: [step('one'), step('two'), step('three')],
		stopOnReply: true,
		unconfirmed: 'hold',
		maxAttempts: 3,
		timeZone: 'Europe/Berlin',
		...more,
	};
}

export function enrollment(more: Partial<Enrollment> = {}): Enrollment {
	return {
		id: 'e',
		sequenceId: 's',
		version: 1,
		contactId: 'c',
		state: 'active',
		reason: null,
		step: 'one',
		dueAt: NOW,
		attempts: 1,
		enrolledAt: NOW - HOUR,
		lastSentAt: null,
		endedAt: null,
		reference: null,
		context: {},
		pausedAt: null,
		expiresAt: null,
		cancelledSteps: [],
		...more,
	};
}

export const anyDefinition: fc.Arbitrary<SequenceDefinition> = fc
	.record({
		steps: fc.array(fc.record({ enabled: fc.boolean(), amount: fc.nat(100) }), { minLength: 1, maxLength: 6 }),
		maxAttempts: fc.integer({ min: 1, max: 4 }),
	})
	.map(({ steps, maxAttempts }) =>
		definition({ maxAttempts, steps: steps.map(({ enabled, amount }, n) => step(`step ${n}`, { enabled, delay: { amount, unit: 'minutes' } })) }),
	);

/** An outcome that happens so many milliseconds after the one before. */
export const anyOutcome: fc.Arbitrary<(now: number) => StepOutcome> = fc.oneof(
	fc.constant((now: number): StepOutcome => ({ kind: 'sent', at: now })),
	fc.constant((now: number): StepOutcome => ({ kind: 'done', at: now })),
	fc.constant((): StepOutcome => ({ kind: 'skipped', reason: 'window_closed' })),
	fc.nat(HOUR).map((pause) => (now: number): StepOutcome => ({ kind: 'retry', reason: 'rate_limited', at: now + pause })),
	fc.nat(HOUR).map((pause) => (now: number): StepOutcome => ({ kind: 'postponed', reason: 'meta_unavailable', at: now + pause })),
	fc.constant((): StepOutcome => ({ kind: 'held', reason: 'unconfirmed' })),
	fc.constantFrom('exited' as const, 'failed' as const).map((state) => (now: number): StepOutcome => ({ kind: 'ended', state, reason: 'rejected', at: now })),
);
