/** Importing people: found again by any id they have, and never opted in by an import. */
import type { AccountTable } from '../../account-tables';
import type { ExportRecord, ImportCount } from '../../contract/maintenance';
import type { SqlValue } from '../../driver';
import { groupBy } from '../../group-by';
import { deleteRowsOf, insertAccountRows, pageOf, rowsBy, updateAccountRows } from '../../sql/account-rows';
import type { ConsentSource } from '../../../contact/consent';
import { latestWords, type LatestWord } from '../../sql/consent';
import { ownersOfAliases } from '../../sql/contacts';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { recallOptOuts } from '../../sql/suppression';
import { insertRows } from '../../sql/write-rows';
import { consentAfter } from '../people/consent-rule';
import { aliasesOfPeople } from './export-person';
import type { AccountRow } from '../people/merge-rows';
import { findPlaces, writePlaced, type Placement } from '../runs/place-rows';

export interface ArrivingContact {
	row: AccountRow;
	aliases: NonNullable<ExportRecord['aliases']>;
	tags: NonNullable<ExportRecord['tags']>;
}

type Alias = ArrivingContact['aliases'][number];

const aliasKey = ({ kind, value }: Alias): string => `${kind}:${value}`;

export async function importContacts(scope: Scope, table: AccountTable, arriving: ArrivingContact[]): Promise<ImportCount> {
	const present = new Set((await rowsBy(scope, table, ['id'], arriving.map(({ row }) => row))).map(({ id }) => id));
	const owners = await ownersOf(scope, arriving.flatMap(({ row, aliases }) => [...aliases, formerId(row)]));
	const users = await userIdsOf(scope, table, [...owners.values()]);
	const rows: AccountRow[] = [];
	const newAliases: Array<Alias & { contact_id: string }> = [];
	for (const { row, aliases } of arriving) {
		const id = present.has(row.id!) ? String(row.id) : (whoIs(row, aliases, owners, users) ?? String(row.id));
		rows.push({ ...row, id });
		users.set(id, users.get(id) ?? row.user_id ?? null);
		for (const alias of id === row.id ? aliases : [...aliases, formerId(row)]) {
			if (owners.has(aliasKey(alias))) continue;
			owners.set(aliasKey(alias), id);
			newAliases.push({ kind: alias.kind, value: alias.value, contact_id: id });
		}
	}
	const placement = await findPlaces(scope, table, rows);
	await settleConsent(scope, placement.met);
	const count = await writePlaced(scope, table, placement);
	await insertAliases(scope, newAliases);
	await replaceTags(scope, tagsOfNewer(arriving, rows, placement));
	const all = [...placement.added, ...placement.met.map(({ row }) => row)];
	await recall(scope, table, newAliases, all);
	return { ...count, skipped: 0 };
}

/** An id of another store leads to the contact whom it meant there. */
const formerId = (row: AccountRow): Alias => ({ kind: 'id', value: String(row.id) });

/** The contact here who is the one there: by a former id, by user id, by a phone number that is not another user's. */
function whoIs(row: AccountRow, aliases: Alias[], owners: Map<string, string>, users: Map<string, AccountRow[string]>): string | undefined {
	const former = owners.get(aliasKey(formerId(row)));
	if (former) return former;
	const byUserId = aliases.filter(({ kind }) => kind === 'user_id').map((alias) => owners.get(aliasKey(alias))).find(Boolean);
	if (byUserId) return byUserId;
	const phones = aliases.filter(({ kind }) => kind === 'phone').flatMap((alias) => owners.get(aliasKey(alias)) ?? []);
	return phones.find((id) => row.user_id == null || users.get(id) == null || users.get(id) === row.user_id);
}

async function ownersOf(scope: Scope, aliases: Alias[]): Promise<Map<string, string>> {
	const owners = await ownersOfAliases(scope, aliases);
	return new Map(owners.map((owner) => [aliasKey(owner), owner.contact_id]));
}

async function userIdsOf(scope: Scope, table: AccountTable, ids: string[]): Promise<Map<string, AccountRow[string]>> {
	const rows = await rowsBy(scope, table, ['id'], [...new Set(ids)].map((id) => ({ id })));
	return new Map(rows.map((row) => [String(row.id), row.user_id ?? null]));
}

/** By contact: the tags of those who are new here, or newer there. */
function tagsOfNewer(arriving: ArrivingContact[], rows: AccountRow[], { met }: Placement): Map<string, ArrivingContact['tags']> {
	const kept = new Map(met.map((meeting) => [meeting.kept.id, meeting.kept]));
	const tags = new Map<string, ArrivingContact['tags']>();
	rows.forEach((row, i) => {
		const here = kept.get(row.id ?? null);
		if (!here || Number(row.changed_at) > Number(here.changed_at)) tags.set(String(row.id), arriving[i]!.tags);
	});
	return tags;
}

async function replaceTags(scope: Scope, tags: Map<string, ArrivingContact['tags']>): Promise<void> {
	await deleteRowsOf(scope, 'contact_tag', 'contact_id', [...tags.keys()]);
	const rows = [...tags].flatMap(([contact_id, all]) => all.map((tag) => ({ account: scope.account, contact_id, ...tag })));
	await insertAccountRows(scope, 'contact_tag', rows);
}

async function insertAliases({ session, account }: Scope, aliases: Array<Alias & { contact_id: string }>): Promise<void> {
	const columns = { account: 'text', kind: 'text', value: 'text', contact_id: 'text' } as const;
	await insertRows(session, 'contact_alias', columns, aliases.map((alias) => ({ account, ...alias })));
}

/** What the ledger says, with the stop that either row remembers: an import may take away consent, never give it. */
async function settleConsent(scope: Scope, met: Array<{ kept: AccountRow; row: AccountRow; incoming: AccountRow }>): Promise<void> {
	const words = groupBy(await latestWords(scope, met.map(({ row }) => String(row.id))), ({ contactId }) => contactId);
	for (const { kept, row, incoming } of met) {
		const states = [kept, incoming];
		const said = words.get(String(row.id)) ?? [];
		const { optedOutBy, at } = consentAfter([...said, ...states.flatMap(stopOf)], 'marketing');
		const starts = states.flatMap(({ opted_out_by, consent_at }) => (opted_out_by === null && consent_at != null ? [Number(consent_at)] : []));
		row.opted_out_by = optedOutBy;
		row.consent_at = optedOutBy === null ? Math.max(at ?? -Infinity, ...starts) : at;
		if (row.consent_at === -Infinity) row.consent_at = null;
		// The ledger comes behind the contacts: until then what a row says holds.
		const settled = said.some(({ category }) => category === 'utility');
		row.utility_out_by = settled ? consentAfter(said, 'utility').optedOutBy : (kept.utility_out_by ?? incoming.utility_out_by ?? null);
	}
}

function stopOf({ opted_out_by, consent_at, id }: AccountRow): LatestWord[] {
	if (opted_out_by == null) return [];
	return [{ contactId: String(id), category: 'marketing', change: 'stop', source: opted_out_by as ConsentSource, at: Number(consent_at ?? 0) }];
}

/** How many people are compared with new opt-outs at once. */
const COMPARED = 1_000;

/** Opt-outs of erased people came along: they hold for the people here who have such an address, whoever they are. */
export async function followSuppression(scope: Scope, table: AccountTable): Promise<void> {
	for (let after: SqlValue[] | null = null; ; ) {
		const rows: AccountRow[] = await pageOf(scope, table, after, COMPARED);
		if (rows.length === 0) return;
		const addresses = await aliasesOfPeople(scope, rows.map(({ id }) => String(id)));
		await recall(scope, table, addresses, rows);
		after = [rows.at(-1)!.id ?? null];
	}
}

async function recall(scope: Scope, table: AccountTable, addresses: Array<Alias & { contact_id: string }>, rows: AccountRow[]): Promise<void> {
	const changed = await recallOptOuts(scope, addresses, rows as unknown as ContactRow[]);
	await updateAccountRows(scope, table, changed as unknown as AccountRow[]);
}

/** New words in the ledger: what holds of these contacts now. */
export async function followLedger(scope: Scope, table: AccountTable, contactIds: string[]): Promise<void> {
	const rows = await rowsBy(scope, table, ['id'], [...new Set(contactIds)].map((id) => ({ id })));
	const met = rows.map((kept) => ({ kept, incoming: kept, row: { ...kept } }));
	await settleConsent(scope, met);
	const changed = met.filter(({ kept, row }) => (['opted_out_by', 'consent_at', 'utility_out_by'] as const).some((column) => kept[column] !== row[column]));
	await updateAccountRows(scope, table, changed.map(({ row }) => row));
}
