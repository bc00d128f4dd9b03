/**
 * What follows from each error code of Meta: the consequence for the send, the reason code, and what a person can
 * do about it. Source: "WhatsApp Cloud API error codes", developers.facebook.com/documentation/business-messaging/
 * whatsapp/support/error-codes (September 2026). Titles, subcodes and HTTP statuses of the same code vary, so only
 * the code decides.
 */
import type { Reason } from '../sequence/reason';
import type { Disposition } from './disposition';
import { META_ERRORS, type MetaErrorEntry } from './meta-error-table';
import type { GraphError } from './transport';

/** Stands in `GraphError.code` when the answer was not one of Meta's Graph API. */
export const NO_GRAPH_CODE = -1;

/** The parts of an error that decide; webhooks bring the code and a text only. */
export type ErrorFacts = Pick<GraphError, 'code'> & Partial<Pick<GraphError, 'message' | 'details' | 'transient'>>;

const BY_CODE = new Map<number, MetaErrorEntry>();
for (const entry of META_ERRORS) {
	for (const code of entry.codes) {
		if (typeof code === 'number') BY_CODE.set(code, entry);
	}
}

/** The table's entry for a code, or undefined for a code that Meta's page does not list. */
export function findMetaError(code: number): MetaErrorEntry | undefined {
	return BY_CODE.get(code) ?? META_ERRORS.find((entry) => entry.codes.some((range) => within(range, code)));
}

function within(range: number | readonly [number, number], code: number): boolean {
	return typeof range !== 'number' && code >= range[0] && code <= range[1];
}

/**
 * What an error means for the send. `httpStatus` counts only for codes that are not in the table. An error that
 * Meta itself calls transient is tried again where the table would give the message up.
 */
export function dispositionOf(error: ErrorFacts, httpStatus?: number): Disposition {
	const entry = entryOf(error);
	if (entry) return error.transient === true && entry.disposition === 'message' ? 'retry' : entry.disposition;
	if (error.transient === true || httpStatus === 429 || (httpStatus ?? 0) >= 500) return 'retry';
	if (httpStatus === 401 || httpStatus === 403) return 'account';
	return error.code === NO_GRAPH_CODE ? 'account' : 'message';
}

/** The reason code under which the refusal is kept. */
export function reasonOf(error: ErrorFacts, httpStatus?: number): Reason {
	const disposition = dispositionOf(error, httpStatus);
	const entry = entryOf(error);
	if (entry && entry.disposition === disposition) return entry.reason;
	if (disposition === 'retry') return httpStatus === 429 ? 'rate_limited' : 'meta_unavailable';
	return disposition === 'account' ? 'credential_refused' : 'rejected';
}

/** One or two sentences for people: what happened and what to do. Meta's own text serves for unknown codes. */
export function adviceOf(error: ErrorFacts): string {
	const entry = entryOf(error);
	if (entry) return entry.advice;
	const own = [error.message, error.details].filter(Boolean).join(' ');
	return own === '' ? `Meta refused the message with the code ${error.code}.` : own;
}

/** Code 100 also stands for a wrong phone number id or business account id; only its text tells (code 33 is that alone). */
const NO_SUCH_OBJECT = /does not exist, cannot be loaded due to missing permissions/i;

function entryOf(error: ErrorFacts): MetaErrorEntry | undefined {
	if (error.code === 100 && NO_SUCH_OBJECT.test(error.message ?? '')) return findMetaError(33);
	return findMetaError(error.code);
}
