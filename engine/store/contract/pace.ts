/** Departures at the pace of a number, shared by all processes that send from it. */
import type { Contact } from '../../contact/contact';

export interface DepartureRequest {
	/** Messages a second that Meta takes from the number. */
	perSecond: number;
	count: number;
}

/** A message to one person, as their own pace has to know it. */
export interface RecentSend {
	/** UTC milliseconds. */
	at: number;
	/** Meta's error code, when it refused or failed it. */
	errorCode: number | null;
}

export interface RecentlySent {
	contact: Contact;
	/** Oldest first. */
	sends: RecentSend[];
}

/** So many departures belong to the caller alone: the first at `firstAt`, each next one so much later. UTC milliseconds. */
export interface Departures {
	firstAt: number;
	everyMs: number;
	count: number;
}

/** A batch of messages on its way, as the process that sends it has told last. */
export interface RunningBatch {
	id: string;
	/** Id of the sequence; null where its messages belong to none, or to several. */
	sequenceId: string | null;
	/** Id of the sending node. */
	node: string;
	of: number;
	/** Decided, in whatever way. */
	done: number;
	/** Taken by Meta. */
	sent: number;
	/** UTC milliseconds. */
	beganAt: number;
	seenAt: number;
}

/** A running batch with what follows from its figures. */
export interface BatchProgress extends RunningBatch {
	/** Messages decided in a second, on average. */
	perSecond: number;
	/** When the last one will be, at that speed; null before the first one. */
	expectedEndAt: number | null;
}
