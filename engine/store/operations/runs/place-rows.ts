/** Putting imported rows beside those that are there: new ones are added, known ones merged by the table's rule. */
import type { AccountTable } from '../../account-tables';
import type { ImportCount } from '../../contract/maintenance';
import { columnNamesOf, insertAccountRows, rowsBy, updateAccountRows } from '../../sql/account-rows';
import type { Scope } from '../../sql/scope';
import type { AccountRow } from '../people/merge-rows';

/** What is to be written; a table's own rules may still change the rows. */
export interface Placement {
	added: AccountRow[];
	/** Every row that was there, as it was and as it shall be. */
	met: Array<{ kept: AccountRow; row: AccountRow; incoming: AccountRow }>;
}

export async function findPlaces(scope: Scope, table: AccountTable, rows: AccountRow[]): Promise<Placement> {
	const known = new KnownRows(table);
	for (const columns of known.keys) known.add(await rowsBy(scope, table, columns, rows));
	const added = new Map<AccountRow, number>();
	const met = new Map<AccountRow, Placement['met'][number]>();
	const placement: Placement = { added: [], met: [] };
	for (const incoming of rows) {
		const kept = known.find(incoming);
		if (!kept) {
			known.add([incoming]);
			added.set(incoming, placement.added.push(incoming) - 1);
			continue;
		}
		const place = added.get(kept);
		const before = met.get(kept);
		if (place !== undefined) placement.added[place] = merged(table, placement.added[place]!, incoming);
		else if (before) before.row = merged(table, before.row, incoming);
		else {
			const meeting = { kept, incoming, row: merged(table, kept, incoming) };
			met.set(kept, meeting);
			placement.met.push(meeting);
		}
	}
	return placement;
}

/** Known rows are written before new ones: what they no longer hold may be what a new one takes. */
export async function writePlaced(scope: Scope, table: AccountTable, { added, met }: Placement): Promise<Omit<ImportCount, 'skipped'>> {
	const columns = columnNamesOf(table.name);
	const changed = met.filter(({ kept, row }) => columns.some((column) => (kept[column] ?? null) !== (row[column] ?? null)));
	await updateAccountRows(scope, table, changed.map(({ row }) => row));
	await insertAccountRows(scope, table.name, added);
	return { added: added.length, changed: changed.length, unchanged: met.length - changed.length };
}

/** A row keeps its key and the rows it belongs to. */
function merged(table: AccountTable, kept: AccountRow, incoming: AccountRow): AccountRow {
	const fixed = [...table.key, 'account', ...Object.keys(table.references), ...Object.keys(table.mentions ?? {})];
	const row = { ...table.merge(kept, incoming) };
	for (const column of fixed) if (column in kept) row[column] = kept[column] ?? null;
	return row;
}

/** Rows found again by any of the keys that tell them apart. */
class KnownRows {
	readonly keys: ReadonlyArray<readonly string[]>;
	private readonly rows = new Map<string, AccountRow>();

	constructor({ key, alsoUnique = [] }: AccountTable) {
		this.keys = [key, ...alsoUnique];
	}

	add(rows: AccountRow[]): void {
		for (const row of rows) for (const place of this.placesOf(row)) if (!this.rows.has(place)) this.rows.set(place, this.find(row) ?? row);
	}

	find(row: AccountRow): AccountRow | undefined {
		for (const place of this.placesOf(row)) {
			const known = this.rows.get(place);
			if (known) return known;
		}
		return undefined;
	}

	private placesOf(row: AccountRow): string[] {
		return this.keys.flatMap((columns) => {
			const values = columns.map((column) => row[column] ?? null);
			return values.includes(null) ? [] : [JSON.stringify([columns[0], ...values])];
		});
	}
}
