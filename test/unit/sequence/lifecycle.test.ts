import fc from 'fast-check';
import { isLive } from '../../../engine/sequence/enrollment';
import { afterStep, begin, end, reopen, successorOf } from '../../../engine/sequence/lifecycle';
import { anyDefinition, anyOutcome, DAY, definition, enrollment, HOUR, MINUTE, NOW, step } from './builders';

const ZONE = 'Europe/Berlin';

describe('beginning', () => {
	it('waits for the first step that is switched on, from the enrollment', () => {
		const steps = [step('off', { enabled: false }), step('on', { delay: { amount: 2, unit: 'days' } })];
		expect(begin(definition({ steps }), ZONE, NOW)).toEqual({
			state: 'active',
			reason: null,
			step: 'on',
			dueAt: NOW + 2 * DAY,
			attempts: 0,
			lastSentAt: null,
			endedAt: null,
			pausedAt: null,
			expiresAt: null,
			cancelledSteps: [],
		});
	});

	it('completes at once when no step is switched on', () => {
		const steps = [step('off', { enabled: false })];
		expect(begin(definition({ steps }), ZONE, NOW)).toMatchObject({ state: 'completed', step: null, dueAt: null, endedAt: NOW });
	});
});

describe('after a step', () => {
	it.each(['sent', 'done'] as const)('that was %s the next delay counts from then', (kind) => {
		const after = afterStep(enrollment(), definition(), { kind, at: NOW + 5 }, ZONE, NOW + 10);
		expect(after).toMatchObject({ state: 'active', reason: null, step: 'two', dueAt: NOW + 5 + HOUR, lastSentAt: NOW + 5, attempts: 0 });
	});

	it('that was skipped the next delay counts from the last message, else from the enrollment', () => {
		const skip = { kind: 'skipped', reason: 'window_closed' } as const;
		expect(afterStep(enrollment({ lastSentAt: NOW - MINUTE }), definition(), skip, ZONE, NOW).dueAt).toBe(NOW - MINUTE + HOUR);
		expect(afterStep(enrollment({ lastSentAt: null, enrolledAt: NOW - DAY }), definition(), skip, ZONE, NOW).dueAt).toBe(NOW - DAY + HOUR);
	});

	it('that is to be retried it stays, until its attempts are used up', () => {
		const retry = { kind: 'retry', reason: 'rate_limited', at: NOW + MINUTE } as const;
		expect(afterStep(enrollment({ attempts: 2 }), definition(), retry, ZONE, NOW)).toMatchObject({
			state: 'active',
			reason: 'rate_limited',
			step: 'one',
			dueAt: NOW + MINUTE,
			attempts: 2,
		});
		expect(afterStep(enrollment({ attempts: 3 }), definition(), retry, ZONE, NOW)).toMatchObject({
			state: 'failed',
			reason: 'rate_limited',
			step: 'one',
			dueAt: null,
			endedAt: NOW,
		});
	});

	it('that was postponed it stays without using up an attempt', () => {
		const postponed = { kind: 'postponed', reason: 'credential_refused', at: NOW + MINUTE } as const;
		expect(afterStep(enrollment({ attempts: 3 }), definition(), postponed, ZONE, NOW)).toMatchObject({ state: 'active', step: 'one', attempts: 2 });
		expect(afterStep(enrollment({ attempts: 0 }), definition(), postponed, ZONE, NOW).attempts).toBe(0);
	});

	it('that is held it waits for nothing that time brings', () => {
		expect(afterStep(enrollment(), definition(), { kind: 'held', reason: 'unconfirmed' }, ZONE, NOW)).toMatchObject({
			state: 'active',
			step: 'one',
			dueAt: null,
			reason: 'unconfirmed',
		});
	});

	it('that ended the run it keeps the step, which tells what was not sent', () => {
		const ended = { kind: 'ended', state: 'exited', reason: 'opted_out', at: NOW } as const;
		expect(afterStep(enrollment(), definition(), ended, ZONE, NOW)).toMatchObject({ state: 'exited', reason: 'opted_out', step: 'one', endedAt: NOW });
	});

	it('of which nobody knows any more because it is gone from the definition, nothing is repeated', () => {
		const after = afterStep(enrollment({ step: 'gone' }), definition(), { kind: 'sent', at: NOW }, ZONE, NOW);
		expect(after).toMatchObject({ state: 'completed', step: null });
	});
});

describe('ending and going on', () => {
	it('completion clears the step, every other end keeps it', () => {
		expect(end(enrollment(), 'completed', 'completed', NOW).step).toBeNull();
		expect(end(enrollment(), 'converted', 'removed', NOW).step).toBe('one');
	});

	it('reopening goes on at the step where it stood, with the delay it had', () => {
		const before = enrollment({ step: 'two', lastSentAt: NOW - MINUTE, dueAt: NOW - MINUTE + HOUR, attempts: 2 });
		const ended = { ...before, ...end(before, 'exited', 'replied', NOW) };

		expect(reopen(ended, definition(), ZONE, NOW + 1)).toEqual({
			state: 'active',
			reason: null,
			step: 'two',
			dueAt: NOW - MINUTE + HOUR,
			attempts: 0,
			lastSentAt: NOW - MINUTE,
			endedAt: null,
			pausedAt: null,
			expiresAt: null,
			cancelledSteps: [],
		});
	});

	it('reopening at the first step works, and at one that was switched off goes to the next', () => {
		const ended = enrollment({ state: 'exited', step: 'one', endedAt: NOW });
		expect(reopen(ended, definition(), ZONE, NOW).step).toBe('one');
		const steps = [step('one', { enabled: false }), step('two')];
		expect(reopen(ended, definition({ steps }), ZONE, NOW).step).toBe('two');
	});
});

describe('the successor of a step that is gone', () => {
	it('is the first one behind it, in the old order, that still exists', () => {
		const now = definition({ steps: [step('three'), step('new'), step('two')] });
		expect(successorOf('one', definition(), now)).toBe('two');
		expect(successorOf('two', definition(), definition({ steps: [step('one')] }))).toBeNull();
	});
});

describe('whatever happens to a run', () => {
	const story = fc.tuple(anyDefinition, fc.array(fc.tuple(anyOutcome, fc.nat(2 * HOUR)), { maxLength: 30 }));

	it('it has exactly one next step while it is active, and none but the one it stopped at when it has ended', () => {
		fc.assert(
			fc.property(story, ([plan, outcomes]) => {
				const enabled = plan.steps.filter((one) => one.enabled).map(({ name }) => name);
				let run = { ...enrollment({ enrolledAt: NOW }), ...begin(plan, ZONE, NOW) };
				let now = NOW;
				const passed: string[] = [];
				for (const [outcomeAt, wait] of outcomes) {
					if (!isLive(run.state)) break;
					now += wait;
					const before = run;
					const outcome = outcomeAt(now);
					// A claim counts the attempt; what is held is not claimed.
					run = { ...run, attempts: run.attempts + Number(run.dueAt !== null) };
					run = { ...run, ...afterStep(run, plan, outcome, ZONE, now) };

					if (run.step !== before.step && before.step !== null) passed.push(before.step);
					if (outcome.kind === 'sent' || outcome.kind === 'done') expect(run.lastSentAt).toBe(now);
					else expect(run.lastSentAt).toBe(before.lastSentAt);
					if (run.state === 'active') {
						expect(enabled).toContain(run.step);
						expect(run.endedAt).toBeNull();
						expect(run.dueAt === null).toBe(outcome.kind === 'held');
						expect(run.attempts).toBeLessThanOrEqual(plan.maxAttempts);
					} else {
						expect(run.endedAt).toBe(now);
						expect(run.dueAt).toBeNull();
						expect(run.reason).not.toBeNull();
						expect(run.step === null).toBe(run.state === 'completed');
					}
				}
				// Steps come in their order, each once; completed means that all of them did.
				expect(passed).toEqual(enabled.slice(0, passed.length));
				expect(run.state === 'completed').toBe(passed.length === enabled.length);
			}),
			{ numRuns: 1000 },
		);
	});

	it('a step that always fails is tried as often as is allowed', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 10 }), (maxAttempts) => {
				let run = enrollment({ attempts: 0 });
				let tries = 0;
				while (isLive(run.state)) {
					tries++;
					run = { ...run, attempts: run.attempts + 1 };
					run = { ...run, ...afterStep(run, definition({ maxAttempts }), { kind: 'retry', reason: 'rate_limited', at: NOW }, ZONE, NOW) };
				}
				expect(tries).toBe(maxAttempts);
			}),
		);
	});
});
