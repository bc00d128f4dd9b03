/** What follows from the end of a run, in the same transaction: tags, the next sequence, reviews that are over, events, and the totals. */
import { leadsOn } from '../../../sequence/chain';
import type { SequenceDefinition } from '../../../sequence/definition';
import type { EnrollmentState } from '../../../sequence/enrollment';
import type { EnrollRequest } from '../../contract';
import { addCounts } from '../../sql/counters';
import type { EndedRun, Scope } from '../../sql/scope';
import { writeEvents } from '../../sql/sequence-events';
import { sequenceRowByName, sequencesById, type Sequence } from '../../sql/sequences';
import { withdrawReviewsOf } from '../../sql/reviews';
import { deleteTags, insertTags, type ContactTag } from '../../sql/tags';
import { addTimeline, type NewTimelineEvent } from '../../sql/timeline';
import { definitionsOf, versionKey } from '../../sql/versions';
import { enroll } from './enroll';
import { progressTags } from './progress-tags';

/** A run that ended, with the definition that held for it. */
interface Ended {
	run: EndedRun;
	definition: SequenceDefinition;
}

/** Call it last in a transaction. A run that begins and ends at once is followed up too; chains are bounded. */
export async function followUp(scope: Scope): Promise<void> {
	while (scope.ended.length > 0) {
		const ended = await withDefinitions(scope, scope.ended.splice(0));
		await keepTags(scope, ended);
		await chainOn(scope, ended);
	}
	await withdrawReviewsOf(scope, scope.leftReview.splice(0).map(({ id, reason }) => ({ id, reason })));
	for (const id of await writeEvents(scope, scope.events.splice(0))) scope.told.add(id);
	await addCounts(scope, scope.counts.splice(0));
}

async function withDefinitions(scope: Scope, runs: EndedRun[]): Promise<Ended[]> {
	const sequences = await sequencesById(scope, runs.map((run) => run.sequence_id));
	const isPinned = (sequence: Sequence | undefined): boolean => sequence?.definition.liveEdit === 'pinned';
	const older = await definitionsOf(
		scope,
		runs.filter(({ sequence_id, version }) => isPinned(sequences.get(sequence_id)) && version !== sequences.get(sequence_id)?.version),
	);
	return runs.flatMap((run) => {
		const definition = older.get(versionKey(run)) ?? sequences.get(run.sequence_id)?.definition;
		return definition ? [{ run, definition }] : [];
	});
}

async function keepTags(scope: Scope, ended: Ended[]): Promise<void> {
	await deleteTags(scope, ended.flatMap(({ run, definition }) => progressTags(run.contact_id, definition)));
	const done = ended.filter(({ run }) => run.state === 'completed' || run.state === 'converted');
	await insertTags(
		scope,
		done.flatMap(({ run, definition }): ContactTag[] => (definition.tags?.completed ? [{ contact_id: run.contact_id, tag: definition.tags.completed }] : [])),
	);
}

async function chainOn(scope: Scope, ended: Ended[]): Promise<void> {
	const following = ended.filter(({ run, definition: { next } }) => next && leadsOn(next, run.state as EnrollmentState, run.reason));
	if (following.length === 0) return;
	const published = new Set<string>();
	for (const name of new Set(following.map(({ definition }) => definition.next!.sequence))) {
		if (await sequenceRowByName(scope, name)) published.add(name);
	}
	const isPublished = ({ definition }: Ended): boolean => published.has(definition.next!.sequence);
	await enroll(scope, following.filter(isPublished).map(requestOf));
	await addTimeline(scope, following.filter((one) => !isPublished(one)).map(missing));
}

function requestOf({ run, definition }: Ended): EnrollRequest {
	return {
		sequence: definition.next!.sequence,
		contact: { id: run.contact_id },
		reentry: 'sequence',
		reference: run.reference,
		context: JSON.parse(run.context) as Record<string, unknown>,
		startedBy: run.id,
	};
}

/** The end itself stands: a name that nobody publishes must not undo it. */
function missing({ run, definition }: Ended): NewTimelineEvent {
	return {
		contactId: run.contact_id,
		enrollmentId: run.id,
		sequenceId: run.sequence_id,
		kind: 'refused',
		reason: 'sequence_missing',
		detail: definition.next!.sequence,
	};
}
