/**
 * The states of a send and how Meta's statuses merge into them. Merging takes the highest rank, so that statuses
 * applied twice, late or out of order end in the same state as once and in order (Meta: webhooks/overview).
 */
import type { SendStatus } from './webhook-event';

export type SendState = 'sending' | 'unconfirmed' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

const RANK: Record<SendState, number> = {
	sending: 0,
	unconfirmed: 1,
	accepted: 2,
	sent: 3,
	// A failure may follow "sent"; what was delivered cannot have failed.
	failed: 4,
	delivered: 5,
	read: 6,
};

/** The state after `status` arrived. */
export function mergeStatus(state: SendState, status: SendStatus | 'accepted' | 'unconfirmed'): SendState {
	return RANK[status] > RANK[state] ? status : state;
}

/** Whether Meta is known to have taken the message. */
export function wasAccepted(state: SendState): boolean {
	return RANK[state] >= RANK.accepted;
}
