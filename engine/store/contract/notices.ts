/** What a person should know, told once; and what keeps a whole account from sending. */
import type { Reason } from '../../sequence/reason';

export type NoticeKind =
	/** The engine has paused a sequence because Meta does not send one of its templates. */
	| 'sequence_paused'
	/** That template is approved again, and the sequence goes on. */
	| 'sequence_resumed'
	/** A locked sequence was changed on the canvas: the change waits for its password. */
	| 'changes_wait'
	/** Nothing of this number is sent: Meta refuses the credential or the account, or has been out of reach for long. */
	| 'account_stopped'
	| 'account_resumed';

export interface Notice {
	id: string;
	kind: NoticeKind;
	/** Name of the sequence; null for a notice about the whole account. */
	sequence: string | null;
	/** Template and language, like "promo (en)". */
	template: string | null;
	reason: Reason;
	/** Meta's words, or what to do. */
	detail: string;
	/** UTC milliseconds. */
	at: number;
}

/** Why nothing is handed out, and when one step is tried again to see whether it still holds. UTC milliseconds. */
export interface AccountHold {
	since: number;
	until: number;
	reason: Reason;
	detail: string;
}
