import { GraphError, badValue } from '../errors';
import { asNumber, asObject, asText, isObject, type Json, type JsonObject } from '../json';

/** Formats of a header that carry a file. */
const MEDIA = ['image', 'video', 'document', 'gif'];

/**
 * A text parameter: present, not empty, on one line and without wide gaps.
 * Source: D/messages/template-messages and the rules learnt from Meta's answers (132018).
 */
export function checkText(value: Json | undefined): string {
	const text = asText(value);
	if (text === undefined) {
		throw new GraphError(100, { details: "Parameter 'text' is mandatory for component parameter type 'text'" });
	}
	if (text.trim() === '') throw new GraphError(132018, { details: 'Param text cannot be empty' });
	if (/[\n\r\t]| {5,}/.test(text)) {
		throw new GraphError(132018, {
			details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
		});
	}
	return text;
}

/** The words a body or header parameter puts in its place: text, currency and date all show as text. */
export function checkLocalizable(parameter: JsonObject, where: string): string {
	switch (asText(parameter.type)?.toLowerCase()) {
		case 'text':
			return checkText(parameter.text);
		case 'currency': {
			const currency = asObject(parameter.currency);
			if (asNumber(currency.amount_1000) === undefined || !/^[A-Z]{3}$/.test(asText(currency.code) ?? '')) {
				throw badValue(`${where}: currency needs fallback_value, code and amount_1000`);
			}
			return checkText(currency.fallback_value);
		}
		case 'date_time':
			return checkText(asObject(parameter.date_time).fallback_value);
		case undefined:
			throw new GraphError(100, { title: "The parameter template['components']['parameters']['type'] is required." });
		default:
			throw mismatch(where, 'TEXT', asText(parameter.type) ?? 'UNKNOWN');
	}
}

/** A header's file: exactly one of `id` and `link`, of the kind the template has. */
export function checkMediaParameter(parameter: JsonObject | undefined, format: string, where: string): void {
	const kind = format.toLowerCase();
	const given = asText(parameter?.type)?.toLowerCase();
	if (!parameter || given !== kind) throw mismatch(where, format, MEDIA.includes(given ?? '') || given === 'text' ? given!.toUpperCase() : 'UNKNOWN');
	checkMediaObject(parameter[kind], kind);
}

/** `{id}` or `{link}`; a link must be http(s). */
export function checkMediaObject(value: Json | undefined, name: string): JsonObject {
	if (!isObject(value)) throw new GraphError(100, { title: `The parameter ${name} is required.` });
	const id = asText(value.id);
	const link = asText(value.link);
	if ((id === undefined || id === '') === (link === undefined || link === '')) {
		throw new GraphError(100, { title: `Exactly one of "id" or "link" must be given for ${name}.` });
	}
	if (link && !/^https?:\/\/[^\s]+$/i.test(link)) throw badValue(`${name}['link'] must be a valid http(s) URL`);
	return value;
}

/** 132012: the parameter is of another kind than the approved template's. */
export function mismatch(where: string, expected: string, received: string): GraphError {
	return new GraphError(132012, { details: `${where}: Format mismatch, expected ${expected}, received ${received}` });
}

/** 132000: more or fewer parameters than the approved template has variables. */
export function countMismatch(where: string, given: number, expected: number): GraphError {
	return new GraphError(132000, {
		details: `${where}: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
	});
}
