/** Publishing a sequence: a new version, and everybody whose next step is gone moved to one that exists. */
import type { SequenceDefinition } from '../../sequence/definition';
import { findStep } from '../../sequence/definition';
import { successorOf } from '../../sequence/lifecycle';
import { StoreRefusal, type PublishedSequence, type SequenceOwner } from '../contract';
import { newId } from '../ids';
import { completeAt, moveStep, stepsInUse } from '../sql/enrollments';
import type { Scope } from '../sql/scope';
import { addTimeline } from '../sql/timeline';
import {
	insertSequence,
	insertVersion,
	releaseOthers,
	sequenceRowByName,
	sequenceRowByOwner,
	toSequence,
	updateSequence,
	type SequenceRow,
} from '../sql/sequences';

export async function publish(scope: Scope, definition: SequenceDefinition, owner: SequenceOwner): Promise<PublishedSequence> {
	const named = await sequenceRowByName(scope, definition.name);
	if (named && ownedByAnother(named, owner)) throw new StoreRefusal(takenBy(named));
	// The same node under a new name: the sequence was renamed, and its people go along.
	const existing = named ?? (await sequenceRowByOwner(scope, owner));
	const published = existing ? await replace(scope, existing, definition, owner) : await create(scope, definition, owner);
	await releaseOthers(scope, published.id, owner);
	return published;
}

async function create(scope: Scope, definition: SequenceDefinition, owner: SequenceOwner): Promise<PublishedSequence> {
	const id = newId(scope.now);
	await insertSequence(scope, id, definition, owner);
	await insertVersion(scope, id, 1, definition);
	return { id, version: 1, moved: [] };
}

async function replace(
	scope: Scope,
	existing: SequenceRow,
	definition: SequenceDefinition,
	owner: SequenceOwner,
): Promise<PublishedSequence> {
	const before = toSequence(existing).definition;
	const changed = JSON.stringify(before) !== JSON.stringify(definition);
	const version = changed ? existing.version + 1 : existing.version;
	await updateSequence(scope, existing.id, version, definition, owner);
	if (!changed) return { id: existing.id, version, moved: [] };
	await insertVersion(scope, existing.id, version, definition);
	return { id: existing.id, version, moved: await movePeople(scope, existing.id, before, definition) };
}

function ownedByAnother(row: SequenceRow, owner: SequenceOwner): boolean {
	return row.open === 1 && (row.owner_node !== owner.nodeId || row.owner_workflow !== owner.workflowId);
}

function takenBy(row: SequenceRow): string {
	return `The sequence "${row.name}" is published by ${row.owner_label ?? 'another workflow'} already. Give this one another name, or unpublish that workflow first.`;
}

/** One statement per step that is gone, not per person; an end is written into each person's timeline. */
async function movePeople(
	scope: Scope,
	sequenceId: string,
	before: SequenceDefinition,
	after: SequenceDefinition,
): Promise<PublishedSequence['moved']> {
	const moved: PublishedSequence['moved'] = [];
	for (const { step } of await stepsInUse(scope, sequenceId)) {
		if (findStep(after, step)) continue;
		const to = successorOf(step, before, after);
		const count = to === null ? await complete(scope, sequenceId, step) : await moveStep(scope, sequenceId, step, to);
		moved.push({ from: step, to, count });
	}
	return moved;
}

async function complete(scope: Scope, sequenceId: string, step: string): Promise<number> {
	const people = await completeAt(scope, sequenceId, step);
	await addTimeline(
		scope,
		people.map(({ id, contact_id }) => ({ contactId: contact_id, enrollmentId: id, sequenceId, kind: 'ended', reason: 'completed' })),
	);
	return people.length;
}
