/** What can travel in a request or a webhook. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one. */
export function asObject(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

export function asArray(value: unknown): Json[] {
	return Array.isArray(value) ? (value as Json[]) : [];
}

/** The value as text; numbers and booleans count, as they do in Graph's form bodies. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return undefined;
}

export function asNumber(value: unknown): number | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
	return undefined;
}

/** True or `"true"`: control paths and query strings both use it. */
export function asFlag(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (value === 'true') return true;
	if (value === 'false') return false;
	return undefined;
}

/** Parses a body that should be a JSON object; `undefined` when it is not one. */
export function parseObject(text: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/**
 * JSON as Meta writes it on the wire: every character outside ASCII as `\uXXXX` and `/` as `\/`.
 * A receiver that parses and re-serialises before checking the signature breaks on exactly this.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function metaJson(value: Json): string {
	return JSON.stringify(value)
		.replace(/\//g, '\\/')
		.replace(/[\u0080-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}
