/** Values of parameters as texts: what was typed may hold placeholders, what an expression computed is sent as it is. */
import type { TextSource } from '../../engine/whatsapp/placeholders';
import { isRecord } from '../../engine/whatsapp/json-shape';

export type Sources = Record<string, TextSource>;

/** True for "=…" anywhere in the parameter as the editor saved it. */
export function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(holdsExpression);
}

/** `raw` is the same parameter before its expressions were evaluated. */
export function asSource(value: unknown, raw: unknown): TextSource {
	return holdsExpression(raw) ? { literal: asText(value) } : asText(value);
}

/** The fields of an object, each by its own raw value. */
export function asSources(value: unknown, raw: unknown): Sources {
	const rawOf = (key: string): unknown => (isRecord(raw) ? raw[key] : raw);
	return Object.fromEntries(Object.entries(value ?? {}).map(([key, one]) => [key, asSource(one, rawOf(key))]));
}

/** The entries of a fixed collection. */
export function asEntries(value: unknown, raw: unknown): Sources[] {
	const entries = Array.isArray(value) ? value : [];
	return entries.map((entry, index) => asSources(entry, Array.isArray(raw) ? raw[index] : raw));
}

/** Undefined for a field that was left empty. */
export function asOptionalSource(value: unknown, raw: unknown): TextSource | undefined {
	const source = asSource(value, raw);
	return source === '' ? undefined : source;
}

export function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
