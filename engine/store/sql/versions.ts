/** Older versions of sequences, for people who are still in them. */
import type { SequenceDefinition } from '../../sequence/definition';
import { asRows } from '../driver';
import { LIVE } from './live';
import type { Scope } from './scope';

export interface VersionKey {
	sequence_id: string;
	version: number;
}

export const versionKey = ({ sequence_id, version }: VersionKey): string => `${sequence_id} ${version}`;

/** The definitions of these versions, each read once, whatever the size of the batch. */
export async function definitionsOf({ session }: Scope, keys: VersionKey[]): Promise<Map<string, SequenceDefinition>> {
	const wanted = new Map(keys.map(({ sequence_id, version }) => [versionKey({ sequence_id, version }), { sequence_id, version }]));
	if (wanted.size === 0) return new Map();
	const rows = await session.all<VersionKey & { definition: string }>(
		`SELECT v.sequence_id, v.version, v.definition
		FROM ${session.dialect.rows('wanted', { sequence_id: 'text', version: 'bigint' })} w
		CROSS JOIN sequence_version v WHERE v.sequence_id = w.sequence_id AND v.version = w.version`,
		{ wanted: asRows([...wanted.values()]) },
	);
	return new Map(rows.map((row) => [versionKey(row), JSON.parse(row.definition) as SequenceDefinition]));
}

/** All versions of a sequence from the given one on, oldest first. */
export async function versionsSince({ session }: Scope, sequenceId: string, version: number): Promise<SequenceDefinition[]> {
	const rows = await session.all<{ definition: string }>(
		'SELECT definition FROM sequence_version WHERE sequence_id = :sequence AND version >= :version ORDER BY version',
		{ sequence: sequenceId, version },
	);
	return rows.map(({ definition }) => JSON.parse(definition) as SequenceDefinition);
}

/** How many live people stand where: by version, step, and whether their time follows from the step's delay. */
export interface Standing {
	version: number;
	step: string;
	timed: number;
	people: number;
}

export async function standingsOf({ session }: Scope, sequenceId: string): Promise<Standing[]> {
	return session.all<Standing>(
		`SELECT version, step, CASE WHEN reason IS NULL OR reason = 'paused' THEN 1 ELSE 0 END AS timed, COUNT(*) AS people
		FROM enrollment WHERE sequence_id = :sequence AND ${LIVE} AND step IS NOT NULL
		GROUP BY version, step, CASE WHEN reason IS NULL OR reason = 'paused' THEN 1 ELSE 0 END ORDER BY version, step`,
		{ sequence: sequenceId },
	);
}

export async function writeEffect({ session }: Scope, sequenceId: string, version: number, effect: object): Promise<void> {
	await session.run('UPDATE sequence_version SET effect = :effect WHERE sequence_id = :sequence AND version = :version', {
		sequence: sequenceId,
		version,
		effect: JSON.stringify(effect),
	});
}

/** What publishing this version meant, and when that was. */
export async function effectOf({ session }: Scope, sequenceId: string, version: number): Promise<{ effect: string | null; published_at: number } | undefined> {
	const [row] = await session.all<{ effect: string | null; published_at: number }>(
		'SELECT effect, published_at FROM sequence_version WHERE sequence_id = :sequence AND version = :version',
		{ sequence: sequenceId, version },
	);
	return row;
}

export interface VersionRow {
	version: number;
	published_at: number;
	definition: string;
	effect: string | null;
}

/** Newest first. */
export async function latestVersions({ session }: Scope, sequenceId: string, limit: number): Promise<VersionRow[]> {
	return session.all<VersionRow>(
		'SELECT version, published_at, definition, effect FROM sequence_version WHERE sequence_id = :sequence ORDER BY version DESC LIMIT :limit',
		{ sequence: sequenceId, limit },
	);
}
