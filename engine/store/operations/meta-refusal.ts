/** What Meta's refusal means for the step that was to be sent. The codes are sorted in engine/whatsapp. */
import { stopRulesOf, type SequenceDefinition } from '../../sequence/definition';
import type { StepOutcome } from '../../sequence/lifecycle';
import type { Reason } from '../../sequence/reason';
import { ACCOUNT_PAUSE_MS, HOLD_MS, NEXT_DAY_MS, retryPauseMs } from '../../sequence/retry';
import { stableFraction } from '../../sequence/stable-hash';
import type { Disposition } from '../../whatsapp/disposition';
import { dispositionOf, reasonOf } from '../../whatsapp/meta-errors';
import type { MetaError } from '../../whatsapp/webhook-event';
import type { EnrollmentRow } from '../sql/rows';

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

export function refusalOutcome(refusal: Refusal, enrollment: EnrollmentRow, definition: SequenceDefinition, now: number): StepOutcome {
	const reason = reasonOfRefusal(refusal);
	const { disposition } = refusal;
	switch (disposition) {
		case 'retry':
			return { kind: 'retry', reason, at: now + retryPauseMs(enrollment.attempts, stableFraction(enrollment.id)) };
		case 'retry_next_day':
			return { kind: 'postponed', reason, at: now + NEXT_DAY_MS };
		case 'account':
			return { kind: 'postponed', reason, at: now + ACCOUNT_PAUSE_MS };
		case 'pause_sequence':
			return { kind: 'postponed', reason, at: now + HOLD_MS };
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
