/**
 * What n8n saves with the workflow: the whole store as one value. The tables are one compressed text: n8n reads the
 * static data at every execution and wraps each object in it, and stores a copy with each execution.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { SCHEMA_VERSION } from '../schema';
import { StoreRefusal } from '../contract';
import type { Row, Tables } from './tables';

const FORMAT = 1;

/** Which state of which store a blob is; readable without unpacking it. */
export interface BlobHeader {
	/** The store: made once, carried along by everything that descends from it. */
	store: string;
	/** The live copy, so the n8n process, that wrote it. */
	copy: string;
	/** Grows with every committed write of the store's. */
	revision: number;
	/** The workflow it belongs to. */
	workflow: string;
}

export interface Blob extends BlobHeader {
	format: number;
	/** Version of the tables (engine/store/schema). */
	schema: number;
	/** Deflated JSON in base64. */
	data: string;
}

export interface Content {
	tables: Tables;
	/** See Announcements: [enrollment, step] pairs. */
	announced: Array<[string, string]>;
}

type Columnar = Record<string, { columns: string[]; rows: Array<Array<Row[string]>> }>;

export function encode(header: BlobHeader, { tables, announced }: Content): Blob {
	const columnar: Columnar = {};
	for (const [name, rows] of Object.entries(tables)) {
		const columns = Object.keys(rows[0] ?? {});
		if (rows.length > 0) columnar[name] = { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
	}
	const packed = deflateSync(JSON.stringify({ tables: columnar, announced }), { level: 3 });
	return { format: FORMAT, schema: SCHEMA_VERSION, ...header, data: packed.toString('base64') };
}

/** The header of whatever the static data holds; null when that is not a blob. */
export function headerOf(value: unknown): BlobHeader | null {
	if (typeof value !== 'object' || value === null) return null;
	const { store, copy, revision, workflow } = value as Record<string, unknown>;
	const isHeader = [store, copy, workflow].every((text) => typeof text === 'string') && Number.isSafeInteger(revision);
	return isHeader ? { store, copy, revision, workflow } as BlobHeader : null;
}

/** Unpacks a blob. Throws StoreRefusal for one that was damaged or that a newer version of the pack wrote. */
export function decode(value: unknown): Blob & Content {
	const header = headerOf(value);
	if (!header) throw damaged();
	const blob = value as Blob;
	if (blob.format > FORMAT || blob.schema > SCHEMA_VERSION) {
		throw new StoreRefusal(
			'The contacts in the workflow static data were saved by a newer version of this node pack. Update n8n-nodes-whatsapp-sequences.',
		);
	}
	try {
		const { tables, announced } = JSON.parse(inflateSync(Buffer.from(blob.data, 'base64')).toString('utf8')) as {
			tables: Columnar;
			announced: Content['announced'];
		};
		return { ...blob, ...header, tables: toTables(tables), announced };
	} catch {
		throw damaged();
	}
}

function toTables(columnar: Columnar): Tables {
	return Object.fromEntries(
		Object.entries(columnar).map(([name, { columns, rows }]) => [
			name,
			rows.map((values) => Object.fromEntries(columns.map((column, i) => [column, values[i] ?? null]))),
		]),
	);
}

function damaged(): StoreRefusal {
	return new StoreRefusal(
		'The contacts in the workflow static data cannot be read: something has changed them. Bring back a backup of the workflow, or choose "File of This n8n" under "Keep Data In" in the credential and start anew.',
	);
}
