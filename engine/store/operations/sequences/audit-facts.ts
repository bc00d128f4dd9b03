/** Reads what an audit looks at, from totals and by bounded counts. */
import type { AuditedSequence, AuditFacts } from '../../contract';
import { groupBy } from '../../group-by';
import { allCounts, backlogs, countUnconfirmed, deadKeywords } from '../../sql/audit';
import type { Count } from '../../sql/counters';
import type { Scope } from '../../sql/scope';
import { allSequences, toSequence } from '../../sql/sequences';
import { heldNow } from '../sending/hold-account';
import { summaryOf } from './pause-sequence';

/** A step that is later than this is no queue any more. */
const LATE_MS = 24 * 60 * 60_000;

export async function auditFacts(scope: Scope): Promise<AuditFacts> {
	const counts = groupBy(await allCounts(scope), ({ sequence_id }) => sequence_id);
	const waiting = new Map((await backlogs(scope, scope.now - LATE_MS)).map((one) => [one.sequence_id, one]));
	const keywords = await deadKeywords(scope);
	return {
		hold: await heldNow(scope),
		unconfirmed: await countUnconfirmed(scope),
		deadKeywords: keywords.map(({ written, label, claimed_at }) => ({ keyword: written, label, lastHeardAt: claimed_at })),
		sequences: (await allSequences(scope)).map((row): AuditedSequence => ({
			summary: summaryOf(row),
			definition: toSequence(row).definition,
			owner: row.owner_label,
			...figuresOf(counts.get(row.id) ?? []),
			late: waiting.get(row.id)?.late ?? 0,
			waitingEvents: waiting.get(row.id)?.events ?? 0,
		})),
	};
}

const ENDED = /^(completed|converted|exited|failed) (.*)$/;

function figuresOf(counts: Count[]): Pick<AuditedSequence, 'enrolled' | 'ended' | 'failed' | 'steps'> {
	const whole = counts.filter(({ step }) => step === '');
	const ends = whole.flatMap(({ event, total }) => {
		const [, state, reason] = ENDED.exec(event) ?? [];
		return state && reason && total !== 0 ? [{ state, reason, total }] : [];
	});
	const steps = groupBy(counts.filter(({ step }) => step !== ''), ({ step }) => step);
	return {
		enrolled: whole.find(({ event }) => event === 'enrolled')?.total ?? 0,
		ended: ends.reduce((sum, { total }) => sum + total, 0),
		failed: Object.fromEntries(ends.filter(({ state }) => state === 'failed').map(({ reason, total }) => [reason, total])),
		steps: [...steps].map(([step, all]) => {
			const of = (event: string): number => all.find((count) => count.event === event)?.total ?? 0;
			return { step, sent: of('accepted'), failed: of('failed'), notSent: of('not_sent') };
		}),
	};
}
