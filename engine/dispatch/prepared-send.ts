/** What goes into a batch of messages, and what comes out of it. */
import type { Reason } from '../sequence/reason';
import type { SendOutcome, SendPermit, SendRequest, SettledSend } from '../store/contract';
import type { MessageContent } from '../whatsapp/message-body';

/** Why a message does not leave now; it is tried again after so many milliseconds. */
export interface Withheld {
	reason: Reason;
	detail: string;
	retryAfterMs: number;
}

export type PreparedContent =
	/** `instead` leaves where the store permits that one: the contact's window is closed. */
	| { message: MessageContent; instead?: MessageContent }
	| { withheld: Withheld };

/** A message that is ready to leave as soon as the store permits it. */
export interface PreparedSend {
	request: SendRequest;
	/** The message itself, or why it must wait although nothing is wrong with the contact. */
	content: PreparedContent;
	/** Number of the attempt at this step, from 1; the pause before the next one grows with it. */
	attempt: number;
}

type Allowed = Extract<SendPermit, { allowed: true }>;
type Denied = Extract<SendPermit, { allowed: false }>;

export type BatchResult =
	/** The store did not permit it; nothing was posted. */
	| { kind: 'denied'; permit: Denied }
	/** The outcome is on disk. */
	| { kind: 'settled'; permit: Allowed; outcome: SendOutcome; settled: SettledSend }
	/** The outcome is known, but the store could not write it down: a status webhook will tell it again. */
	| { kind: 'unrecorded'; permit: Allowed; outcome: SendOutcome; error: unknown }
	/** The store could not be asked, so nothing was posted. */
	| { kind: 'failed'; error: unknown };
