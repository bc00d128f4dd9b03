/** What Meta's refusal means for the step that was to be sent. The codes are sorted in engine/whatsapp. */
import type { StepOutcome } from '../../sequence/lifecycle';
import type { Reason } from '../../sequence/reason';
import { ACCOUNT_PAUSE_MS, NEXT_DAY_MS, retryPauseMs } from '../../sequence/retry';
import type { Disposition } from '../../whatsapp/disposition';
import type { EnrollmentRow } from '../sql/rows';

const REASON: Record<Disposition, Reason> = {
	retry: 'rate_limited',
	retry_next_day: 'held_back_by_meta',
	opt_out: 'opted_out',
	undeliverable: 'undeliverable',
	window_closed: 'window_closed',
	account: 'credential_refused',
	message: 'rejected',
};

export function reasonOfRefusal(disposition: Disposition): Reason {
	return REASON[disposition];
}

export function refusalOutcome(disposition: Disposition, enrollment: EnrollmentRow, now: number): StepOutcome {
	const reason = REASON[disposition];
	switch (disposition) {
		case 'retry':
			return { kind: 'retry', reason, at: now + retryPauseMs(enrollment.attempts, enrollment.id) };
		case 'retry_next_day':
			return { kind: 'postponed', reason, at: now + NEXT_DAY_MS };
		case 'account':
			return { kind: 'postponed', reason, at: now + ACCOUNT_PAUSE_MS };
		case 'window_closed':
			return { kind: 'skipped', reason };
		case 'opt_out':
		case 'undeliverable':
			return { kind: 'ended', state: 'exited', reason, at: now };
		case 'message':
			return { kind: 'ended', state: 'failed', reason, at: now };
	}
}
