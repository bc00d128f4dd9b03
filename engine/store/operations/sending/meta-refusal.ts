/** What Meta's refusal means for the step that was to be sent. The codes are sorted in engine/whatsapp. */
import { stopRulesOf, type SequenceDefinition } from '../../../sequence/definition';
import type { StepOutcome } from '../../../sequence/lifecycle';
import type { Reason } from '../../../sequence/reason';
import { ACCOUNT_PAUSE_MS, LONGEST_CAPPED_MS, LONGEST_OUTAGE_MS, NEXT_DAY_MS, outagePauseMs, retryPauseMs } from '../../../sequence/retry';
import type { Disposition } from '../../../whatsapp/disposition';
import { dispositionOf, reasonOf } from '../../../whatsapp/meta-errors';
import type { MetaError } from '../../../whatsapp/webhook-event';
import { madeAt } from '../../ids';
import type { EnrollmentRow, SendRow } from '../../sql/rows';

const REASON: Record<Disposition, Reason> = {
	retry: 'rate_limited',
	retry_next_day: 'held_back_by_meta',
	opt_out: 'opted_out',
	undeliverable: 'undeliverable',
	window_closed: 'window_closed',
	pause_sequence: 'template_missing',
	account: 'credential_refused',
	message: 'rejected',
};

/** A refusal of Meta's, with what the sender made of it (it may know more than the code: the HTTP status). */
export interface Refusal {
	error: MetaError;
	disposition: Disposition;
}

/** The code's own reason, where the sender agrees with the table about what the code means. */
export function reasonOfRefusal({ error, disposition }: Refusal): Reason {
	return dispositionOf(error) === disposition ? reasonOf(error) : REASON[disposition];
}

/** A run with the send of its step that was refused. */
export interface RefusedStep {
	enrollment: EnrollmentRow;
	send: Pick<SendRow, 'id'>;
	definition: SequenceDefinition;
	/** From 0 to 1: keeps those who fail together from coming back together. */
	spread: number;
}

export function refusalOutcome(refusal: Refusal, { enrollment, send, definition, spread }: RefusedStep, now: number): StepOutcome {
	const reason = reasonOfRefusal(refusal);
	const { disposition } = refusal;
	switch (disposition) {
		case 'retry':
			if (reason === 'meta_unavailable') return outageOutcome({ enrollment, send, spread }, now);
			return { kind: 'retry', reason, at: now + retryPauseMs(enrollment.attempts, spread) };
		case 'retry_next_day':
			if (now - madeAt(send.id) >= LONGEST_CAPPED_MS) return { kind: 'skipped', reason };
			return { kind: 'postponed', reason, at: now + NEXT_DAY_MS };
		case 'account':
			return { kind: 'postponed', reason, at: now + ACCOUNT_PAUSE_MS };
		case 'pause_sequence':
			// The sequence is paused with this; once it goes on, they are due as they were.
			return { kind: 'postponed', reason, at: enrollment.due_at ?? now };
		case 'window_closed':
			return { kind: 'skipped', reason };
		case 'undeliverable':
			if (!stopRulesOf(definition).undeliverable) return { kind: 'skipped', reason };
			return { kind: 'ended', state: 'exited', reason, at: now };
		case 'opt_out':
			return { kind: 'ended', state: 'exited', reason, at: now };
		case 'message':
			return { kind: 'ended', state: 'failed', reason, at: now };
	}
}

/** Meta was out of order or out of reach: for a day that uses up no attempt, however often it is tried. */
export function outageOutcome({ enrollment, send, spread }: Omit<RefusedStep, 'definition'>, now: number): StepOutcome {
	const reason = 'meta_unavailable';
	const lasted = now - madeAt(send.id);
	if (lasted >= LONGEST_OUTAGE_MS) return { kind: 'retry', reason, at: now + retryPauseMs(enrollment.attempts, spread) };
	return { kind: 'postponed', reason, at: now + outagePauseMs(lasted, spread) };
}
