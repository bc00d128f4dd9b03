/** The row of a contact after another one was merged into it. Pure; consent follows from the ledger and is not settled here. */
import type { AccountRow } from './merge-rows';

type Moment = 'first' | 'last';

/** What the contact who stays knows holds; what only the other one knows is added. */
export function mergedContact(stays: AccountRow, gone: AccountRow): AccountRow {
	const known = Object.fromEntries(Object.keys(stays).map((column) => [column, stays[column] ?? gone[column] ?? null]));
	const first = earlierInbound(stays, gone);
	return {
		...known,
		first_inbound_at: first.first_inbound_at ?? null,
		first_message_id: first.first_message_id ?? null,
		last_inbound_at: instant('last', stays.last_inbound_at, gone.last_inbound_at),
		last_human_at: instant('last', stays.last_human_at, gone.last_human_at),
		created_at: instant('first', stays.created_at, gone.created_at),
		opted_out_by: stays.opted_out_by ?? null,
		consent_at: stays.consent_at ?? null,
		utility_out_by: stays.utility_out_by ?? null,
		attributes: JSON.stringify({ ...attributesOf(gone), ...attributesOf(stays) }),
	};
}

const attributesOf = ({ attributes }: AccountRow): Record<string, unknown> => JSON.parse(String(attributes ?? '{}')) as Record<string, unknown>;

function earlierInbound(one: AccountRow, other: AccountRow): AccountRow {
	if (one.first_inbound_at == null) return other;
	if (other.first_inbound_at == null) return one;
	return Number(other.first_inbound_at) < Number(one.first_inbound_at) ? other : one;
}

function instant(which: Moment, one: AccountRow[string] | undefined, other: AccountRow[string] | undefined): number | null {
	const times = [one, other].flatMap((value) => (value == null ? [] : [Number(value)]));
	if (times.length === 0) return null;
	return which === 'first' ? Math.min(...times) : Math.max(...times);
}
