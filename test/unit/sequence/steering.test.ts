import fc from 'fast-check';
import { isLive } from '../../../engine/sequence/enrollment';
import { afterStep, begin } from '../../../engine/sequence/lifecycle';
import { steer, type Command } from '../../../engine/sequence/steering';
import { anyDefinition, anyOutcome, enrollment, HOUR, NOW } from './builders';

const ZONE = 'Europe/Berlin';

type Happening = { outcome: (now: number) => Parameters<typeof afterStep>[2] } | { command: Command };

const anyStep = fc.nat(6).map((n) => `step ${n}`);
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
	fc.constantFrom<Command>({ kind: 'pause' }, { kind: 'resume' }, { kind: 'skip' }),
	fc.record({ kind: fc.constant('jump' as const), step: anyStep, when: fc.constantFrom('at_once' as const, 'after_delay' as const) }),
	fc.record({ kind: fc.constant('reschedule' as const), at: fc.nat(HOUR).map((ms) => NOW + ms) }),
	fc.record({ kind: fc.constant('cancel' as const), step: anyStep }),
);
const anyHappening: fc.Arbitrary<Happening> = fc.oneof(anyOutcome.map((outcome) => ({ outcome })), anyCommand.map((command) => ({ command })));

describe('whatever people and outcomes do to a run', () => {
	it('it keeps its rules: paused or active with a step that comes, or ended with a reason', () => {
		fc.assert(
			fc.property(anyDefinition, fc.array(anyHappening, { maxLength: 40 }), (plan, happenings) => {
				let run = { ...enrollment({ enrolledAt: NOW }), ...begin(plan, ZONE, NOW) };
				let now = NOW;
				for (const happening of happenings) {
					now += 1_000;
					if ('command' in happening) {
						const steered = steer(run, plan, happening.command, ZONE, now);
						if (!steered.applied) continue;
						run = { ...run, ...steered.progress };
					} else if (run.state === 'active' && run.dueAt !== null) {
						run = { ...run, attempts: run.attempts + 1 };
						run = { ...run, ...afterStep(run, plan, happening.outcome(now), ZONE, now) };
					}
					expect(run.pausedAt !== null).toBe(run.state === 'paused');
					if (isLive(run.state)) {
						expect(plan.steps.some(({ name }) => name === run.step)).toBe(true);
						expect(run.cancelledSteps).not.toContain(run.step);
						expect(run.endedAt).toBeNull();
					} else {
						expect(run.endedAt).not.toBeNull();
						expect(run.reason).not.toBeNull();
						expect(run.dueAt).toBeNull();
					}
				}
			}),
			{ numRuns: 2000 },
		);
	});
});
