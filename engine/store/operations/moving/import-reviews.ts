/** Imported reviews and the runs that are here: no run waits for what is decided, and nothing waits for a run that went on. */
import { isLive, type EnrollmentState } from '../../../sequence/enrollment';
import { isInReview, withoutReview } from '../../../sequence/review';
import { enrollmentsById } from '../../sql/enrollments';
import { openReviewsOf, updateReviews } from '../../sql/reviews';
import { toEnrollment } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { writeProgress } from '../../sql/write-enrollments';

/** @param enrollmentIds runs of the reviews that were written */
export async function settleReviews(scope: Scope, enrollmentIds: string[]): Promise<void> {
	if (enrollmentIds.length === 0) return;
	const runs = await enrollmentsById(scope, enrollmentIds);
	const pending = (await openReviewsOf(scope, enrollmentIds)).filter(({ state }) => state === 'pending');
	const over = pending.filter(({ enrollment_id, step }) => {
		const run = runs.get(enrollment_id!);
		return !run || !isLive(run.state as EnrollmentState) || run.step !== step;
	});
	for (const review of over) Object.assign(review, { state: 'withdrawn', reason: runs.get(review.enrollment_id!)?.reason ?? 'enrollment_ended', decided_at: scope.now });
	await updateReviews(scope, over);
	const waitedFor = new Set(pending.flatMap((review) => (over.includes(review) ? [] : [review.enrollment_id])));
	const released = [...runs.values()].filter((run) => isInReview(run) && !waitedFor.has(run.id));
	await writeProgress(scope, released.map((enrollment) => ({ enrollment, progress: withoutReview(toEnrollment(enrollment)), version: enrollment.version })));
	for (const { sequence_id } of released) scope.woken.add(sequence_id);
}
