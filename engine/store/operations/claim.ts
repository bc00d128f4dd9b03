/** Claiming due steps: two statements for a batch in the usual case, whatever its size. */
import { findStep, type Step } from '../../sequence/definition';
import type { StepOutcome } from '../../sequence/lifecycle';
import type { Claim, ClaimRequest, DueStep, ExecutionEnd } from '../contract';
import { newId } from '../ids';
import { dueEnrollments, lease, leasedUnder, leaveWaiting } from '../sql/claims';
import { contactsById } from '../sql/contacts';
import { toContact, toEnrollment, type ContactRow, type EnrollmentRow } from '../sql/rows';
import type { Scope } from '../sql/scope';
import { sequencesById, type Sequence } from '../sql/sequences';
import { endEnrollments } from './end-enrollments';
import { finishSteps, type FinishedStep } from './finish-steps';
import { sequencesOf } from './follow';
import { markStranded } from '../sql/sends';
import { ledgerOf, markUnconfirmed, outcomeFromLedger, tryAgain } from './recover';

export async function claimDue(scope: Scope, request: ClaimRequest): Promise<Claim> {
	const sequence = (await sequencesById(scope, [request.sequenceId])).get(request.sequenceId);
	const token = newId(scope.now);
	if (!sequence?.open || sequence.pausedAt !== null) return { lease: token, sequence: nameOf(request.sequenceId, sequence), steps: [], settled: 0 };

	await markStranded(scope);
	const looked = await dueEnrollments(scope, sequence.id, request.limit);
	const sequenceOf = await sequencesOf(scope, looked);
	// A new version may have given them another time, or ended them.
	const due = looked.filter((row) => row.state === 'active' && (row.available_at ?? Infinity) <= scope.now);
	const settled = await settleWithoutClaim(scope, sequenceOf, due);
	const settledIds = new Set(settled.map(({ enrollment }) => enrollment.id));
	const expired = due.filter((row) => !settledIds.has(row.id) && row.expires_at !== null && row.expires_at <= scope.now);
	const expiredIds = new Set(expired.map(({ id }) => id));
	const claimed = due.filter((row) => !settledIds.has(row.id) && !expiredIds.has(row.id) && row.due_at !== null);
	await finishSteps(scope, settled);
	await endEnrollments(scope, expired.map((enrollment) => ({ enrollment, reason: 'expired', at: enrollment.expires_at! })));
	await lease(
		scope,
		claimed.map((row) => row.id),
		{ token, owner: request.owner, until: scope.now + request.leaseMs },
	);
	const contacts = await contactsById(scope, claimed.map((row) => row.contact_id));
	return {
		lease: token,
		sequence: nameOf(sequence.id, sequence),
		steps: claimed.map((row) => dueStep(row, sequenceOf(row), contacts)),
		settled: looked.length - claimed.length,
	};
}

function nameOf(id: string, sequence: Sequence | undefined): Claim['sequence'] {
	return { id, name: sequence?.name ?? '', version: sequence?.version ?? 0 };
}

function dueStep(row: EnrollmentRow, sequence: Sequence, contacts: Map<string, ContactRow>): DueStep {
	const steps = sequence.definition.steps;
	const step = findStep(sequence.definition, row.step ?? '') as Step;
	return {
		enrollment: { ...toEnrollment(row), attempts: row.attempts + 1 },
		contact: toContact(contacts.get(row.contact_id) as ContactRow),
		step,
		number: steps.indexOf(step) + 1,
		of: steps.length,
		dueAt: row.due_at as number,
	};
}

/** The due steps that end right here: switched off meanwhile, or settled by what a dead worker left in the ledger. */
async function settleWithoutClaim(
	scope: Scope,
	sequenceOf: (row: EnrollmentRow) => Sequence,
	due: EnrollmentRow[],
): Promise<FinishedStep[]> {
	const ledger = await ledgerOf(scope, due.filter((row) => row.lease !== null));
	await markUnconfirmed(scope, ledger);
	return due.flatMap((enrollment): FinishedStep[] => {
		const { definition } = sequenceOf(enrollment);
		const outcome = outcomeFromLedger(definition, ledger.get(enrollment.id) ?? [], scope.now) ?? passedOver(enrollment, definition, scope.now);
		return outcome ? [{ enrollment, outcome }] : [];
	});
}

function passedOver(row: EnrollmentRow, definition: Sequence['definition'], now: number): StepOutcome | null {
	// Held until a status comes; it was looked at because its expiry has come.
	if (row.due_at === null) return null;
	if (!findStep(definition, row.step ?? '')?.enabled) return { kind: 'skipped', reason: 'step_disabled' };
	// A crash or a killed worker uses up an attempt too, so the last one may have ended without a word.
	if (row.attempts >= definition.maxAttempts) return tryAgain(row, 'attempts_used_up', now);
	return null;
}

/** Settles what an ended execution left unfinished; the number of such steps. */
export async function endExecution(scope: Scope, token: string, end: ExecutionEnd): Promise<number> {
	if (end.kind === 'waiting') return leaveWaiting(scope, token, Math.max(end.until, scope.now));
	const left = await leasedUnder(scope, token);
	if (left.length === 0) return 0;
	const sequenceOf = await sequencesOf(scope, left);
	const held = left.filter((row) => row.lease === token);
	const ledger = await ledgerOf(scope, held);
	await markUnconfirmed(scope, ledger);
	await finishSteps(
		scope,
		held.map((enrollment) => {
			const { definition } = sequenceOf(enrollment);
			const outcome =
				outcomeFromLedger(definition, ledger.get(enrollment.id) ?? [], scope.now) ??
				(end.kind === 'success' ? { kind: 'done' as const, at: scope.now } : tryAgain(enrollment, 'execution_failed', scope.now));
			return { enrollment, outcome, detail: end.kind === 'error' ? end.error : null };
		}),
	);
	return held.length;
}
