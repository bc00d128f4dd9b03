/** Parameters whose expressions all point at fields of the incoming item, read without n8n's expression engine. */
import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../engine/whatsapp/json-shape';
import { pathIn, plainValueAt, type ItemPath } from './item-path';

/** The parameter's value for an item; undefined when n8n has to evaluate it. */
export type ItemFields = (json: IDataObject) => unknown;

/** Reads a parameter, as the editor saved it, for one item after the other; null when it holds other expressions or none. */
export function fieldsIn(raw: unknown): ItemFields | null {
	const path = pathIn(raw);
	if (path) return (json) => plainValueAt(json, path);
	return isRecord(raw) ? fieldsOfGroup(raw) : null;
}

/** The fields of a resource mapper: texts, some of them expressions. */
function fieldsOfGroup(raw: Record<string, unknown>): ItemFields | null {
	const paths: Array<[string, ItemPath]> = [];
	for (const [key, one] of Object.entries(raw)) {
		const path = pathIn(one);
		if (path) paths.push([key, path]);
		else if (typeof one === 'object' ? one !== null : typeof one === 'string' && one.startsWith('=')) return null;
	}
	if (paths.length === 0) return null;
	return (json) => {
		const values: Record<string, unknown> = { ...raw };
		for (const [key, path] of paths) {
			const value = plainValueAt(json, path);
			if (value === undefined) return undefined;
			values[key] = value;
		}
		return values;
	};
}
