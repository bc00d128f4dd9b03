/**
 * Every table of an account: how its rows are found, whom they belong to, and what happens when an import meets a row
 * that is there already. Export, import, erasure and the export of a person all follow this list; a test compares it
 * with the schema and names what is missing.
 */
import type { EnrollmentState } from '../sequence/enrollment';
import type { Reason } from '../sequence/reason';
import { isInReview, withoutReview } from '../sequence/review';
import type { SqlValue } from './driver';
import { keepFirst, mergeContact, mergeReview, mergeSend, mergeSequence, takeHighest, takeNewest, type AccountRow, type Merge } from './operations/people/merge-rows';
import { availableAt } from './sql/write-enrollments';

export interface AccountTable {
	name: string;
	/** Primary key; pages follow it. */
	key: readonly string[];
	/** Other columns that no two rows share: a row that agrees in all of one of these is the same row. */
	alsoUnique?: ReadonlyArray<readonly string[]>;
	/** By its own column `account`, or by the sequence it belongs to. */
	scopedBy: 'account' | 'sequence';
	/** The table's own `id` is one of ours. */
	ownId?: true;
	/** Columns with the id of a row that must be there, and the table of that row. */
	references: Readonly<Record<string, string>>;
	/** Columns with an id that nothing insists on. */
	mentions?: Readonly<Record<string, string>>;
	/** The column that names the contact whose row it is; null for what says nothing of a person. */
	person: string | null;
	/** Its rows come in the record of their contact, so that the newer one of two contacts brings what it has and lacks. */
	withContact?: true;
	/** What a record must lose on its way: leases, the openness of a sequence. */
	arrive?: (row: AccountRow) => AccountRow;
	merge: Merge;
}

/** The claim of another store is worth nothing here: the step is due again, and the ledger of sends knows the rest. */
const withoutLease = (arriving: AccountRow): AccountRow => {
	// At the gate again it meets its review, which comes along, and waits for that one.
	const row = isInReview(standingOf(arriving)) ? { ...arriving, ...withoutReview(standingOf(arriving)) } : arriving;
	return {
		...row,
		lease: null,
		lease_owner: null,
		available_at: availableAt({ state: row.state as EnrollmentState, dueAt: instantOf(row.due_at), expiresAt: instantOf(row.expires_at) }),
	};
};

const standingOf = ({ state, reason }: AccountRow) => ({ state: state as EnrollmentState, reason: (reason ?? null) as Reason | null });

/** The execution that waited for it is not here. */
const awaitedHere = (row: AccountRow): AccountRow =>
	row.execution === null || row.state !== 'pending' ? { ...row, resume_url: null } : { ...row, resume_url: null, state: 'withdrawn', reason: 'enrollment_ended' };

const instantOf = (value: SqlValue | undefined): number | null => (typeof value === 'number' ? value : null);

/** Nobody waits for the answer of this POST any more; a status may still tell. */
const settled = (row: AccountRow): AccountRow => (row.state === 'sending' ? { ...row, state: 'unconfirmed' } : row);

const closed = (row: AccountRow): AccountRow => ({ ...row, open: 0 });

/** Parents before their children. */
export const ACCOUNT_TABLES: readonly AccountTable[] = [
	{ name: 'contact', key: ['id'], ownId: true, scopedBy: 'account', references: {}, person: 'id', merge: mergeContact },
	{
		name: 'contact_tag',
		key: ['contact_id', 'tag'],
		scopedBy: 'account',
		references: { contact_id: 'contact' },
		person: 'contact_id',
		withContact: true,
		merge: keepFirst,
	},
	{
		name: 'consent_event',
		key: ['id'],
		alsoUnique: [['contact_id', 'category', 'source', 'change', 'at']],
		ownId: true,
		scopedBy: 'account',
		references: { contact_id: 'contact' },
		person: 'contact_id',
		merge: keepFirst,
	},
	// Behind the ledger, which has the words already that they would otherwise write into it anew.
	{ name: 'suppression_salt', key: ['account', 'salt'], scopedBy: 'account', references: {}, person: null, merge: keepFirst },
	{ name: 'suppression', key: ['account', 'hash'], scopedBy: 'account', references: {}, person: null, merge: takeHighest('at') },
	{ name: 'sequence', key: ['id'], ownId: true, scopedBy: 'account', references: {}, person: null, arrive: closed, merge: mergeSequence },
	{
		name: 'sequence_version',
		key: ['sequence_id', 'version'],
		scopedBy: 'sequence',
		references: { sequence_id: 'sequence' },
		person: null,
		merge: keepFirst,
	},
	{
		name: 'enrollment',
		key: ['id'],
		ownId: true,
		scopedBy: 'account',
		references: { sequence_id: 'sequence', contact_id: 'contact' },
		mentions: { chain_root: 'enrollment' },
		person: 'contact_id',
		arrive: withoutLease,
		merge: takeNewest,
	},
	{
		name: 'send',
		key: ['id'],
		alsoUnique: [
			['enrollment_id', 'step', 'node'],
			['account', 'wamid'],
		],
		ownId: true,
		scopedBy: 'account',
		references: { contact_id: 'contact', enrollment_id: 'enrollment' },
		mentions: { sequence_id: 'sequence' },
		person: 'contact_id',
		arrive: settled,
		merge: mergeSend,
	},
	{
		name: 'timeline_event',
		key: ['id'],
		ownId: true,
		scopedBy: 'account',
		references: { contact_id: 'contact' },
		mentions: { enrollment_id: 'enrollment', sequence_id: 'sequence' },
		person: 'contact_id',
		merge: keepFirst,
	},
	{
		name: 'review',
		key: ['id'],
		ownId: true,
		scopedBy: 'account',
		references: { contact_id: 'contact', enrollment_id: 'enrollment' },
		mentions: { sequence_id: 'sequence' },
		person: 'contact_id',
		arrive: awaitedHere,
		merge: mergeReview,
	},
	{
		name: 'conversion',
		key: ['id'],
		alsoUnique: [['account', 'order_id']],
		ownId: true,
		scopedBy: 'account',
		references: { contact_id: 'contact' },
		mentions: { enrollment_id: 'enrollment', sequence_id: 'sequence' },
		person: 'contact_id',
		merge: keepFirst,
	},
	{
		name: 'reach',
		key: ['contact_id', 'account'],
		scopedBy: 'account',
		references: { contact_id: 'contact' },
		person: 'contact_id',
		merge: takeHighest('counts_until'),
	},
	{
		name: 'sequence_event',
		key: ['id'],
		ownId: true,
		scopedBy: 'account',
		references: { sequence_id: 'sequence', contact_id: 'contact', enrollment_id: 'enrollment' },
		person: 'contact_id',
		arrive: (row) => ({ ...row, lease: null, lease_owner: null }),
		merge: keepFirst,
	},
	{
		name: 'desk_agent',
		key: ['id'],
		alsoUnique: [['account', 'name']],
		ownId: true,
		scopedBy: 'account',
		references: {},
		person: null,
		merge: takeNewest,
	},
	{
		name: 'conversation',
		key: ['id'],
		alsoUnique: [['contact_id']],
		ownId: true,
		scopedBy: 'account',
		references: { contact_id: 'contact', agent_id: 'desk_agent' },
		person: 'contact_id',
		merge: takeNewest,
	},
	{ name: 'webhook_event', key: ['account', 'id'], scopedBy: 'account', references: {}, person: null, merge: takeHighest('acknowledged') },
	{
		name: 'step_counter',
		key: ['sequence_id', 'step', 'event'],
		scopedBy: 'sequence',
		references: { sequence_id: 'sequence' },
		person: null,
		merge: takeHighest('total'),
	},
];

/** The tables that records are of. */
export const PAGED_TABLES = ACCOUNT_TABLES.filter(({ withContact }) => !withContact);

/** Ids of contacts: they travel, and are erased, with them. */
export const TRAVEL_WITH_CONTACT = 'contact_alias';

export const tableNamed = (name: string): AccountTable | undefined => ACCOUNT_TABLES.find((table) => table.name === name);
