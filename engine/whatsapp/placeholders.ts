/**
 * Placeholders in texts: {name}, {phone}, {reference}, {tags}, {attribute.city}, {context.some.field}, each with an
 * optional fallback: {name|there}. Plain replacement in one pass: what a contact brings along is data and is never read again as a
 * placeholder or as an expression (docs/architecture.md, invariant 8).
 */

export interface PlaceholderValues {
	name: string | null;
	phone: string | null;
	reference: string | null;
	context: Record<string, unknown>;
	/** What is known of the contact, by name; absent when the item does not carry it. */
	attributes?: Record<string, unknown>;
	tags?: string[];
	/** Stands in for every placeholder that has neither a value nor a fallback of its own. */
	fallback?: string;
}

export interface FilledText {
	text: string;
	/** Placeholders without value and fallback, each once, as they are written: "context.cart.total". */
	missing: string[];
}

/**
 * A text as somebody wrote it, or one that is sent as it is: what an expression of n8n computed may hold words of
 * a contact, and their braces are no placeholders.
 */
export type TextSource = string | { literal: string };

/** A word, dots and dashes between braces; doubled braces belong to templates of Meta and are left alone. */
const PLACEHOLDER = /(?<!\{)\{\s*([A-Za-z][\w.-]*)\s*(?:\|([^{}]*))?\}(?!\})/g;

/** Fills in a text. An empty value counts as missing, so that the fallback steps in; {name|} allows nothing. */
export function fillPlaceholders(source: TextSource, values: PlaceholderValues): FilledText {
	if (typeof source !== 'string') return { text: source.literal, missing: [] };
	const missing = new Set<string>();
	const text = source.replace(PLACEHOLDER, (_whole, key: string, fallback: string | undefined) => {
		const value = valueOf(key, values);
		if (value !== '') return value;
		if (fallback !== undefined) return fallback.trim();
		if (values.fallback !== undefined) return values.fallback;
		missing.add(key);
		return '';
	});
	return { text, missing: [...missing] };
}

/** The placeholders of a text that no contact can ever have, e.g. {nmae}; found before anything is sent. */
export function unknownPlaceholders(text: string): string[] {
	const keys = [...text.matchAll(PLACEHOLDER)].map((match) => match[1]);
	return [...new Set(keys.filter((key) => !KNOWN.has(key) && !/^(context|attributes?)\../.test(key)))];
}

const KNOWN = new Set(['name', 'phone', 'reference', 'tags']);

function valueOf(key: string, values: PlaceholderValues): string {
	if (key === 'name' || key === 'phone' || key === 'reference') return (values[key] ?? '').trim();
	if (key === 'tags') return (values.tags ?? []).join(', ');
	const [root, ...path] = key.split('.');
	const start = root === 'context' ? values.context : /^attributes?$/.test(root) ? values.attributes : undefined;
	return start && path.length > 0 ? printable(follow(start, path)) : '';
}

function follow(start: unknown, path: string[]): unknown {
	let value = start;
	for (const part of path) {
		// Own fields only: {context.constructor.name} must find nothing.
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
		value = (value as Record<string, unknown>)[part];
	}
	return value;
}

/** Objects and lists have no text that a person would want to read. */
function printable(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The sentence for placeholders that have no value for this contact. */
export function noValue(missing: string[]): string {
	const names = missing.map((key) => `{${key}}`).join(', ');
	return `There is no value for ${names}. Give a fallback in the text, e.g. {${missing[0]}|there}.`;
}
