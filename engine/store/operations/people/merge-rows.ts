/**
 * What holds when an export brings a row that the store has already. Pure, and each rule applied twice is the same as
 * once, so that an import can simply be repeated. Ids stay those of the row that was there, whatever a rule answers.
 */
import { mergeStatus, wasAccepted, type SendState } from '../../../whatsapp/send-state';
import type { SqlValue } from '../../driver';

export type AccountRow = Record<string, SqlValue>;
export type Merge = (kept: AccountRow, incoming: AccountRow) => AccountRow;

/** What is written once and never changes. */
export const keepFirst: Merge = (kept) => kept;

/** Counters and marks that only grow. */
export const takeHighest =
	(column: string): Merge =>
	(kept, incoming) =>
		numberOf(incoming[column]) > numberOf(kept[column]) ? incoming : kept;

/** Of two states of a run the one that was written last. */
export const takeNewest: Merge = (kept, incoming) => (isNewer(incoming, kept) ? incoming : kept);

/** The newer row, completed by what only the older one knows. Consent is settled from the ledger, not here. */
export const mergeContact: Merge = (kept, incoming) => {
	const merged = isNewer(incoming, kept) ? completed(incoming, kept) : completed(kept, incoming);
	const first = earlierInbound(kept, incoming);
	return {
		...merged,
		first_inbound_at: first.first_inbound_at ?? null,
		first_message_id: first.first_message_id ?? null,
		last_inbound_at: latest(kept.last_inbound_at, incoming.last_inbound_at),
		created_at: Math.min(numberOf(kept.created_at), numberOf(incoming.created_at)),
		opted_out_by: kept.opted_out_by ?? null,
		consent_at: kept.consent_at ?? null,
	};
};

/** A published sequence is its Sequence Trigger's business; of a closed one the higher version holds, under its name here. */
export const mergeSequence: Merge = (kept, incoming) =>
	kept.open === 0 && numberOf(incoming.version) > numberOf(kept.version) ? { ...incoming, name: kept.name ?? null } : kept;

/** A decision holds, whichever store it was made in; of two of them the one that was made here. */
export const mergeReview: Merge = (kept, incoming) => (kept.state === 'pending' && incoming.state !== 'pending' ? { ...incoming, resume_url: kept.resume_url ?? null } : kept);

/** What Meta took stays taken; of two tries the later one; of two states of one try the one that is further. */
export const mergeSend: Merge = (kept, incoming) => {
	const base = laterTry(kept, incoming);
	const other = base === kept ? incoming : kept;
	const sameTry = base.posts === other.posts && (base.wamid ?? null) === (other.wamid ?? null);
	if (!sameTry) return base;
	return isFurther(other, base) ? completed(other, base) : completed(base, other);
};

function laterTry(kept: AccountRow, incoming: AccountRow): AccountRow {
	const taken = [kept, incoming].filter((send) => send.wamid != null && wasAccepted(send.state as SendState));
	if (taken.length === 1) return taken[0]!;
	return numberOf(incoming.posts) > numberOf(kept.posts) ? incoming : kept;
}

function isFurther(one: AccountRow, other: AccountRow): boolean {
	const state = one.state as SendState;
	return state !== 'sending' && state !== other.state && mergeStatus(other.state as SendState, state) === state;
}

function earlierInbound(kept: AccountRow, incoming: AccountRow): AccountRow {
	if (kept.first_inbound_at == null) return incoming;
	if (incoming.first_inbound_at == null) return kept;
	return numberOf(incoming.first_inbound_at) < numberOf(kept.first_inbound_at) ? incoming : kept;
}

function completed(row: AccountRow, by: AccountRow): AccountRow {
	return Object.fromEntries(Object.keys({ ...by, ...row }).map((column) => [column, row[column] ?? by[column] ?? null]));
}

function isNewer(one: AccountRow, other: AccountRow): boolean {
	return numberOf(one.changed_at) > numberOf(other.changed_at);
}

function latest(one: SqlValue | undefined, other: SqlValue | undefined): SqlValue {
	if (one == null || other == null) return one ?? other ?? null;
	return Math.max(Number(one), Number(other));
}

const numberOf = (value: SqlValue | undefined): number => Number(value ?? 0);
