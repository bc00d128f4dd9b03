/** What the ids of an export are called in this store. */
import { createHash } from 'node:crypto';
import type { AccountTable } from '../../account-tables';
import type { ExportHeader } from '../../contract/maintenance';
import { asRows } from '../../driver';
import { maskedId } from '../../ids';
import { ownersOfAliases } from '../../sql/contacts';
import type { Scope } from '../../sql/scope';
import { allSequences } from '../../sql/sequences';
import type { AccountRow } from '../people/merge-rows';

/** The id here of each id there; what is missing is unknown here. */
export type IdMap = Map<string, string>;

/**
 * Two numbers may share one database, where an id can be there once only: the records of another number get ids of
 * their own, the same ones at every import, in the same order in time; done twice it gives the first id again.
 */
export function idsForNumber(from: string, to: string): (id: string) => string {
	if (from === to) return (id) => id;
	const mask = createHash('sha256').update([from, to].sort().join(' ')).digest().readUInt32BE(0);
	return (id) => maskedId(id, mask);
}

/** The row with every id in it translated. */
export function withIds(row: AccountRow, { ownId, references, mentions }: AccountTable, translate: (id: string) => string): AccountRow {
	const columns = [...(ownId ? ['id'] : []), ...Object.keys(references), ...Object.keys(mentions ?? {})];
	const translated = columns.flatMap((column) => (typeof row[column] === 'string' ? [[column, translate(row[column])] as const] : []));
	return { ...row, ...Object.fromEntries(translated) };
}

/** Looks the ids up, each table in its own way. */
export async function idsHere(scope: Scope, table: string, ids: string[], header: ExportHeader): Promise<IdMap> {
	const here: IdMap = new Map((await presentIds(scope, table, ids)).map((id) => [id, id]));
	const missing = [...new Set(ids)].filter((id) => !here.has(id));
	if (missing.length === 0) return here;
	if (table === 'contact') return new Map([...here, ...(await formerIds(scope, missing))]);
	if (table === 'sequence') return new Map([...here, ...(await sequencesByName(scope, missing, header))]);
	return here;
}

async function presentIds({ session, account }: Scope, table: string, ids: string[]): Promise<string[]> {
	if (ids.length === 0) return [];
	const rows = await session.all<{ id: string }>(
		`SELECT t.id FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN ${table} t WHERE t.id = w.id AND t.account = :account`,
		{ account, wanted: asRows([...new Set(ids)].map((id) => ({ id }))) },
	);
	return rows.map(({ id }) => id);
}

/** Contacts that were known here under another id when they were imported. */
async function formerIds(scope: Scope, ids: string[]): Promise<IdMap> {
	const owners = await ownersOfAliases(scope, ids.map((value) => ({ kind: 'id', value })));
	return new Map(owners.map(({ value, contact_id }) => [value, contact_id]));
}

/** A sequence that was published here before the import has the same name and another id. */
async function sequencesByName(scope: Scope, ids: string[], header: ExportHeader): Promise<IdMap> {
	const byName = new Map((await allSequences(scope)).map(({ name, id }) => [name, id]));
	return new Map(
		ids.flatMap((id) => {
			const name = header.sequences.find((sequence) => sequence.id === id)?.name;
			const here = name === undefined ? undefined : byName.get(name);
			return here ? [[id, here] as const] : [];
		}),
	);
}
