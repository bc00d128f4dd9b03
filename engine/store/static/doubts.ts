/**
 * What may have been sent without this copy knowing. n8n saves the state when it likes, so after a crash the state found
 * is older than the crash: a step that was handed out then may have been sent, or not. Such a step is unconfirmed, like a
 * POST whose answer was lost. For that to be complete, nothing may be sent before the saved state shows that the step was
 * handed out.
 */
import { asRows, type SqlSession } from '../driver';
import { newId } from '../ids';
import { LIVE } from '../sql/live';
import type { StepLease } from '../contract';
import type { CallbackKey } from '../operations/sending/callback-data';
import type { Content } from './blob';

export type Step = Pick<StepLease, 'enrollmentId' | 'step'>;

const keyOf = ({ enrollmentId, step }: Step): string => JSON.stringify([enrollmentId, step]);

export class Doubts {
	/** The revision from which on the saved state shows a claim of this copy's. */
	private readonly claims = new Map<string, number>();
	/** Steps that were handed out, found not saved, and put off: they stay announced until their POST begins. */
	private readonly announcements = new Map<string, { step: Step; since: number }>();
	/** What the state that this copy began with says was handed out by another one. */
	private readonly leases = new Set<string>();
	private readonly inherited = new Map<string, Step>();

	/** Takes note of what another copy had handed out when this state was saved. */
	inherit({ tables, announced }: Content): void {
		for (const { lease } of tables.enrollment ?? []) if (typeof lease === 'string' && !this.claims.has(lease)) this.leases.add(lease);
		for (const [enrollmentId, step] of announced) this.inherited.set(keyOf({ enrollmentId, step }), { enrollmentId, step });
	}

	claimed(lease: string, revision: number): void {
		this.claims.set(lease, revision);
	}

	/** The execution has ended and its steps are settled. */
	released(lease: string): void {
		this.claims.delete(lease);
	}

	/** The revision that must be saved before this step may be sent; 0 when it was found in a saved state. */
	neededFor(step: StepLease): number {
		return this.announcements.get(keyOf(step))?.since ?? this.claims.get(step.lease) ?? 0;
	}

	/** The step is put off, and the saved state will show from `revision` on that it may be sent. */
	announce(step: Step, revision: number): void {
		this.announcements.set(keyOf(step), { step, since: revision });
	}

	/** The POST begins: from here on the ledger tells. */
	begun(step: Step): void {
		this.announcements.delete(keyOf(step));
	}

	announced(): Content['announced'] {
		const steps = [...[...this.announcements.values()].map(({ step }) => step), ...this.inherited.values()];
		return steps.map(({ enrollmentId, step }) => [enrollmentId, step]);
	}

	/**
	 * Puts an unconfirmed send of an unknown node into the ledger for each due step of the sequence that another copy had
	 * handed out, unless the ledger knows more. The claim that follows does with it what the sequence's policy says.
	 */
	async settle(session: SqlSession, { account, sequenceId, now }: { account: string; sequenceId: string; now: number }): Promise<void> {
		if (this.leases.size === 0 && this.inherited.size === 0) return;
		const due = await session.all<{ id: string; step: string; lease: string | null; contact_id: string }>(
			`SELECT id, step, lease, contact_id FROM enrollment
			WHERE sequence_id = :sequence AND account = :account AND ${LIVE} AND state = 'active' AND available_at <= :now AND step IS NOT NULL`,
			{ sequence: sequenceId, account, now },
		);
		const doubtful = due.filter((row) => this.leases.has(row.lease ?? '') || this.inherited.has(keyOf({ enrollmentId: row.id, step: row.step })));
		await writeUnknownSends(session, { account, sequenceId, now }, doubtful);
		for (const { id, step } of doubtful) this.inherited.delete(keyOf({ enrollmentId: id, step }));
	}
}

/** Stands for the node, which only Meta's status tells. */
const UNKNOWN_NODE = '';

async function writeUnknownSends(
	session: SqlSession,
	{ account, sequenceId, now }: { account: string; sequenceId: string; now: number },
	steps: Array<{ id: string; step: string; contact_id: string }>,
): Promise<void> {
	if (steps.length === 0) return;
	const batch = asRows(steps.map(({ id, step, contact_id }) => ({ id: newId(now), enrollment: id, step, contact: contact_id })));
	const columns = { id: 'text', enrollment: 'text', step: 'text', contact: 'text' } as const;
	await session.run(
		`INSERT INTO send (id, account, contact_id, enrollment_id, sequence_id, step, node, label, state, posts, error, sending_at)
		SELECT n.id, :account, n.contact, n.enrollment, :sequence, n.step, '${UNKNOWN_NODE}', n.step, 'unconfirmed', 1,
			'n8n ended before it had saved whether this message was sent.', :now
		FROM ${session.dialect.rows('batch', columns)} n
		WHERE NOT EXISTS (
			SELECT 1 FROM send s WHERE s.enrollment_id = n.enrollment AND s.step = n.step AND (s.wamid IS NOT NULL OR s.state <> 'failed')
		)
		ON CONFLICT DO NOTHING`,
		{ account, sequence: sequenceId, now, batch },
	);
	// The claim looks into the ledger for steps that somebody holds.
	await session.run(
		`UPDATE enrollment SET lease = n.id FROM ${session.dialect.rows('batch', columns)} n
		WHERE enrollment.id = n.enrollment AND enrollment.lease IS NULL`,
		{ batch },
	);
}

/** A status tells which node had sent: the unconfirmed send is that node's. */
export async function nameNodes(session: SqlSession, account: string, keys: CallbackKey[]): Promise<void> {
	if (keys.length === 0) return;
	await session.run(
		`UPDATE send SET node = n.node
		FROM ${session.dialect.rows('batch', { enrollment_id: 'text', step: 'text', node: 'text' })} n
		WHERE send.account = :account AND send.enrollment_id = n.enrollment_id AND send.step = n.step AND send.node = '${UNKNOWN_NODE}'
			AND NOT EXISTS (SELECT 1 FROM send s WHERE s.enrollment_id = n.enrollment_id AND s.step = n.step AND s.node = n.node)`,
		{ account, batch: asRows(keys.map(({ enrollment_id, step, node }) => ({ enrollment_id, step, node }))) },
	);
}
