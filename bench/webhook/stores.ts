/** The stores that webhooks end in: a file, and a schema on PostgreSQL. */
import type { IDataObject } from 'n8n-workflow';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { openPostgresStore } from '../../engine/store/open-postgres';
import type { Store } from '../../engine/store/contract';
import { postgresFields } from '../../scripts/demo/credential';
import { dropSchema, runSql } from '../postgres';

export interface BenchStore {
	/** The credential's fields. */
	fields: IDataObject;
	open(): Promise<Store>;
	/** How many sends are known to be delivered, and how many people have written. */
	counts(): Promise<{ delivered: number; writers: number }>;
	remove(): Promise<void>;
}

const COUNTS = `SELECT (SELECT COUNT(*) FROM send WHERE state = 'delivered') AS delivered, (SELECT COUNT(*) FROM contact WHERE first_message_id IS NOT NULL) AS writers`;

/** Its folder is the caller's to remove. */
export function fileStore(file: string): BenchStore {
	return {
		fields: { store: 'embedded', storeFile: file },
		open: () => openEmbeddedStore(file, Date.now()),
		counts: async () => {
			const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
			const database = new DatabaseSync(file, { readOnly: true });
			const row = database.prepare(COUNTS).get() as { delivered: number; writers: number };
			database.close();
			return row;
		},
		remove: async () => undefined,
	};
}

export function postgresStore(url: string): BenchStore {
	const schema = `bench_webhook_${process.pid}`;
	return {
		fields: postgresFields(url, schema),
		open: () => openPostgresStore({ connectionString: url, schema }, Date.now()),
		counts: async () => {
			const [row] = await runSql(url, `SET search_path TO "${schema}"`, COUNTS);
			return { delivered: Number(row?.delivered), writers: Number(row?.writers) };
		},
		remove: async () => void (await dropSchema(url, schema)),
	};
}
