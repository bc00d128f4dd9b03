/** What a preview is asked to play. All times are UTC milliseconds on its own, pretend clock. */
import type { Delay, SequenceDefinition } from '../sequence/definition';
import type { ExportHeader, ExportRecord } from '../store/contract/maintenance';

/** Sequences and people as an export has them: a copy of the real ones, or made up (world.ts). */
export interface PreviewWorld {
	header: ExportHeader;
	records: ExportRecord[];
}

export interface PreviewPlan {
	world: PreviewWorld;
	/** Name of the sequence in which the contact is enrolled. */
	sequence: string;
	/** Id of a contact among the records. */
	contactId: string;
	reference: string | null;
	/** When they are enrolled. */
	startsAt: number;
	/** The present, for contacts with runs: what comes before they are enrolled is played, too. `startsAt` without it. */
	from?: number;
	/** What happens after that, in any order. */
	events: readonly PretendEvent[];
	/** What kind of template this is, as Meta has it; marketing when that is not known. */
	categoryOf?: (template: { name: string; language: string }) => 'marketing' | 'utility' | 'authentication';
	/** The preview ends after so much pretend time at the latest. */
	longest: Delay;
}

export type PretendEvent = { at: number } & Happening;

export type Happening =
	| { kind: 'reply'; text: string }
	| { kind: 'opt_out' | 'opt_in' }
	/** They buy; a coupon tells of the sequence it belongs to. */
	| { kind: 'conversion'; coupon?: string }
	/** Somebody answers from the WhatsApp Business app. */
	| { kind: 'human_reply' }
	| { kind: 'number_change' }
	/** From now on WhatsApp cannot deliver to them. */
	| { kind: 'undeliverable' }
	| { kind: 'pause_contact' | 'resume_contact' | 'pause_sequence' | 'resume_sequence' }
	/** Nothing is claimed: n8n is down. */
	| { kind: 'downtime_begins' | 'downtime_ends' }
	/** Enrolled once more; the sequence's own rule for that holds. */
	| { kind: 'enroll'; reference: string | null }
	| { kind: 'skip_step' }
	/** The sequence is published anew, changed. */
	| { kind: 'publish'; definition: SequenceDefinition };
