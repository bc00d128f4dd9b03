/**
 * Reason codes: why a due step was or was not sent, and why an enrollment ended. Every due step ends in
 * exactly one of them (docs/architecture.md, invariant 6); docs/reason-codes.md explains each to users.
 */
export const REASONS = {
	sent: 'Sent: Meta accepted the message.',
	already_sent: 'This message had been sent before, so it was not sent again.',
	done: 'The workflow finished without a send; the step counts as done.',
	step_disabled: 'The step is switched off.',
	opted_out: 'The contact has opted out of marketing messages.',
	window_closed: 'The 24-hour window is closed: outside it Meta takes templates only.',
	lease_lost: 'The step was handed to another execution meanwhile, so this one must not send it.',
	enrollment_ended: 'The enrollment ended before the message could leave.',
	enrollment_paused: 'The enrollment is paused.',
	no_address: 'The contact has neither a phone number nor a WhatsApp user id.',
	not_a_test_recipient: 'The credential allows test recipients only, and this contact is not among them.',
	missing_variable: 'A variable of the message has no value for this contact.',
	invalid_message: 'The message cannot be sent as it is.',
	template_missing: 'The template does not exist in this language, or is not approved.',
	undeliverable: 'WhatsApp cannot deliver to this contact.',
	rejected: 'Meta refused the message.',
	held_back_by_meta: 'Meta holds back marketing for this contact; it is tried again a day later.',
	rate_limited: 'Meta asked for a slower pace; it is tried again shortly.',
	meta_unavailable: 'Meta could not be reached or was not working; it is tried again shortly.',
	credential_refused: 'Meta refused the access token or its permissions.',
	unconfirmed: 'Meta took the message but the answer was lost; a status webhook or the policy settles it.',
	execution_failed: 'The workflow stopped with an error before the step was finished.',
	attempts_used_up: 'The step failed as often as is allowed.',
	replied: 'The contact replied.',
	removed: 'Removed by the workflow.',
	erased: 'The contact was erased while the message was under way.',
	restarted: 'Enrolled again, which started over.',
	completed: 'All steps are done.',
} as const;

export type Reason = keyof typeof REASONS;

/** The sentence for a reason code, as nodes and pages show it. */
export function explain(reason: Reason): string {
	return REASONS[reason];
}
