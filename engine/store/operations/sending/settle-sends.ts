/** Writes what became of the POSTs, finishes their steps and schedules the next ones, in one transaction. */
import type { EnrollmentState } from '../../../sequence/enrollment';
import type { StepOutcome } from '../../../sequence/lifecycle';
import type { Reason } from '../../../sequence/reason';
import { isInReview } from '../../../sequence/review';
import { stableFraction } from '../../../sequence/stable-hash';
import { adviceOf } from '../../../whatsapp/meta-errors';
import { mergeStatus } from '../../../whatsapp/send-state';
import { StoreRefusal, type SendOutcome, type SendSettlement, type SettledSend } from '../../contract';
import { resolveContacts } from '../../sql/contacts';
import { enrollmentsById } from '../../sql/enrollments';
import type { EnrollmentRow, SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { lockOwners } from '../../sql/lock-rows';
import type { Sequence } from '../../sql/sequences';
import { sendsById, sendsElsewhere, updateSends } from '../../sql/sends';
import { finishSteps, type FinishedStep } from './finish-steps';
import { sequencesOf } from '../sequences/follow';
import { followAnswers } from './hold-account';
import { outageOutcome, reasonOfRefusal, refusalOutcome } from './meta-refusal';
import { pauseForTemplates, type TemplateFault } from '../sequences/pause-for-template';
import { readPostId } from './post-id';
import { unconfirmedOutcome } from './recover';
import { joinAnswered } from '../webhooks/settle-identities';
import { optOut } from '../people/write-consent';

export async function settleSends(scope: Scope, settlements: SendSettlement[]): Promise<SettledSend[]> {
	const posts = settlements.map(({ sendId }) => readPostId(sendId));
	await lockOwners(scope, {
		runs: posts.map(({ id }) => id),
		contacts: posts.filter((_, i) => concernsContact(settlements[i]!.outcome)).map(({ id }) => id),
	});
	const sends = await sendsById(scope, posts.map(({ id }) => id));
	await refuseForeign(scope, posts.map(({ id }) => id).filter((id) => !sends.has(id)));
	const rows = [...sends.values()];
	const enrollments = await enrollmentsById(scope, rows.flatMap(({ enrollment_id }) => enrollment_id ?? []));
	const sequenceOf = await sequencesOf(scope, [...enrollments.values()]);
	const finished = new Map<string, FinishedStep>();
	const applied: Array<{ send: SendRow; outcome: SendOutcome }> = [];

	const settled = settlements.map(({ outcome }, i) => {
		const { id, posts: number } = posts[i]!;
		const send = sends.get(id);
		// The person was erased meanwhile: there is nothing left to write on, and nothing to bring back.
		if (!send) return { reason: 'erased' as const, enrollment: undefined };
		const enrollment = send.enrollment_id === null ? undefined : enrollments.get(send.enrollment_id);
		// A status, or the answer to an earlier POST, may have told already; then there is nothing left to do.
		if (send.wamid !== null) return { reason: 'sent' as const, enrollment };
		// It was begun anew: only that this POST went out after all is still worth knowing.
		if (send.posts !== number && outcome.kind !== 'accepted') return { reason: 'lease_lost' as const, enrollment };
		recordOutcome(send, outcome, scope.now);
		applied.push({ send, outcome });
		if (enrollment && holdsStep(enrollment, send)) {
			keepBetter(finished, { enrollment, outcome: stepOutcome(outcome, enrollment, send, sequenceOf(enrollment), scope.now), detail: detailOf(outcome) });
		}
		return { reason: reasonOf(outcome), enrollment };
	});
	await updateSends(scope, applied.map(({ send }) => send));
	const steps = [...finished.values()];
	const progress = await finishSteps(scope, steps);
	const standing = new Map(steps.map(({ enrollment }, i) => [enrollment.id, progress[i]!]));
	await learnAndObey(scope, applied);
	await pauseForTemplates(scope, templateFaults(applied));
	await followAnswers(scope, applied);
	return settled.map(({ reason, enrollment }): SettledSend => {
		if (!enrollment) return { reason, enrollment: null };
		const { id, state, step, due_at } = enrollment;
		return { reason, enrollment: { id, state: state as EnrollmentState, step, dueAt: due_at, ...pick(standing.get(id)) } };
	});
}

async function refuseForeign(scope: Scope, missing: string[]): Promise<void> {
	const [foreign] = await sendsElsewhere(scope, missing);
	if (foreign) throw new StoreRefusal(`There is no send ${foreign} to settle on this WhatsApp number.`);
}

type Standing = Pick<NonNullable<SettledSend['enrollment']>, 'state' | 'step' | 'dueAt'>;

function pick(progress: Standing | undefined): Standing | undefined {
	return progress && { state: progress.state, step: progress.step, dueAt: progress.dueAt };
}

/** The send is the one that its enrollment's current step waits for; what was leaving when it was paused counts, and nothing while somebody decides. */
export function holdsStep(enrollment: EnrollmentRow, send: SendRow): boolean {
	return (enrollment.state === 'active' || enrollment.state === 'paused') && !isInReview(enrollment) && enrollment.step === send.step;
}

/** Several nodes may have sent for one step: it ends once, and as sent when any of them got through. */
function keepBetter(finished: Map<string, FinishedStep>, step: FinishedStep): void {
	const other = finished.get(step.enrollment.id);
	if (!other || (other.outcome.kind !== 'sent' && step.outcome.kind === 'sent')) finished.set(step.enrollment.id, step);
}

/** The answer changes what is known about the person, see learnAndObey. */
function concernsContact(outcome: SendOutcome): boolean {
	return outcome.kind === 'accepted' ? outcome.userId !== undefined : outcome.kind === 'refused' && outcome.disposition === 'opt_out';
}

/** What an answer tells about the person: another id they are known by, or that they have opted out. */
async function learnAndObey(scope: Scope, applied: Array<{ send: SendRow; outcome: SendOutcome }>): Promise<void> {
	const ids = applied.flatMap(({ send, outcome }) =>
		outcome.kind === 'accepted' && outcome.userId ? [{ id: send.contact_id, userId: outcome.userId }] : [],
	);
	await joinAnswered(scope, ids);
	if (ids.length > 0) await resolveContacts(scope, ids);
	const stopped = applied.filter(({ outcome }) => outcome.kind === 'refused' && outcome.disposition === 'opt_out');
	await optOut(scope, stopped.map(({ send }) => ({ contactId: send.contact_id, at: scope.now })), 'meta_error');
}

function templateFaults(applied: Array<{ send: SendRow; outcome: SendOutcome }>): TemplateFault[] {
	return applied.flatMap(({ send: { sequence_id, label }, outcome }) => {
		if (outcome.kind !== 'refused' || outcome.disposition !== 'pause_sequence' || sequence_id === null) return [];
		const { code, text } = outcome.error;
		return [{ sequenceId: sequence_id, label, detail: `${adviceOf({ code, message: text })} (code ${code})` }];
	});
}

function recordOutcome(send: SendRow, outcome: SendOutcome, now: number): void {
	switch (outcome.kind) {
		case 'accepted':
			send.state = 'accepted';
			send.wamid = outcome.wamid;
			send.accepted_at = now;
			send.error = null;
			break;
		case 'refused':
			send.state = 'failed';
			send.error_code = outcome.error.code;
			send.error = outcome.error.text;
			send.failed_at = now;
			break;
		case 'unknown':
			send.state = mergeStatus(send.state, 'unconfirmed');
			send.error = outcome.detail;
			break;
		case 'not_posted':
			send.state = 'failed';
			send.error = outcome.detail;
			break;
	}
}

function reasonOf(outcome: SendOutcome): Reason {
	switch (outcome.kind) {
		case 'accepted':
			return 'sent';
		case 'refused':
			return reasonOfRefusal(outcome);
		case 'unknown':
			return 'unconfirmed';
		case 'not_posted':
			return outcome.reason;
	}
}

/** The next delay counts from when the POST began: that is the same whether its answer or a status tells of it. */
function stepOutcome(outcome: SendOutcome, enrollment: EnrollmentRow, send: SendRow, { definition }: Sequence, now: number): StepOutcome {
	switch (outcome.kind) {
		case 'accepted':
			return { kind: 'sent', at: send.sending_at };
		case 'refused':
			return refusalOutcome(outcome, { enrollment, send, definition, spread: stableFraction(enrollment.id) }, now);
		case 'unknown':
			return unconfirmedOutcome(definition, send, now);
		case 'not_posted':
			return notPostedOutcome(outcome, enrollment, send, now);
	}
}

function notPostedOutcome({ reason, retryAfterMs }: Extract<SendOutcome, { kind: 'not_posted' }>, enrollment: EnrollmentRow, send: SendRow, now: number): StepOutcome {
	const at = now + retryAfterMs;
	if (reason === 'template_missing') return { kind: 'postponed', reason, at: enrollment.due_at ?? now };
	if (reason !== 'meta_unavailable') return { kind: 'postponed', reason, at };
	const outage = outageOutcome({ enrollment, send, spread: stableFraction(enrollment.id) }, now);
	// It never left, so whatever is wrong is not wrong with this step.
	return { kind: 'postponed', reason, at: 'at' in outage ? Math.max(at, outage.at) : at };
}

function detailOf(outcome: SendOutcome): string | null {
	switch (outcome.kind) {
		case 'accepted':
			return outcome.wamid;
		case 'refused':
			return `${outcome.error.code}: ${outcome.error.text}`;
		default:
			return outcome.detail;
	}
}
