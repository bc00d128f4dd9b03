/** What the node says of each item: the item as it came, and under `send` what became of its message. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { BatchResult } from '../../engine/dispatch/prepared-send';
import { explain, type Reason } from '../../engine/sequence/reason';
import { StoreRefusal, type SendCategory, type SendOutcome, type SettledSend } from '../../engine/store/contract';
import { adviceOf } from '../../engine/whatsapp/meta-errors';

export interface SendReport {
	/** accepted: Meta took it; unconfirmed: it may have left; postponed: tried again by itself; not_sent: final; dry_run: only put together. */
	status: 'accepted' | 'unconfirmed' | 'postponed' | 'not_sent' | 'dry_run';
	reason: Reason;
	/** The reason in words, and what to do. */
	explanation: string;
	wamid: string | null;
	/** Meta's own words, or what went wrong. */
	detail?: string;
	/** Meta's error code. */
	code?: number;
	/** ISO instant of the next attempt at this step. */
	retryAt?: string;
	/** The step that comes next for this contact, and when (ISO). */
	nextStep?: string;
	nextDueAt?: string;
	/** What was sent, where the node chose between a session message and a template, and in a dry run. */
	category?: SendCategory;
	/** Something to look after although the message was taken. */
	warning?: string;
	/** In a dry run: method, url and body; for Auto also those of the template, for contacts whose window is closed. */
	request?: IDataObject;
	requestOutsideWindow?: IDataObject | null;
}

export function refused(reason: Reason, detail: string): SendReport {
	return { status: 'not_sent', reason, explanation: explain(reason), wamid: null, detail };
}

/** @param step name of the step that the message belongs to; null for a message outside any sequence */
export function reportOf(result: BatchResult, step: string | null): SendReport {
	switch (result.kind) {
		case 'denied': {
			const { reason, wamid } = result.permit;
			const { postponedTo } = result.permit;
			if (postponedTo !== undefined) {
				return { status: 'postponed', reason, explanation: explain(reason), wamid, retryAt: new Date(postponedTo).toISOString() };
			}
			const status = reason === 'already_sent' ? 'accepted' : reason === 'unconfirmed' ? 'unconfirmed' : 'not_sent';
			return { status, reason, explanation: explain(reason), wamid };
		}
		case 'settled':
			return settledReport(result.outcome, result.settled, step);
		case 'unrecorded': {
			const settled = { reason: reasonWithoutStore(result.outcome), enrollment: null };
			return { ...settledReport(result.outcome, settled, null), detail: `The result could not be written down. ${messageOf(result.error)}` };
		}
		case 'failed':
			return refused(result.error instanceof StoreRefusal ? 'no_address' : 'execution_failed', messageOf(result.error));
	}
}

export const SEQUENCE_PAUSED =
	' The sequence is paused and everybody keeps their place. It goes on by itself once Meta approves the template again, or when you resume it.';

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function settledReport(outcome: SendOutcome, { reason, enrollment }: SettledSend, step: string | null): SendReport {
	const report: SendReport = {
		status: 'not_sent',
		reason,
		explanation: explain(reason),
		wamid: outcome.kind === 'accepted' ? outcome.wamid : null,
	};
	// A status webhook may overtake the answer: then the store knows better that the message was taken.
	if (outcome.kind === 'accepted' || reason === 'sent') report.status = 'accepted';
	else if (outcome.kind === 'unknown') report.status = 'unconfirmed';
	if (outcome.kind === 'unknown' || outcome.kind === 'not_posted') report.detail = outcome.detail;
	if (outcome.kind === 'refused') {
		report.code = outcome.error.code;
		report.detail = outcome.error.text;
		report.explanation = `${explain(reason)} ${adviceOf({ code: outcome.error.code, message: outcome.error.text })}`;
	}
	if (enrollment?.step && enrollment.dueAt !== null) {
		const due = new Date(enrollment.dueAt).toISOString();
		if (enrollment.step === step && report.status !== 'accepted') {
			if (report.status === 'not_sent') report.status = 'postponed';
			// Paused with its sequence, a step has no time of its own.
			if (reason === 'template_missing') report.explanation += SEQUENCE_PAUSED;
			else report.retryAt = due;
		} else {
			report.nextStep = enrollment.step;
			report.nextDueAt = due;
		}
	}
	if (step === null && report.status === 'not_sent' && PROMISES_RETRY.has(reason)) {
		report.explanation += ' This message belongs to no sequence, so nothing tries it again: use the Not Sent output to do so.';
	}
	return report;
}

/** Reasons whose sentence says "it is tried again". */
const PROMISES_RETRY: ReadonlySet<Reason> = new Set(['held_back_by_meta', 'rate_limited', 'meta_unavailable']);

function reasonWithoutStore(outcome: SendOutcome): Reason {
	if (outcome.kind === 'accepted') return 'sent';
	if (outcome.kind === 'unknown') return 'unconfirmed';
	return outcome.kind === 'refused' ? 'rejected' : outcome.reason;
}

/** A dry run shows what the rest of the canvas does with a message that was sent. */
function isSent({ status }: SendReport): boolean {
	return status === 'accepted' || status === 'dry_run';
}

/** The two outputs: Sent, Not Sent. Items keep their order, their fields and their origin. */
export function toOutputs(items: INodeExecutionData[], reports: SendReport[]): [INodeExecutionData[], INodeExecutionData[]] {
	const sent: INodeExecutionData[] = [];
	const notSent: INodeExecutionData[] = [];
	items.forEach((item, index) => {
		const report = reports[index];
		const json: IDataObject = { ...item.json, send: { ...report } };
		const out: INodeExecutionData = { ...item, json, pairedItem: { item: index } };
		(isSent(report) ? sent : notSent).push(out);
	});
	return [sent, notSent];
}

/** "12 of 100 messages were not sent: window_closed (10), opted_out (2)", or null when all were. */
export function summary(reports: SendReport[]): string | null {
	const counts = new Map<Reason, number>();
	for (const report of reports) if (!isSent(report)) counts.set(report.reason, (counts.get(report.reason) ?? 0) + 1);
	if (counts.size === 0) return null;
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${reason} (${count})`);
	return `${total} of ${reports.length} messages were not sent: ${parts.join(', ')}. Each item on Not Sent says why.`;
}
