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
import { finishSteps, type FinishedStep } from './finish-steps';
import { markStranded } from '../sql/sends';
import { ledgerOf, markUnconfirmed, outcomeFromLedger, tryAgain } from './recover';

export async function claimDue(scope: Scope, request: ClaimRequest): Promise<Claim> {
	const sequence = (await sequencesById(scope, [request.sequenceId])).get(request.sequenceId);
	const token = newId(scope.now);
	if (!sequence?.open) return { lease: token, sequence: nameOf(request.sequenceId, sequence), steps: [], settled: 0 };

	const due = await dueEnrollments(scope, sequence.id, request.limit);
	const settled = await settleWithoutClaim(scope, sequence, due);
	const settledIds = new Set(settled.map(({ enrollment }) => enrollment.id));
	const claimed = due.filter((row) => !settledIds.has(row.id));
	await finishSteps(scope, settled);
	await lease(
		scope,
		claimed.map((row) => row.id),
		{ token, owner: request.owner, until: scope.now + request.leaseMs },
	);
	await markStranded(scope);
	const contacts = await contactsById(scope, claimed.map((row) => row.contact_id));
	return {
		lease: token,
		sequence: nameOf(sequence.id, sequence),
		steps: claimed.map((row) => dueStep(row, sequence, contacts)),
		settled: settled.length,
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
async function settleWithoutClaim(scope: Scope, { definition }: Sequence, due: EnrollmentRow[]): Promise<FinishedStep[]> {
	const ledger = await ledgerOf(scope, due.filter((row) => row.lease !== null));
	await markUnconfirmed(scope, ledger);
	return due.flatMap((enrollment): FinishedStep[] => {
		const outcome = outcomeFromLedger(definition, ledger.get(enrollment.id) ?? [], scope.now) ?? passedOver(enrollment, definition, scope.now);
		return outcome ? [{ enrollment, outcome }] : [];
	});
}

function passedOver(row: EnrollmentRow, definition: Sequence['definition'], now: number): StepOutcome | null {
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
	const sequences = await sequencesById(scope, left.map((row) => row.sequence_id));
	const ledger = await ledgerOf(scope, left);
	await markUnconfirmed(scope, ledger);
	await finishSteps(
		scope,
		left.map((enrollment) => {
			const { definition } = sequences.get(enrollment.sequence_id) as Sequence;
			const outcome =
				outcomeFromLedger(definition, ledger.get(enrollment.id) ?? [], scope.now) ??
				(end.kind === 'success' ? { kind: 'done' as const, at: scope.now } : tryAgain(enrollment, 'execution_failed', scope.now));
			return { enrollment, outcome, detail: end.kind === 'error' ? end.error : null };
		}),
	);
	return left.length;
}
