/**
 * What an error of Meta means for the send and its enrollment.
 * - retry: the same step again after a pause (pace, outage)
 * - retry_next_day: Meta's per-user marketing cap, 131049: at least 24 hours later
 * - opt_out: the person stopped marketing, 131050: recorded as an opt-out
 * - undeliverable: not on WhatsApp, blocked, …: the enrollment ends
 * - window_closed: free text outside the window: the step is passed over
 * - pause_sequence: the template is paused, disabled or gone: nobody gets this message, so people keep their place
 * - account: token, permission, payment, restriction: nothing of this account will go through; tried again later
 * - message: this message or template is wrong: the enrollment fails, visibly and resumably
 */
export type Disposition =
	| 'retry'
	| 'retry_next_day'
	| 'opt_out'
	| 'undeliverable'
	| 'window_closed'
	| 'pause_sequence'
	| 'account'
	| 'message';
