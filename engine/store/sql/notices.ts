/** Notices to people: written with what they tell of, and taken by one process. */
import type { Reason } from '../../sequence/reason';
import type { Notice, NoticeKind } from '../contract';
import { newId } from '../ids';
import type { Scope } from './scope';

export interface NewNotice {
	kind: NoticeKind;
	sequenceId: string | null;
	template?: string;
	reason: Reason;
	detail: string;
}

/** What somebody has to act upon; triggers can ask to be told of it. */
const NEEDS_ATTENTION: ReadonlySet<NoticeKind> = new Set<NoticeKind>(['sequence_paused', 'changes_wait', 'account_stopped']);

export async function addNotice(scope: Scope, { kind, sequenceId, template, reason, detail }: NewNotice): Promise<void> {
	const { session, account, now } = scope;
	if (NEEDS_ATTENTION.has(kind)) {
		scope.events.push({ kind: 'attention', sequenceId, contactId: null, enrollmentId: null, step: null, reason, detail });
	}
	await session.run(
		`INSERT INTO notice (id, account, kind, sequence_id, template, reason, detail, at)
		VALUES (:id, :account, :kind, :sequence, :template, :reason, :detail, :now)`,
		{ id: newId(now), account, kind, sequence: sequenceId, template: template ?? null, reason, detail, now },
	);
}

/** Older ones are forgotten, told or not. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Those of this sequence and of the whole account that nobody has taken yet, oldest first; each goes to one caller. */
export async function takeUntold({ session, account, now }: Scope, sequenceId: string): Promise<Notice[]> {
	const taken = await session.all<Omit<Notice, 'sequence'> & { sequence_id: string | null; sequence: string | null }>(
		`UPDATE notice SET taken_at = :now WHERE id IN (
			SELECT id FROM notice WHERE account = :account AND taken_at IS NULL AND (sequence_id IS NULL OR sequence_id = :sequence)
			ORDER BY id LIMIT 100 ${session.dialect.skipLocked}
		) RETURNING id, kind, template, reason, detail, at, (SELECT s.name FROM sequence s WHERE s.id = notice.sequence_id) AS sequence`,
		{ account, sequence: sequenceId, now },
	);
	if (taken.length > 0) await session.run('DELETE FROM notice WHERE account = :account AND at < :before', { account, before: now - KEPT_MS });
	return taken
		.map(({ id, kind, template, reason, detail, at, sequence }) => ({ id, kind, sequence, template, reason, detail, at }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
}
