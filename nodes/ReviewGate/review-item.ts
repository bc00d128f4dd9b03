/** What an item says about its review. */
import type { IDataObject } from 'n8n-workflow';
import { explain, type Reason } from '../../engine/sequence/reason';
import type { ReviewView } from '../../engine/store/contract';

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

const textOf = (message: ReviewView['message']): string | null => (message?.kind === 'text' ? message.text : null);

export function pendingItem(review: ReviewView, link: string, queue: string | null): IDataObject {
	const { id, shown, silence, expiresAt } = review;
	return { id, decision: null, link, ...(queue === null ? {} : { queue }), shown, ifNobodyDecides: silence, decidesItselfAt: iso(expiresAt) };
}

export function decidedItem(review: ReviewView): IDataObject {
	const { id, state, decidedBy, decidedVia, decidedAt, comment, edited, message } = review;
	return {
		...{ id, decision: state, by: decidedBy, via: decidedVia, comment, at: iso(decidedAt) },
		edited: edited !== null,
		...(textOf(edited ?? message) === null ? {} : { text: textOf(edited ?? message) }),
	};
}

export const exemptItem = (rule: string): IDataObject => ({ id: null, decision: 'not_needed', rule });

export const refusedItem = (reason: Reason): IDataObject => ({ id: null, decision: null, reason, explanation: explain(reason) });

/** The item as it goes on when it was approved: with the message as the reviewer left it. */
export function approvedJson(json: IDataObject, review: ReviewView): IDataObject {
	const decided = { ...json, review: decidedItem(review) };
	const step = json.step as IDataObject | undefined;
	if (review.edited === null || step === undefined || typeof step !== 'object') return decided;
	return { ...decided, step: { ...step, message: review.edited as unknown as IDataObject } };
}
