/** A gate asks about its items: what was approved passes, the rest waits, and its step with it. */
import { holdOn } from '../../../sequence/permission';
import type { StepMessage } from '../../../sequence/definition';
import { isSameMessage, park } from '../../../sequence/review';
import { templateLabel } from '../../../whatsapp/template-label';
import type { ReviewAnswer, ReviewRequest } from '../../contract';
import { newId } from '../../ids';
import { findContacts } from '../../sql/contacts';
import { enrollmentsById } from '../../sql/enrollments';
import { insertReviews, messageIn, openReviewsOf, trustedTemplates, trustKey, updateReviews, type ReviewRow } from '../../sql/reviews';
import { toEnrollment, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { Sequence } from '../../sql/sequences';
import { addTimeline, type NewTimelineEvent } from '../../sql/timeline';
import { writeProgress, type ProgressWrite } from '../../sql/write-enrollments';
import { holdOf } from '../sending/begin-sends';
import { sequencesOf } from '../sequences/follow';
import { reviewViewsOf } from './read-reviews';

interface Loaded {
	rows: Map<string, EnrollmentRow>;
	sequenceOf: (row: EnrollmentRow) => Sequence;
	/** By the place of the request; null for somebody unknown. */
	contactIds: Array<string | null>;
	open: ReviewRow[];
	trusted: Set<string>;
}

/** What a batch writes, and what is answered with the review that belongs to it. */
class Round {
	readonly added: ReviewRow[] = [];
	readonly changed = new Set<ReviewRow>();
	readonly parked = new Map<string, ReviewRow>();
	readonly progress: ProgressWrite[] = [];
	readonly timeline: NewTimelineEvent[] = [];
}

type Outcome = Exclude<ReviewAnswer, { review: unknown }> | { kind: 'approved'; row: ReviewRow } | { kind: 'pending'; row: ReviewRow; isNew: boolean };

export async function review(scope: Scope, requests: ReviewRequest[]): Promise<ReviewAnswer[]> {
	const loaded = await load(scope, requests);
	const round = new Round();
	const outcomes = requests.map((request, i) => judge(scope, request, i, loaded, round));
	await insertReviews(scope, round.added);
	await updateReviews(scope, [...round.changed]);
	await writeProgress(scope, round.progress);
	await addTimeline(scope, round.timeline);
	const rows = outcomes.flatMap((outcome) => ('row' in outcome ? [outcome.row] : []));
	const views = new Map((await reviewViewsOf(scope, rows)).map((view) => [view.id, view]));
	return outcomes.map((outcome): ReviewAnswer => {
		if (!('row' in outcome)) return outcome;
		const { row, ...rest } = outcome;
		return { ...rest, review: views.get(row.id)! };
	});
}

async function load(scope: Scope, requests: ReviewRequest[]): Promise<Loaded> {
	const found = await findContacts(scope, requests.map(({ contact }) => contact ?? {}));
	const rows = await enrollmentsById(scope, requests.flatMap(({ step }) => step?.enrollmentId ?? []));
	const sequenceOf = await sequencesOf(scope, [...rows.values()]);
	const contactIds = requests.map(({ step }, i) => rows.get(step?.enrollmentId ?? '')?.contact_id ?? found[i]?.id ?? null);
	const asked = requests.flatMap(({ trustsTemplate, message }, i) => {
		const label = labelOf(message);
		return trustsTemplate && label && contactIds[i] ? [{ contact_id: contactIds[i], label }] : [];
	});
	return { rows, sequenceOf, contactIds, open: await openReviewsOf(scope, [...rows.keys()]), trusted: await trustedTemplates(scope, asked) };
}

const labelOf = (message: StepMessage | null): string | null => (message?.kind === 'template' ? templateLabel(message) : null);

function judge(scope: Scope, request: ReviewRequest, index: number, loaded: Loaded, round: Round): Outcome {
	const { step } = request;
	const row = step && loaded.rows.get(step.enrollmentId);
	if (step) {
		const before = round.parked.get(step.enrollmentId);
		if (before && before.gate === request.gate) return { kind: 'pending', row: before, isNew: false };
		const hold = before ? { reason: 'in_review' as const } : holdOn(row ? holdOf(row) : null, step.lease, step.step, scope.now);
		// The message has left, so there is nothing to decide about any more.
		if (hold === 'finished') return { kind: 'refused', reason: 'step_passed' };
		if (typeof hold === 'object') return { kind: 'refused', reason: hold.reason };
	}
	const known = row ? openAt(loaded.open, row, request) : undefined;
	if (known?.state === 'approved') {
		if (known.passed_at === null) round.changed.add(Object.assign(known, { passed_at: scope.now }));
		return { kind: 'approved', row: known };
	}
	const contactId = loaded.contactIds[index] ?? null;
	const rule = request.exempt ?? trustedBy(request, contactId, loaded.trusted);
	if (rule !== undefined) {
		if (row) round.timeline.push({ ...aboutRun(row), kind: 'reviewed', step: row.step, detail: `not needed: ${rule}` });
		return { kind: 'exempt', rule };
	}
	const pending = known ?? rowOf(scope, request, contactId, row);
	if (!known) round.added.push(pending);
	if (row) {
		round.parked.set(row.id, pending);
		round.progress.push({ enrollment: row, progress: park(toEnrollment(row)), version: loaded.sequenceOf(row).version });
	}
	const about = row ? aboutRun(row) : contactId === null ? null : { contactId };
	if (about && !known) round.timeline.push({ ...about, kind: 'in_review', step: row?.step ?? null, reason: 'in_review', detail: request.gateLabel });
	return { kind: 'pending', row: pending, isNew: known === undefined };
}

/** The latest of this step at this gate with this very message: one that was changed since is reviewed anew. */
function openAt(open: ReviewRow[], row: EnrollmentRow, { gate, message }: ReviewRequest): ReviewRow | undefined {
	return open.findLast((one) => one.enrollment_id === row.id && one.step === row.step && one.gate === gate && isSameMessage(messageIn(one.message), message));
}

function trustedBy({ trustsTemplate, message }: ReviewRequest, contactId: string | null, trusted: Set<string>): string | undefined {
	const label = labelOf(message);
	return trustsTemplate && label && contactId && trusted.has(trustKey(contactId, label)) ? 'same template approved before' : undefined;
}

const aboutRun = (row: EnrollmentRow) => ({ contactId: row.contact_id, enrollmentId: row.id, sequenceId: row.sequence_id });

function rowOf(scope: Scope, request: ReviewRequest, contactId: string | null, run: EnrollmentRow | undefined): ReviewRow {
	const { gate, gateLabel, shown, message, silence, reviewer, waiting } = request;
	return {
		id: newId(scope.now),
		contact_id: contactId,
		enrollment_id: run?.id ?? null,
		sequence_id: run?.sequence_id ?? null,
		step: run?.step ?? null,
		gate,
		gate_label: gateLabel,
		shown,
		label: labelOf(message),
		message: message && JSON.stringify(message),
		edited: null,
		state: 'pending',
		silence: silence.then,
		expires_at: silence.then === 'hold' ? null : silence.at,
		reviewer,
		verdict: null,
		decided_by: null,
		decided_via: null,
		comment: null,
		decided_at: null,
		reason: null,
		spent: 0,
		execution: waiting?.execution ?? null,
		item: waiting?.item ?? null,
		resume_url: waiting?.resumeUrl ?? null,
		passed_at: null,
		created_at: scope.now,
	};
}
