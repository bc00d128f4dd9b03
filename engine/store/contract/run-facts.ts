/** What a run has been through, and what decides about its next step: engine/insight tells it in words. */
import type { SequenceDefinition } from '../../sequence/definition';
import type { SendState } from '../../whatsapp/send-state';
import type { AccountHold } from './notices';
import type { EnrollmentView, TimelineEntry } from './views';

export interface RunFacts {
	/** Null where the contact never was in the sequence. */
	run: EnrollmentView | null;
	/** Why the contact was not taken in, the latest times, oldest first. */
	refusals: TimelineEntry[];
	/** What happened to this run, oldest first: the latest 500 events. */
	events: TimelineEntry[];
	sends: RunSend[];
	/** As it holds for this run. Null where there is no run. */
	definition: SequenceDefinition | null;
	/** IANA time zone of the contact. */
	zone: string;
	/** A Sequence Trigger publishes the sequence. */
	open: boolean;
	/** Why the whole sequence is paused; null while it is not. */
	paused: string | null;
	hold: AccountHold | null;
	/** An execution has the step in its hands, until then; null where none has. */
	heldUntil: number | null;
}

/** A message of a run, and how far it came. UTC milliseconds. */
export interface RunSend {
	step: string;
	label: string;
	state: SendState;
	/** Meta's words. */
	error: string | null;
	sendingAt: number;
	acceptedAt: number | null;
	deliveredAt: number | null;
	readAt: number | null;
	failedAt: number | null;
}
