/** A store in memory that holds the preview's world, with its sequences published. Nothing else ever sees it. */
import type { Delay, SequenceDefinition } from '../sequence/definition';
import type { Enrollment } from '../sequence/enrollment';
import { openEmbeddedStore } from '../store/open-embedded';
import type { AccountStore } from '../store/contract';
import type { ExportRecord } from '../store/contract/maintenance';
import type { PreviewPlan } from './plan';

export interface Stage {
	account: AccountStore;
	sequences: StagedSequence[];
	close(): Promise<void>;
}

export interface StagedSequence {
	id: string;
	/** As it holds at the moment, without its spread. */
	definition: SequenceDefinition;
	/** Older ones and the present one, by number: runs may keep theirs. */
	versions: Map<number, SequenceDefinition>;
	/**
	 * A random spread depends on a run that does not exist yet: the preview plays without it, and tells how much later
	 * it may be.
	 */
	spread: Delay | undefined;
}

export async function setStage({ world, sequence, ...plan }: Pick<PreviewPlan, 'world' | 'startsAt' | 'from' | 'sequence'>): Promise<Stage> {
	const now = Math.min(plan.from ?? plan.startsAt, plan.startsAt);
	const store = await openEmbeddedStore(':memory:', now);
	const account = store.forAccount(world.header.account);
	const records = world.records.map(withoutSpread);
	await account.importRecords(world.header, records, 'refuse', now);
	const open = new Set(world.header.sequences.filter((one) => one.open || one.name === sequence).map(({ id }) => id));
	const spreads = new Map(world.records.filter(isSequence).map((record) => [record.row.id, definitionOf(record).spread]));
	const sequences: StagedSequence[] = [];
	for (const record of records.filter(isSequence)) {
		const id = String(record.row.id);
		const definition = definitionOf(record);
		if (open.has(id)) await account.publishSequence(definition, ownerOf(definition), now);
		sequences.push({ id, definition, versions: versionsOf(id, records), spread: spreads.get(id) });
	}
	// Whoever asks for the times of a paused sequence wants them as they are once it runs.
	await account.resumeSequence(sequence, now);
	return { account, sequences, close: () => store.close() };
}

/** Publishes a changed sequence. */
export async function publishAnew({ account, sequences }: Stage, { spread, ...definition }: SequenceDefinition, now: number): Promise<void> {
	const { id, version } = await account.publishSequence(definition, ownerOf(definition), now);
	const staged = sequences.find((one) => one.id === id);
	staged?.versions.set(version, definition);
	if (staged) Object.assign(staged, { definition, spread });
}

/** By what a run goes: the present version, unless the sequence lets people keep theirs. */
export function definitionFor({ definition, versions }: StagedSequence, { version }: Pick<Enrollment, 'version'>): SequenceDefinition {
	return definition.liveEdit === 'pinned' ? (versions.get(version) ?? definition) : definition;
}

const versionsOf = (sequenceId: string, records: ExportRecord[]): Map<number, SequenceDefinition> =>
	new Map(records.filter(({ table, row }) => table === 'sequence_version' && row.sequence_id === sequenceId).map((record) => [Number(record.row.version), definitionOf(record)]));

const ownerOf = ({ name }: SequenceDefinition) => ({ workflowId: 'preview', nodeId: name, label: 'the preview' });

const isSequence = ({ table }: ExportRecord): boolean => table === 'sequence';

const definitionOf = ({ row }: ExportRecord): SequenceDefinition => JSON.parse(String(row.definition)) as SequenceDefinition;

function withoutSpread(record: ExportRecord): ExportRecord {
	if (typeof record.row.definition !== 'string') return record;
	const definition = definitionOf(record);
	delete definition.spread;
	return { ...record, row: { ...record.row, definition: JSON.stringify(definition) } };
}
