/** Bringing batches of records into a store, one transaction each, and counting. */
import type { ExportHeader, ExportRecord, ImportCounts, MaintenanceStore, OtherNumber } from '../store/contract/maintenance';

export interface ImportProgress {
	batches: number;
	/** Records read, from the beginning of the export: where an interrupted import goes on. */
	cursor: number;
	rows: ImportCounts;
}

export interface ImportRun {
	store: Pick<MaintenanceStore, 'importRecords'>;
	otherNumber: OtherNumber;
	/** UTC milliseconds. */
	now: number;
	progress: ImportProgress;
}

/** @param from records that an earlier run has brought already */
export function beginImport(store: ImportRun['store'], otherNumber: OtherNumber, from: number, now: number): ImportRun {
	return { store, otherNumber, now, progress: { batches: 0, cursor: from, rows: {} } };
}

/** Imports one batch; `run.progress` tells afterwards, and after an error too, how far it came. */
export async function importBatch({ store, otherNumber, now, progress }: ImportRun, header: ExportHeader, records: ExportRecord[]): Promise<void> {
	const counts = await store.importRecords(header, records, otherNumber, now);
	progress.batches += 1;
	progress.cursor += records.length;
	for (const [table, count] of Object.entries(counts)) {
		const total = (progress.rows[table] ??= { added: 0, changed: 0, unchanged: 0, skipped: 0 });
		total.added += count.added;
		total.changed += count.changed;
		total.unchanged += count.unchanged;
		total.skipped += count.skipped;
	}
}
