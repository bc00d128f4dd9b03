/** Publishing a sequence: a new version, and what it will mean for the people in flight. */
import type { SequenceDefinition } from '../../../sequence/definition';
import { outlookOf, renamesBetween } from '../../../sequence/live-edit';
import { StoreRefusal, type PublishedSequence, type SequenceOwner } from '../../contract';
import { newId } from '../../ids';
import type { Scope } from '../../sql/scope';
import { renameCounters } from '../../sql/counters';
import { askForEvents } from '../../sql/sequence-events';
import { standingsOf, versionsSince, writeEffect } from '../../sql/versions';
import {
	insertSequence,
	insertVersion,
	releaseOthers,
	sequenceRowByName,
	sequenceRowByOwner,
	toSequence,
	writeDefinition,
	writeOwner,
	type SequenceRow,
} from '../../sql/sequences';
import { NOBODY_MOVED, waitBehindLock } from './wait-behind-lock';

export async function publish(scope: Scope, definition: SequenceDefinition, owner: SequenceOwner): Promise<PublishedSequence> {
	const named = await sequenceRowByName(scope, definition.name);
	if (named && ownedByAnother(named, owner)) throw new StoreRefusal(takenBy(named));
	// The same node under a new name: the sequence was renamed, and its people go along.
	const existing = named ?? (await sequenceRowByOwner(scope, owner));
	const published = existing ? await republish(scope, existing, definition, owner) : await create(scope, definition, owner);
	await askForEvents(scope, published.id, existing?.events ?? null, owner.events ?? []);
	await releaseOthers(scope, published.id, owner);
	return published;
}

async function create(scope: Scope, definition: SequenceDefinition, owner: SequenceOwner): Promise<PublishedSequence> {
	const id = newId(scope.now);
	await insertSequence(scope, id, definition, owner);
	await insertVersion(scope, id, 1, definition);
	return { ...NOBODY_MOVED, id, version: 1 };
}

async function republish(scope: Scope, existing: SequenceRow, definition: SequenceDefinition, owner: SequenceOwner): Promise<PublishedSequence> {
	await writeOwner(scope, existing.id, owner);
	return (await waitBehindLock(scope, existing, definition)) ?? replace(scope, existing, definition);
}

/** The definition becomes the current version of the sequence, whoever owns it. */
export async function replace(scope: Scope, existing: SequenceRow, definition: SequenceDefinition): Promise<PublishedSequence> {
	const before = toSequence(existing).definition;
	const changed = JSON.stringify(before) !== JSON.stringify(definition);
	const version = changed ? existing.version + 1 : existing.version;
	await writeDefinition(scope, existing.id, version, definition);
	if (!changed) return { ...NOBODY_MOVED, id: existing.id, version };
	await insertVersion(scope, existing.id, version, definition);
	await renameCounters(scope, existing.id, renamesBetween(before, definition));
	const effect = await outlook(scope, existing, definition);
	await writeEffect(scope, existing.id, version, effect);
	return { ...NOBODY_MOVED, id: existing.id, version, ...effect };
}

function ownedByAnother(row: SequenceRow, owner: SequenceOwner): boolean {
	return row.open === 1 && (row.owner_node !== owner.nodeId || row.owner_workflow !== owner.workflowId);
}

function takenBy(row: SequenceRow): string {
	return `The sequence "${row.name}" is published by ${row.owner_label ?? 'another workflow'} already. Give this one another name, or unpublish that workflow first.`;
}

/** How many people the change concerns, told at once; operations/sequences/follow takes them along part by part. */
async function outlook(scope: Scope, sequence: SequenceRow, after: SequenceDefinition): Promise<Pick<PublishedSequence, 'moved' | 'retimed' | 'pinned'>> {
	const standings = await standingsOf(scope, sequence.id);
	if (after.liveEdit === 'pinned') return { moved: [], retimed: 0, pinned: standings.reduce((sum, { people }) => sum + people, 0) };
	const oldest = Math.min(sequence.version, ...standings.map(({ version }) => version));
	const versions = [...(await versionsSince(scope, sequence.id, oldest))];
	const moved = new Map<string, PublishedSequence['moved'][number]>();
	let retimed = 0;
	for (const { version, step, timed, people } of standings) {
		const { to, why, retimed: again } = outlookOf(step, versions.slice(version - oldest));
		if (again && timed === 1) retimed += people;
		if (why === null) continue;
		const key = JSON.stringify([step, to]);
		const entry = moved.get(key) ?? { from: step, to, why, count: 0 };
		moved.set(key, { ...entry, count: entry.count + people });
	}
	return { moved: [...moved.values()], retimed, pinned: 0 };
}
