/**
 * May this message leave now? Pure: the store loads what is asked for here in one transaction, and commits the
 * `sending` row in the same one. Everything that must hold however the canvas is wired is decided here.
 */
import { isWindowOpen, type Contact } from '../contact/contact';
import { isUsNumber } from '../contact/us-number';
import type { UnconfirmedPolicy } from './definition';
import type { EnrollmentState } from './enrollment';
import type { StepOutcome } from './lifecycle';
import type { Reason } from './reason';

export type MessageCategory = 'marketing' | 'utility' | 'authentication' | 'session';

export interface PermissionInput {
	contact: Contact;
	category: MessageCategory;
	/** Leaves in place of a session message when the window is closed. */
	instead?: Exclude<MessageCategory, 'session'>;
	/** What becomes of marketing to a number of the United States; it is sent when absent. */
	marketingToUs?: 'send' | 'refuse';
	/** The step that the message belongs to; absent for a message outside any sequence. */
	step?: {
		/** As it stands in the store; null when there is no such enrollment. */
		enrollment: HeldStep | null;
		/** As the item claims. */
		lease: string;
		name: string;
	};
	/** The same message (enrollment, step, node) in the ledger, if it was begun before. */
	earlier: { state: 'sending' | 'unconfirmed' | 'failed' | 'accepted'; wamid: string | null } | null;
	unconfirmed: UnconfirmedPolicy;
	/** The contact has opted out and has had their goodbye: nothing more until they write again. */
	goodbyeSaid?: boolean;
	/** The whole sequence is paused: what was handed out before waits until it is resumed. */
	pausedUntilResumed?: boolean;
	/** Nothing of the whole account goes through; until then steps wait. */
	accountHold?: { reason: Reason; until: number };
	/** When the sequence sends next, on the contact's clock; absent, or not after `now`, while it is open. */
	opensAt?: number;
	/** When Meta's messaging limit allows a template to this contact outside their window. */
	reachableAt?: number;
	/** When its frequency cap allows one more message; absent, or not after `now`, where it does. */
	uncappedAt?: number;
	now: number;
}

export interface HeldStep {
	state: EnrollmentState;
	step: string | null;
	/** When it was due. */
	dueAt: number | null;
	lease: string | null;
	leaseEndsAt: number | null;
	lastLease: string | null;
	lastStep: string | null;
}

export type Permission =
	| {
			allowed: true;
			/** False for a further message of a step that an earlier node has finished. */
			finishesStep: boolean;
			/** What may leave: the category that was asked for, or that of `instead`. */
			category: MessageCategory;
	  }
	| { allowed: false; reason: Reason; /** What becomes of the step, when this execution holds it. */ outcome: StepOutcome | null };

const refuse = (reason: Reason, outcome: StepOutcome | null = null): Permission => ({ allowed: false, reason, outcome });

export function maySend(input: PermissionInput): Permission {
	const { contact, step, earlier, now } = input;
	const category = categoryNow(input);
	if (earlier?.state === 'accepted') return refuse('already_sent');
	if (earlier?.state === 'sending') return refuse('unconfirmed');
	if (earlier?.state === 'unconfirmed' && input.unconfirmed !== 'resend') return refuse('unconfirmed');

	const hold = step ? holdOn(step.enrollment, step.lease, step.name, now) : 'free';
	if (isRefusal(hold)) return refuse(hold.reason);
	const outcome = (ending: StepOutcome): StepOutcome | null => (hold === 'current' ? ending : null);

	if (input.pausedUntilResumed) {
		const at = step?.enrollment?.dueAt ?? now;
		return refuse('sequence_paused', outcome({ kind: 'postponed', reason: 'sequence_paused', at }));
	}
	if (input.accountHold && hold === 'current') {
		const { reason, until } = input.accountHold;
		return refuse(reason, { kind: 'postponed', reason, at: until });
	}
	if (isUnwanted(category, contact) || (category === 'session' && input.goodbyeSaid)) {
		return refuse('opted_out', outcome({ kind: 'ended', state: 'exited', reason: 'opted_out', at: now }));
	}
	if (contact.phone === null && contact.userId === null) {
		return refuse('no_address', outcome({ kind: 'ended', state: 'exited', reason: 'no_address', at: now }));
	}
	if (category === 'session' && !isWindowOpen(contact, now)) {
		return refuse('window_closed', outcome({ kind: 'skipped', reason: 'window_closed' }));
	}
	if (category === 'marketing' && input.marketingToUs === 'refuse' && isUsNumber(contact.phone)) {
		return refuse('us_marketing', outcome({ kind: 'skipped', reason: 'us_marketing' }));
	}
	// A further message of a step that was sent goes along with it: put off, it would be lost.
	const { opensAt = now, uncappedAt = now } = input;
	if (hold === 'current' && opensAt > now) return refuse('outside_window', { kind: 'postponed', reason: 'outside_window', at: opensAt });
	if (hold === 'current' && uncappedAt > now) return refuse('capped', { kind: 'postponed', reason: 'capped', at: uncappedAt });
	const { reachableAt = now } = input;
	if (reachableAt > now && countsAsReached(category, contact, now)) {
		return refuse('messaging_limit', outcome({ kind: 'postponed', reason: 'messaging_limit', at: reachableAt }));
	}
	return { allowed: true, finishesStep: hold === 'current', category };
}

/** Codes to log in with are asked for each time; answers in a conversation are wanted until the goodbye. */
function isUnwanted(category: MessageCategory, { marketingAllowed, utilityAllowed }: Contact): boolean {
	return (category === 'marketing' && !marketingAllowed) || (category === 'utility' && !utilityAllowed);
}

/** Meta's messaging limit counts people whom templates reach outside their windows (Meta: messaging-limits). */
export function countsAsReached(category: MessageCategory, contact: Contact, now: number): boolean {
	return category !== 'session' && !isWindowOpen(contact, now);
}

/** A window that closes while the message waits for its turn would cost the contact the message: so a minute early. */
const CLOSING_MS = 60_000;

function categoryNow({ category, instead, contact, now }: PermissionInput): MessageCategory {
	return category === 'session' && instead && !isWindowOpen(contact, now + CLOSING_MS) ? instead : category;
}

/** current: holds the step; finished: an earlier node of the same execution finished it; free: no sequence. */
export type Hold = 'current' | 'finished' | 'free' | { reason: Reason };

function isRefusal(hold: Hold): hold is { reason: Reason } {
	return typeof hold === 'object';
}

export function holdOn(enrollment: HeldStep | null, lease: string, step: string, now: number): Hold {
	if (!enrollment) return { reason: 'enrollment_ended' };
	const leaseRuns = enrollment.leaseEndsAt !== null && enrollment.leaseEndsAt > now;
	if (enrollment.state === 'active' && enrollment.lease === lease && enrollment.step === step) {
		return leaseRuns ? 'current' : { reason: 'lease_lost' };
	}
	const goesOn = enrollment.state === 'active' || enrollment.state === 'completed';
	if (goesOn && enrollment.lastLease === lease && enrollment.lastStep === step) return 'finished';
	if (enrollment.state === 'active') return { reason: 'lease_lost' };
	if (enrollment.state === 'paused' || enrollment.state === 'in_review') return { reason: 'enrollment_paused' };
	return { reason: 'enrollment_ended' };
}
