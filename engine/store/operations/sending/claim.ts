/** Claiming due steps: two statements for a batch in the usual case, whatever its size. */
import { findStep, type Step } from '../../../sequence/definition';
import type { StepOutcome } from '../../../sequence/lifecycle';
import { nextOpening } from '../../../sequence/schedule';
import { catchUp, isMissed } from '../../../sequence/schedule/catch-up';
import { messageFor } from '../../../sequence/variants';
import type { Claim, ClaimRequest, DueStep, ExecutionEnd } from '../../contract';
import { zoneOfRow } from '../../contact-zone';
import { newId } from '../../ids';
import { dueEnrollments, lease, leasedUnder, leaveWaiting } from '../../sql/claims';
import { contactsById } from '../../sql/contacts';
import { toContact, toEnrollment, type ContactRow, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sequencesById, type Sequence } from '../../sql/sequences';
import { readHold } from '../../sql/account-hold';
import { endEnrollments } from '../runs/end-enrollments';
import { finishSteps, type FinishedStep } from './finish-steps';
import { sequencesOf } from '../sequences/follow';
import { markStranded } from '../../sql/sends';
import { noteClaim } from '../../sql/heartbeat';
import { addTimeline } from '../../sql/timeline';
import { beginTrial, mostSteps } from './hold-account';
import { ledgerOf, markUnconfirmed, outcomeFromLedger, tryAgain } from './recover';

export async function claimDue(scope: Scope, request: ClaimRequest): Promise<Claim> {
	const sequence = (await sequencesById(scope, [request.sequenceId])).get(request.sequenceId);
	const token = newId(scope.now);
	if (!sequence?.open || sequence.pausedAt !== null) return { lease: token, sequence: nameOf(request.sequenceId, sequence), steps: [], settled: 0 };

	const hold = await readHold(scope);
	const limit = mostSteps(hold, request.limit, scope.now);
	if (limit === 0) return { lease: token, sequence: nameOf(sequence.id, sequence), steps: [], settled: 0 };
	const looked = await dueEnrollments(scope, sequence.id, limit);
	const caughtUpAt = await noteClaim(scope, sequence.id, looked.length < limit);
	const sequenceOf = await sequencesOf(scope, looked);
	// A new version may have given them another time, or ended them.
	const due = looked.filter((row) => row.state === 'active' && (row.available_at ?? Infinity) <= scope.now);
	const contacts = await contactsById(scope, due.map((row) => row.contact_id));
	const settled = await settleWithoutClaim(scope, { sequenceOf, contacts, caughtUpAt }, due);
	const settledIds = new Set(settled.map(({ enrollment }) => enrollment.id));
	const expired = due.filter((row) => !settledIds.has(row.id) && hasExpired(row, scope.now));
	const expiredIds = new Set(expired.map(({ id }) => id));
	const claimed = due.filter((row) => !settledIds.has(row.id) && !expiredIds.has(row.id) && row.due_at !== null);
	await finishSteps(scope, settled);
	await endEnrollments(scope, expired.map((enrollment) => ({ enrollment, reason: 'expired', at: enrollment.expires_at! })));
	await lease(
		scope,
		claimed.map((row) => row.id),
		{ token, owner: request.owner, until: scope.now + request.leaseMs },
	);
	await tellTimeouts(scope, sequenceOf, claimed);
	await markStranded(scope);
	if (hold && claimed.length > 0) await beginTrial(scope, hold, token);
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
	const { variant, message } = messageFor(step, { contactId: row.contact_id, sequenceId: sequence.id });
	return {
		enrollment: { ...toEnrollment(row), attempts: row.attempts + 1 },
		contact: toContact(contacts.get(row.contact_id) as ContactRow),
		step: variant === null ? step : { ...step, message },
		variant,
		wait: waitOf(row, step),
		number: steps.indexOf(step) + 1,
		of: steps.length,
		dueAt: row.due_at as number,
	};
}

function waitOf({ replied_at: repliedAt, last_sent_at: lastSentAt }: EnrollmentRow, step: Step): DueStep['wait'] {
	if (step.waitForReply) return { result: 'no_reply', repliedAt: null };
	return repliedAt !== null && repliedAt === lastSentAt ? { result: 'replied', repliedAt } : null;
}

/** Once for each step: one that is tried again, or was put off, has been told of. */
async function tellTimeouts(scope: Scope, sequenceOf: Round['sequenceOf'], claimed: EnrollmentRow[]): Promise<void> {
	const waited = claimed.filter((row) => row.attempts === 0 && row.reason === null && findStep(sequenceOf(row).definition, row.step ?? '')?.waitForReply);
	await addTimeline(
		scope,
		waited.map(({ id, contact_id, sequence_id, step }) => ({
			contactId: contact_id,
			enrollmentId: id,
			sequenceId: sequence_id,
			kind: 'waited',
			step,
			reason: 'no_reply',
		})),
	);
}

/** What decides whether a due step is handed out. */
interface Round {
	sequenceOf: (row: EnrollmentRow) => Sequence;
	contacts: Map<string, ContactRow>;
	/** See schedule/catch-up.ts. */
	caughtUpAt: number | null;
}

/** The due steps that end right here: switched off meanwhile, put off, missed, or settled by what a dead worker left in the ledger. */
async function settleWithoutClaim(scope: Scope, round: Round, due: EnrollmentRow[]): Promise<FinishedStep[]> {
	const ledger = await ledgerOf(scope, due.filter((row) => row.lease !== null));
	await markUnconfirmed(scope, ledger);
	return due.flatMap((enrollment): FinishedStep[] => {
		const { definition } = round.sequenceOf(enrollment);
		const outcome = outcomeFromLedger(definition, ledger.get(enrollment.id) ?? [], scope.now) ?? passedOver(enrollment, round, scope.now);
		return outcome ? [{ enrollment, outcome }] : [];
	});
}

const hasExpired = ({ expires_at: at }: EnrollmentRow, now: number): boolean => at !== null && at <= now;

function passedOver(row: EnrollmentRow, { sequenceOf, contacts, caughtUpAt }: Round, now: number): StepOutcome | null {
	// Held until a status comes, or not due yet: it was looked at because its expiry has come.
	if (row.due_at === null || hasExpired(row, now)) return null;
	const sequence = sequenceOf(row);
	const { definition } = sequence;
	if (!findStep(definition, row.step ?? '')?.enabled) return { kind: 'skipped', reason: 'step_disabled' };
	if (row.held_out === 1) return { kind: 'held_out', at: row.due_at ?? now };
	// A crash or a killed worker uses up an attempt too, so the last one may have ended without a word.
	if (row.attempts >= definition.maxAttempts) return tryAgain(row, 'attempts_used_up', now);
	const zone = zoneOfRow(contacts.get(row.contact_id), sequence);
	// What a worker has begun was not missed: it is tried again, whenever that is.
	const missed = row.lease === null && isMissed(row.due_at ?? now, caughtUpAt, now);
	const caughtUp = missed ? catchUp(definition, toEnrollment(row), zone, now) : null;
	if (caughtUp) return caughtUp;
	const opensAt = nextOpening(now, definition, zone);
	return opensAt > now ? { kind: 'deferred', reason: 'outside_window', at: opensAt } : null;
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
