/** Fitting imported enrollments into the sequences of this store, which may be other ones than where they come from. */
import type { ExportHeader } from '../../contract/maintenance';
import { findStep } from '../../../sequence/definition';
import { isLive, type EnrollmentState } from '../../../sequence/enrollment';
import { liveEnrollments } from '../../sql/enrollments';
import type { Scope } from '../../sql/scope';
import { sequencesById, type Sequence } from '../../sql/sequences';
import { definitionsOf, versionKey, type VersionKey } from '../../sql/versions';
import type { AccountRow } from '../people/merge-rows';
import type { Placement } from '../runs/place-rows';

/** A row with the id that its sequence had where it comes from. */
export interface ArrivingRun {
	row: AccountRow;
	sequenceThere: string;
}

const live = (row: AccountRow): boolean => isLive(row.state as EnrollmentState);

/** Everybody stands at a step that exists here, under a version that exists here. */
export async function fitToSequences(scope: Scope, runs: ArrivingRun[], header: ExportHeader): Promise<AccountRow[]> {
	const sequences = await sequencesById(scope, runs.map(({ row }) => String(row.sequence_id)));
	const versions = await definitionsOf(scope, runs.map(({ row }) => versionOf(row)));
	return runs.map(({ row, sequenceThere }) => {
		const sequence = sequences.get(String(row.sequence_id))!;
		const foreign = sequenceThere !== sequence.id || Number(row.version) > sequence.version;
		const own = foreign ? undefined : versions.get(versionKey(versionOf(row)));
		// Pinned to a version that came along, or behind until its message is settled: whoever touches it takes it along.
		if (own && (row.step == null || findStep(own, String(row.step)))) return row;
		return atKnownStep(foreign ? { ...row, version: sequence.version } : row, sequence, stepsThere(header, sequenceThere), scope.now);
	});
}

const versionOf = (row: AccountRow): VersionKey => ({ sequence_id: String(row.sequence_id), version: Number(row.version) });

const stepsThere = ({ sequences }: ExportHeader, id: string): string[] => sequences.find((sequence) => sequence.id === id)?.steps ?? [];

/** The same rule as for a published change: the next step, in the old order, that is still there. */
function atKnownStep(row: AccountRow, { definition }: Sequence, steps: string[], now: number): AccountRow {
	if (!live(row) || row.step == null || findStep(definition, String(row.step))) return row;
	const next = steps.slice(steps.indexOf(String(row.step)) + 1).find((name) => findStep(definition, name));
	if (next !== undefined) return { ...row, step: next, attempts: 0 };
	return { ...row, state: 'completed', reason: 'completed', step: null, due_at: null, available_at: null, ended_at: now };
}

/** One live enrollment per sequence and contact: the one that began here goes on, the one that came ends. */
export async function endSecondRuns(scope: Scope, placement: Placement): Promise<void> {
	const rows = [...placement.met.map(({ row }) => row), ...placement.added];
	const candidates = rows.filter(live);
	const holders = new Map<string, string>();
	const ending = new Set(rows.filter((row) => !live(row)).map(({ id }) => id));
	for (const row of await liveEnrollments(scope, candidates.map(pairOf))) if (!ending.has(row.id)) holders.set(keyOf(row), row.id);
	for (const row of candidates) {
		const holder = holders.get(keyOf(pairOf(row))) ?? String(row.id);
		holders.set(keyOf(pairOf(row)), holder);
		if (holder !== row.id) Object.assign(row, { state: 'exited', reason: 'restarted', due_at: null, available_at: null, ended_at: scope.now });
	}
}

const pairOf = (row: AccountRow) => ({ sequence_id: String(row.sequence_id), contact_id: String(row.contact_id) });
const keyOf = ({ sequence_id, contact_id }: { sequence_id: string; contact_id: string }): string => `${sequence_id} ${contact_id}`;
