/** An account as a stream: page after page out of the store, and as lines of a file. Holds one page at a time. */
import type { ExportHeader, ExportRecord, MaintenanceStore } from '../store/contract/maintenance';

/** A page as it goes from node to node: it can be imported by itself, behind the pages before it. */
export interface TransferPage {
	export: ExportHeader;
	/** From 1, counted from where this run of the export began. */
	page: number;
	records: ExportRecord[];
	/** Rows of this page by table. */
	rows: Record<string, number>;
	/** Where the next page begins; null on the last one. */
	cursor: string | null;
	done: boolean;
}

/** How far an export has come, or that it is through. */
export interface ExportProgress {
	pages: number;
	records: number;
	rows: Record<string, number>;
}

export interface ExportFrom {
	/** Where to begin: the cursor of the last page that arrived; null begins anew. */
	cursor: string | null;
	/** Records in a page. */
	pageSize: number;
}

type Source = Pick<MaintenanceStore, 'beginExport' | 'exportPage'>;

/** @param now UTC milliseconds, the date of the export */
export async function* exportPages(store: Source, from: ExportFrom, now: number): AsyncGenerator<TransferPage> {
	const header = await store.beginExport(now);
	let cursor = from.cursor;
	for (let number = 1; ; number++) {
		const page = await store.exportPage(cursor, from.pageSize);
		cursor = page.cursor;
		yield { export: header, page: number, records: page.records, rows: countRows(page.records), cursor, done: cursor === null };
		if (cursor === null) return;
	}
}

/** Last line of a file: without it the file is cut off. */
export interface ExportEnd {
	kind: 'end';
	records: number;
	rows: Record<string, number>;
}

/**
 * JSON lines: the header, every record, the end with its counts. Each piece is a page of lines.
 *
 * @param onPage hears how far it is, after every page
 */
export async function* exportLines(store: Source, pageSize: number, now: number, onPage: (progress: ExportProgress, header: ExportHeader) => void): AsyncGenerator<string> {
	const progress: ExportProgress = { pages: 0, records: 0, rows: {} };
	for await (const page of exportPages(store, { cursor: null, pageSize }, now)) {
		progress.pages += 1;
		progress.records += page.records.length;
		addRows(progress.rows, page.rows);
		onPage(progress, page.export);
		const lines: unknown[] = [...(page.page === 1 ? [page.export] : []), ...page.records];
		if (page.done) lines.push({ kind: 'end', records: progress.records, rows: progress.rows } satisfies ExportEnd);
		yield lines.map((line) => `${JSON.stringify(line)}\n`).join('');
	}
}

export function countRows(records: readonly ExportRecord[]): Record<string, number> {
	const rows: Record<string, number> = {};
	for (const { table } of records) rows[table] = (rows[table] ?? 0) + 1;
	return rows;
}

function addRows(total: Record<string, number>, more: Record<string, number>): void {
	for (const [table, count] of Object.entries(more)) total[table] = (total[table] ?? 0) + count;
}
