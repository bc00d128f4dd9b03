/** Explain: why each message of a sequence was or was not sent to a contact, and what they wait for. */
import { updateDisplayOptions } from 'n8n-workflow';
import { explain } from '../../../../engine/sequence/reason';
import type { EnrollmentView, TimelineEntry } from '../../../../engine/store/contract';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { viewItem } from '../../enrollment-item';
import { contactFields, sequenceField } from '../../fields';
import { readTarget } from '../../target';
import { timelineItem } from '../../timeline-item';

/** More than a run of the longest sequences writes. */
const ENTRIES = 500;
const ABOUT_STEPS: ReadonlySet<string> = new Set(['step', 'retry', 'held', 'moved', 'refused']);

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['explain'] } }, [sequenceField, ...contactFields]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readTarget(batch, item),
		work: async (targets) => {
			const views = await batch.store.getEnrollments(targets);
			const timelines = await batch.store.contactTimelines(targets.map(({ contact }) => contact), ENTRIES);
			return views.map((view, i) => ({ view, entries: timelines[i]! }));
		},
		answer: ({ view, entries }, { sequence }) => ({
			standing: sentenceOf(view),
			steps: entries.filter((entry) => entry.sequence === sequence && ABOUT_STEPS.has(entry.kind) && isOfRun(entry, view)).map(timelineItem),
			...(view ? viewItem(view) : { enrollment: null }),
		}),
	});
}

const isOfRun = ({ at }: TimelineEntry, view: EnrollmentView | null): boolean => view === null || at >= view.enrolledAt;

function sentenceOf(view: EnrollmentView | null): string {
	if (!view) return 'The contact was never in this sequence.';
	const why = view.reason ? ` ${explain(view.reason)}` : '';
	if (view.endedAt !== null) return `The run ended as ${view.state}.${why}`;
	if (view.state === 'paused') return `The run is paused before the step "${view.step}".`;
	if (view.state === 'in_review') return `The step "${view.step}" waits for a review.`;
	if (view.dueAt === null) return `The step "${view.step}" is held.${why}`;
	return `The step "${view.step}" is due at ${new Date(view.dueAt).toISOString()}.${why}`;
}
