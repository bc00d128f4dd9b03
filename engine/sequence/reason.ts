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
	replaced: 'A new run with another reference took over.',
	expired: 'The contact stayed silent for too long.',
	converted: 'The contact converted, so the run counts as completed.',
	human_replied: 'Somebody answered the contact from the phone app, so the automation stepped back.',
	number_changed: 'The contact has a new phone number.',
	paused: 'Paused by a person or a workflow; nothing is sent until it is resumed.',
	sequence_paused: 'The whole sequence is paused; nothing is sent until it is resumed.',
	rescheduled: 'A person or a workflow set another time for this step.',
	step_skipped: 'A person or a workflow skipped the step.',
	step_cancelled: 'A person or a workflow cancelled the step for this contact.',
	already_enrolled: 'The contact is in the sequence already, and such enrollments are ignored.',
	once_only: 'The contact has been in this sequence before, and nobody enters it twice.',
	cooling_down: 'The last run of this contact ended too recently.',
	loop: 'The same contact was led back into this sequence by its own chain of runs.',
	chain_too_long: 'Too many sequences started one another for this contact.',
	sequence_missing: 'The sequence that was to follow is not published on this number.',
	not_enrolled: 'The contact is not in this sequence.',
	not_running: 'The run has ended.',
	not_paused: 'The run is not paused.',
	in_review: 'The run waits for a review.',
	being_sent: 'The message of this step is leaving at this moment.',
	step_passed: 'The step lies behind this contact.',
	newer_run: 'The contact is in a newer run of the same sequence.',
	new_step: 'A step was added to the end of a sequence that the contact had completed.',
} as const;

export type Reason = keyof typeof REASONS;

/** The sentence for a reason code, as nodes and pages show it. */
export function explain(reason: Reason): string {
	return REASONS[reason];
}
