/**
 * An account of which nothing goes through: the credential is refused, Meta has locked or restricted the account, or Meta
 * itself is out of order. Then no step is handed out, so nobody uses up attempts and nothing is sent in vain. Now and
 * then one step is handed out as a trial; when that one goes through, everything goes on.
 */
import type { Reason } from '../../../sequence/reason';
import { holdPauseMs } from '../../../sequence/retry';
import type { AccountHold, SendOutcome } from '../../contract';
import { deleteHold, insertHold, markTold, prolongHold, readHold, takeProbe, type HoldRow } from '../../sql/account-hold';
import { addNotice } from '../../sql/notices';
import type { Scope } from '../../sql/scope';
import type { SendRow } from '../../sql/rows';
import { openSequenceIds } from '../../sql/sequences';
import { reasonOfRefusal } from './meta-refusal';

/** What became of one POST. */
export interface Applied {
	send: SendRow;
	outcome: SendOutcome;
}

/** So many messages of one group without a proper answer of Meta, and none with one: Meta is out of order. */
const OUTAGE = 5;
/** Shorter outages are nobody's business. */
const TOLD_AFTER_MS = 30 * 60_000;

/** Begins, prolongs or ends the hold, as the answers of a group say. */
export async function followAnswers(scope: Scope, applied: readonly Applied[]): Promise<void> {
	const refused = applied.map(({ outcome }) => accountFaultOf(outcome)).find((fault) => fault !== null);
	if (refused) return holdAccount(scope, refused);
	const accepted = begunAt(applied.filter(({ outcome }) => outcome.kind === 'accepted'));
	if (accepted !== null) return endHold(scope, accepted, null);
	const answered = begunAt(applied.filter(({ outcome }) => outcome.kind === 'refused' && !isOutage(outcome)));
	if (answered !== null) return endHold(scope, answered, ['credential_refused', 'meta_unavailable']);
	const outages = applied.filter(({ outcome }) => isOutage(outcome));
	if (outages.length === 0) return;
	if (outages.length < OUTAGE && !(await readHold(scope))) return;
	await holdAccount(scope, { reason: 'meta_unavailable', detail: detailOf(outages[0]!.outcome) });
}

/** What in an answer, sync or in a status, is about the whole account; null for everything else. */
export function accountFaultOf(outcome: SendOutcome): Fault | null {
	if (outcome.kind === 'refused' && outcome.disposition === 'account') {
		return { reason: reasonOfRefusal(outcome), detail: detailOf(outcome) };
	}
	// The templates could not be read with this token.
	return outcome.kind === 'not_posted' && outcome.reason === 'credential_refused' ? { reason: outcome.reason, detail: outcome.detail } : null;
}

export type Fault = Pick<AccountHold, 'reason' | 'detail'>;

export async function holdAccount(scope: Scope, fault: Fault): Promise<void> {
	const until = scope.now + holdPauseMs(fault.reason, 0);
	if (await insertHold(scope, { ...fault, until })) return fault.reason === 'meta_unavailable' ? undefined : tell(scope, fault);
	const hold = await readHold(scope);
	if (!hold) return;
	const lasted = scope.now - hold.since;
	await prolongHold(scope, { ...fault, until: Math.max(hold.until, scope.now + holdPauseMs(fault.reason, lasted)) });
	if (fault.reason !== 'meta_unavailable' || lasted >= TOLD_AFTER_MS) await tell(scope, fault);
}

async function tell(scope: Scope, fault: Fault): Promise<void> {
	if (await markTold(scope)) await addNotice(scope, { kind: 'account_stopped', sequenceId: null, ...fault });
}

/** @param begun when the message left that went through, UTC milliseconds */
export async function endHold(scope: Scope, begun: number, reasons: Reason[] | null): Promise<void> {
	const ended = await deleteHold(scope, begun, reasons);
	if (!ended) return;
	if (ended.told_at !== null) await addNotice(scope, { kind: 'account_resumed', sequenceId: null, reason: ended.reason, detail: ended.detail });
	for (const id of await openSequenceIds(scope)) scope.woken.add(id);
}

/** How many steps a claim may hand out at most; 0 while the hold lasts, 1 for the trial at its end. */
export function mostSteps(hold: HoldRow | null, limit: number, now: number): number {
	if (!hold) return limit;
	return hold.until > now ? 0 : 1;
}

export async function beginTrial(scope: Scope, hold: HoldRow, lease: string): Promise<void> {
	await takeProbe(scope, lease, scope.now + holdPauseMs(hold.reason, scope.now - hold.since));
}

/** No proper answer: refused for an outage of Meta's, lost, or not even posted. */
function isOutage(outcome: SendOutcome): boolean {
	if (outcome.kind === 'unknown') return true;
	if (outcome.kind === 'not_posted') return outcome.reason === 'meta_unavailable';
	return outcome.kind === 'refused' && outcome.disposition === 'retry' && reasonOfRefusal(outcome) === 'meta_unavailable';
}

/** When the latest of them left. */
function begunAt(applied: readonly Applied[]): number | null {
	return applied.length === 0 ? null : Math.max(...applied.map(({ send }) => send.sending_at));
}

function detailOf(outcome: SendOutcome): string {
	if (outcome.kind === 'refused') return `${outcome.error.code}: ${outcome.error.text}`;
	return outcome.kind === 'accepted' ? '' : outcome.detail;
}

/** The hold in the time of the caller's clock. */
export async function heldNow(scope: Scope): Promise<AccountHold | null> {
	const hold = await readHold(scope);
	if (!hold) return null;
	const offset = scope.session.clockOffset ?? 0;
	return { since: hold.since - offset, until: hold.until - offset, reason: hold.reason, detail: hold.detail };
}
