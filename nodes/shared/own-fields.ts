/** What an item says in its own words, whatever n8n node brought it. */
import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../engine/whatsapp/json-shape';

/**
 * The fields of an item. n8n's Webhook node puts what was sent to it under `body`, beside the headers of the call, which
 * are of no use to anybody and may hold a password.
 */
export function ownFields(json: IDataObject): IDataObject {
	return isRecord(json.body) && isRecord(json.headers) ? (json.body as IDataObject) : json;
}

/** The text under the first of these names; capital letters, spaces, dashes and underscores in names make no difference. */
export function textNamed(fields: IDataObject, names: readonly string[]): string {
	const byName = new Map<string, string>();
	for (const [name, value] of Object.entries(fields)) {
		const text = plainText(value);
		if (text !== '' && !byName.has(folded(name))) byName.set(folded(name), text);
	}
	return names.map((name) => byName.get(folded(name))).find((text) => text !== undefined) ?? '';
}

export function plainText(value: unknown): string {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() : '';
}

const folded = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');
