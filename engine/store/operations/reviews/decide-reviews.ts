/** Decisions about reviews: by people, and by silence where the gate was set so. The first one counts. */
import { isLive, type EnrollmentState } from '../../../sequence/enrollment';
import type { Reason } from '../../../sequence/reason';
import { approve, editedMessage, isInReview, type Verdict } from '../../../sequence/review';
import { zoneOfRow } from '../../contact-zone';
import { StoreRefusal, type DecidedReview, type DecidedVia, type ReviewDecision } from '../../contract';
import { contactsById } from '../../sql/contacts';
import { enrollmentsById } from '../../sql/enrollments';
import { lockContacts } from '../../sql/lock-rows';
import { lockReviews, messageIn, reviewsById, silentReviews, updateReviews, type ReviewRow } from '../../sql/reviews';
import { toEnrollment, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { NewSequenceEvent } from '../../sql/sequence-events';
import { addTimeline } from '../../sql/timeline';
import { writeProgress, type ProgressWrite } from '../../sql/write-enrollments';
import { finishSteps, type FinishedStep } from '../sending/finish-steps';
import { sequencesOf } from '../sequences/follow';
import { reviewViewsOf } from './read-reviews';

type Decision = Omit<ReviewDecision, 'by' | 'via'> & { by: string | null; via: DecidedVia };

export function decideReviews(scope: Scope, decisions: ReviewDecision[]): Promise<DecidedReview[]> {
	return decide(scope, decisions);
}

/** Only what the gate was told to make of silence; a review without a time never comes here. */
export async function endSilence(scope: Scope, limit: number): Promise<number> {
	const silent = await silentReviews(scope, limit);
	const decisions = silent.flatMap(({ id, silence }): Decision[] =>
		silence === 'hold' ? [] : [{ reviewId: id, verdict: silence, by: null, via: 'silence', comment: null }],
	);
	return (await decide(scope, decisions)).filter(({ applied }) => applied).length;
}

interface Applied {
	review: ReviewRow;
	verdict: Verdict;
	run: EnrollmentRow | null;
}

async function decide(scope: Scope, decisions: Decision[]): Promise<DecidedReview[]> {
	const known = [...(await reviewsById(scope, decisions.map(({ reviewId }) => reviewId))).values()];
	// In the order in which all verbs lock: contacts, runs, and what hangs on them.
	await lockContacts(scope, known.flatMap(({ contact_id }) => contact_id ?? []));
	const runs = await enrollmentsById(scope, known.flatMap(({ enrollment_id }) => enrollment_id ?? []));
	// A new version of the sequence may have taken a run away from its gate.
	const sequenceOf = await sequencesOf(scope, [...runs.values()]);
	const reviews = await lockReviews(scope, known.map(({ id }) => id));
	const taken = new Set<string>();
	const applied = decisions.map((decision): Applied | null => {
		const review = reviews.get(decision.reviewId);
		if (!review || review.state !== 'pending') return null;
		const run = review.enrollment_id === null ? null : (runs.get(review.enrollment_id) ?? null);
		const stands = review.enrollment_id === null || (run && mayBeDecided(run) && run.step === review.step && !taken.has(run.id));
		if (!stands) {
			Object.assign(review, { state: 'withdrawn', reason: run?.reason ?? 'enrollment_ended', decided_at: scope.now });
			return null;
		}
		write(review, decision, scope.now);
		if (run) taken.add(run.id);
		return { review, verdict: decision.verdict, run };
	});
	await updateReviews(scope, [...reviews.values()]);
	const done = applied.flatMap((one) => one ?? []);
	await tell(scope, done);
	await moveOn(scope, done, sequenceOf);
	const views = new Map((await reviewViewsOf(scope, [...reviews.values()])).map((view) => [view.id, view]));
	return decisions.map(({ reviewId }, i) => ({ applied: applied[i] !== null, review: views.get(reviewId) ?? null }));
}

/** A run that was imported with its review has not come to the gate again yet. */
function mayBeDecided(run: EnrollmentRow): boolean {
	return isInReview(run) || (isLive(run.state as EnrollmentState) && run.lease === null);
}

function write(review: ReviewRow, { verdict, edit, by, via, comment }: Decision, now: number): void {
	if (verdict === 'approve' && edit) review.edited = JSON.stringify(edited(review, edit));
	review.state = verdict === 'approve' ? 'approved' : 'rejected';
	review.verdict = verdict;
	review.decided_by = by;
	review.decided_via = via;
	review.comment = comment?.trim() || null;
	review.decided_at = now;
}

function edited(review: ReviewRow, edit: NonNullable<ReviewDecision['edit']>) {
	const message = editedMessage(messageIn(review.message), edit);
	if ('fault' in message) throw new StoreRefusal(message.fault);
	return message;
}

const reasonOf = ({ verdict, review }: Applied): Reason => {
	if (verdict === 'approve') return review.decided_via === 'silence' ? 'approved_by_silence' : 'approved';
	return review.decided_via === 'silence' ? 'rejected_by_silence' : 'review_rejected';
};

async function tell(scope: Scope, done: Applied[]): Promise<void> {
	const told = done.filter(({ review }) => review.contact_id !== null);
	await addTimeline(
		scope,
		told.map((one) => ({
			contactId: one.review.contact_id!,
			enrollmentId: one.review.enrollment_id,
			sequenceId: one.review.sequence_id,
			kind: 'reviewed',
			step: one.review.step,
			reason: reasonOf(one),
			detail: detailOf(one.review),
		})),
	);
	scope.events.push(
		...done.flatMap((one): NewSequenceEvent[] => {
			const { sequence_id: sequenceId, contact_id: contactId, enrollment_id: enrollmentId, step } = one.review;
			return sequenceId === null ? [] : [{ kind: 'review_decided', sequenceId, contactId, enrollmentId, step, reason: reasonOf(one), detail: detailOf(one.review) }];
		}),
	);
}

/** "Ana, edited: nice one" */
function detailOf({ decided_by, edited: changed, comment }: ReviewRow): string | null {
	const who = [decided_by, changed === null ? null : 'edited'].filter(Boolean).join(', ');
	return [who, comment].filter(Boolean).join(': ') || null;
}

async function moveOn(scope: Scope, done: Applied[], sequenceOf: Awaited<ReturnType<typeof sequencesOf>>): Promise<void> {
	const rows = done.flatMap(({ run }) => run ?? []);
	const contacts = await contactsById(scope, rows.map((row) => row.contact_id));
	const approved: ProgressWrite[] = [];
	const rejected: FinishedStep[] = [];
	for (const one of done) {
		const enrollment = one.run;
		if (!enrollment) continue;
		const sequence = sequenceOf(enrollment);
		const reason = reasonOf(one);
		if (one.verdict === 'approve') {
			const zone = zoneOfRow(contacts.get(enrollment.contact_id), sequence);
			approved.push({ enrollment, progress: approve(toEnrollment(enrollment), sequence.definition, zone, scope.now), version: sequence.version });
		} else if (one.verdict === 'skip') rejected.push({ enrollment, outcome: { kind: 'skipped', reason }, detail: detailOf(one.review) });
		else rejected.push({ enrollment, outcome: { kind: 'ended', state: 'exited', reason, at: scope.now }, detail: detailOf(one.review) });
	}
	await writeProgress(scope, approved);
	await finishSteps(scope, rejected);
	for (const row of rows) scope.woken.add(row.sequence_id);
}
