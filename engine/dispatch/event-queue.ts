/** The events of a sequence as something that the dispatcher hands out, in the way of due steps. */
import type { AccountStore, EventClaim, SequenceEvent } from '../store/contract';
import type { DueStore, Handed } from './dispatcher';

export interface HandedEvents extends Handed {
	sequence: EventClaim['sequence'];
	steps: SequenceEvent[];
}

export type EventStore = Pick<AccountStore, 'claimEvents' | 'nextEventAt' | 'renewEventLease' | 'acknowledgeEvents' | 'onEvents'>;

export function eventQueue(store: EventStore): DueStore<HandedEvents> {
	return {
		claimDue: async (request, now) => {
			const { lease, sequence, events } = await store.claimEvents(request, now);
			return { lease, sequence, steps: events, settled: 0 };
		},
		nextDueAt: (sequenceId) => store.nextEventAt(sequenceId),
		renewLease: (lease, until) => store.renewEventLease(lease, until),
		// However the execution ended, n8n has it, with its items: it can be looked at and repeated there.
		endExecution: (lease, _, now) => store.acknowledgeEvents(lease, now),
		onDue: (listener) => store.onEvents(listener),
	};
}
