/** A sequence as its author wrote it, and its versions. */
import type { SequenceDefinition } from '../../../sequence/definition';
import { StoreRefusal, type SequenceDescription, type SequenceVersion } from '../../contract';
import { toSequence, sequenceRowByName } from '../../sql/sequences';
import type { Scope } from '../../sql/scope';
import { definitionsOf, latestVersions, versionKey, type VersionRow } from '../../sql/versions';
import { unknownSequence } from '../runs/enroll';
import { summaryById } from './pause-sequence';

export async function describeSequence(scope: Scope, name: string, versions: number): Promise<SequenceDescription> {
	const row = await sequenceRowByName(scope, name);
	if (!row) throw new StoreRefusal(await unknownSequence(scope, name));
	return {
		summary: await summaryById(scope, row.id),
		definition: toSequence(row).definition,
		owner: row.owner_label,
		versions: (await latestVersions(scope, row.id, versions)).map(toVersion),
	};
}

function toVersion({ version, published_at, definition, effect }: VersionRow): SequenceVersion {
	const { steps } = JSON.parse(definition) as SequenceDefinition;
	return { version, publishedAt: published_at, steps: steps.length, effect: effect === null ? null : (JSON.parse(effect) as SequenceVersion['effect']) };
}

/** The definition that holds for each of these runs, in their order. */
export async function definitionsOfRuns(
	scope: Scope,
	runs: ReadonlyArray<{ sequenceId: string; version: number }>,
): Promise<Array<SequenceDefinition | null>> {
	const keys = runs.map(({ sequenceId, version }) => ({ sequence_id: sequenceId, version }));
	const definitions = await definitionsOf(scope, keys);
	return keys.map((key) => definitions.get(versionKey(key)) ?? null);
}
