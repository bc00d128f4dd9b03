/**
 * The part of the Store contract that is about whole accounts and whole people: moving to another store, erasing and
 * handing out what is known of a person, and forgetting with age.
 */
import type { ContactRef } from '../../contact/contact';
import type { SqlValue } from '../driver';

// --- moving an account ----------------------------------------------------------------------------

/** A row as it travels: columns by their name, without the account. Contacts bring the ids they are known by. */
export interface ExportRecord {
	table: string;
	row: Record<string, SqlValue>;
	/** Of a contact: every phone number and user id that leads to it. */
	aliases?: Array<{ kind: string; value: string }>;
	/** Of a contact: all tags they have. */
	tags?: Array<{ tag: string; added_at: number }>;
}

/** What an import must know of the store that a record comes from; every page and every file carries it. */
export interface ExportHeader {
	kind: 'whatsapp-sequences-export';
	/** Version of this format; another one is refused. */
	format: number;
	/** Version of the tables; a newer one than the importing store knows is refused. */
	schema: number;
	/** Phone number id of the business number. */
	account: string;
	/** ISO instant. */
	exportedAt: string;
	/** Steps by name in their order: people whose step is gone at the destination go on at the next one that is there. */
	sequences: Array<{ id: string; name: string; steps: string[]; /** A Sequence Trigger was publishing it. */ open: boolean }>;
}

export interface ExportPage {
	records: ExportRecord[];
	/** Where the next page begins; null behind the last one. */
	cursor: string | null;
}

/** What became of the records of one table. Changed: a row was there, and the record knew more or newer things. */
export interface ImportCount {
	added: number;
	changed: number;
	unchanged: number;
	/** Rows that belong to somebody or something which is neither in the export nor in this store. */
	skipped: number;
}

/** Counts by table. */
export type ImportCounts = Record<string, ImportCount>;

/** What to do with the records of another business number. */
export type OtherNumber = 'refuse' | 'allow';

// --- people ---------------------------------------------------------------------------------------

/** What it takes to follow some people in a store of its own; see engine/preview. */
export interface ExportPart {
	header: ExportHeader;
	/** All sequences of the account, with the versions that count for these people. */
	sequences: ExportRecord[];
	/** Of each person all but what was told of them, in the order asked for; null for whom nobody knows. */
	people: Array<ExportRecord[] | null>;
}

/** Everything that the store holds of one person, by table; instants are ISO texts, sequences have their names. */
export type PersonExport = Record<string, Array<Record<string, unknown>>>;

export interface ErasedPerson {
	contactId: string;
	/** Rows deleted, by table. */
	rows: Record<string, number>;
	/** Enrollments that were still running. */
	liveEnrollments: number;
	/** They had opted out; salted hashes of their addresses stay, so that this holds when they come back. */
	optOutKept: boolean;
}

// --- forgetting -----------------------------------------------------------------------------------

export interface PruneRequest {
	/** UTC milliseconds: older timeline events and finished sends go. null keeps them for ever. */
	historyBefore: number | null;
	/** Where the last call stopped looking at sends; null begins a pass. */
	after: string | null;
	/** Most rows of each kind that one call looks at. */
	limit: number;
}

export interface Pruned {
	timelineEvents: number;
	sends: number;
	webhookEvents: number;
	/** Events that no trigger has taken for 30 days. */
	sequenceEvents: number;
	/** For the next call's `after`; null when nothing is left to forget. */
	next: string | null;
}

export interface MaintenanceStore {
	/** What stands in front of an export. */
	beginExport(now: number): Promise<ExportHeader>;
	/**
	 * The records behind the cursor (null: the first ones), parents before what belongs to them. Every page is of one
	 * moment. What is written between two pages may be in the export or not, and a row of it may belong to one that
	 * is not; what was there when the export began, and was not erased, is in it. Throws StoreRefusal for a cursor
	 * that is not of an export.
	 */
	exportPage(cursor: string | null, limit: number): Promise<ExportPage>;
	/** A copy of the sequences and of these people, as importRecords takes it. */
	exportPart(people: ContactRef[], now: number): Promise<ExportPart>;
	/**
	 * Writes records of an export, in the order in which they were exported. Importing again changes nothing, and what
	 * this store knows better stays: of two rows the one that changed last, of consent the stricter word that nobody
	 * took back, of a send the status that is further. Leases are not carried over and sends under way become
	 * unconfirmed. Sequences come closed. Throws StoreRefusal before anything is written: for another format, a newer
	 * schema, another number (unless allowed), and records that are not of this pack.
	 */
	importRecords(header: ExportHeader, records: ExportRecord[], otherNumber: OtherNumber, now: number): Promise<ImportCounts>;

	/** Everything of these people, in their order; null for whom nobody knows. */
	exportPeople(people: ContactRef[]): Promise<Array<PersonExport | null>>;
	/**
	 * Deletes these people and all that is theirs; null for whom nobody knows. Who had opted out stays so: see
	 * ErasedPerson.optOutKept. Counters of steps stay, they name nobody.
	 */
	erasePeople(people: ContactRef[], now: number): Promise<Array<ErasedPerson | null>>;

	/**
	 * Forgets history: timeline events and sends older than asked for, and fingerprints of inbound messages that Meta
	 * delivers no more. Stays: sends of live enrollments, sends whose outcome is open, and each contact's last one.
	 */
	prune(request: PruneRequest, now: number): Promise<Pruned>;
}
