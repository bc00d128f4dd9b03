/** Due steps that end without a POST because the message cannot be built or must not go to this person. */
import type { StepOutcome } from '../../../sequence/lifecycle';
import { HOLD_MS } from '../../../sequence/retry';
import type { StepRefusal } from '../../contract';
import { enrollmentsById } from '../../sql/enrollments';
import type { EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { finishSteps, type FinishedStep } from './finish-steps';
import { pauseForTemplates } from '../sequences/pause-for-template';

/** Applied only where the execution still holds the step; the answer tells which. */
export async function refuseSteps(scope: Scope, refusals: StepRefusal[]): Promise<Array<{ applied: boolean }>> {
	const rows = await enrollmentsById(scope, refusals.map(({ step }) => step.enrollmentId));
	const finished = new Map<string, FinishedStep>();
	const answers = refusals.map((refusal) => {
		const enrollment = rows.get(refusal.step.enrollmentId);
		const applied = enrollment !== undefined && !finished.has(enrollment.id) && isHeld(enrollment, refusal, scope.now);
		if (applied) finished.set(enrollment.id, { enrollment, outcome: outcomeOf(refusal, enrollment, scope.now), detail: refusal.detail });
		return { applied };
	});
	await finishSteps(scope, [...finished.values()]);
	await pauseForTemplates(
		scope,
		refusals.flatMap(({ step, template, detail }, i) => {
			const sequenceId = rows.get(step.enrollmentId)?.sequence_id;
			return template && sequenceId && answers[i]!.applied ? [{ sequenceId, label: template, detail }] : [];
		}),
	);
	return answers;
}

function isHeld(row: EnrollmentRow, { step }: StepRefusal, now: number): boolean {
	return row.state === 'active' && row.lease === step.lease && row.step === step.step && (row.available_at ?? 0) > now;
}

function outcomeOf({ action, reason, template }: StepRefusal, { due_at }: EnrollmentRow, now: number): StepOutcome {
	switch (action) {
		case 'skip':
			return { kind: 'skipped', reason };
		case 'hold':
			return { kind: 'postponed', reason, at: template ? (due_at ?? now) : now + HOLD_MS };
		case 'fail':
			return { kind: 'ended', state: 'failed', reason, at: now };
	}
}
