/** Two contacts become one: of what a contact can have only once, one row stays. */
import { tableNamed } from '../../account-tables';
import { groupBy } from '../../group-by';
import { deleteRowsOf, rowsOfPeople, updateAccountRows } from '../../sql/account-rows';
import { holdConversations } from '../../sql/conversations';
import type { Moves } from '../../sql/merge-people';
import type { Scope } from '../../sql/scope';
import { deskSequences } from '../../sql/sequences';
import { followMoments } from '../desk/follow-moments';
import { takeHighest, takeNewest, type Merge } from './merge-rows';

/** Somebody is at work on an open conversation, and its silence or its agent's answer is waited for. */
const openFirst: Merge = (kept, other) => {
	const [keptOpen, otherOpen] = [kept.state !== 'closed', other.state !== 'closed'];
	if (keptOpen !== otherOpen) return keptOpen ? kept : other;
	return takeNewest(kept, other);
};

const ONE_EACH: Record<string, Merge> = { reach: takeHighest('counts_until'), conversation: openFirst };

/** Before the rows move to who stays. */
export async function uniteOneEach(scope: Scope, moves: Moves, contactIds: string[]): Promise<void> {
	for (const [name, join] of Object.entries(ONE_EACH)) {
		const table = tableNamed(name)!;
		const ownerOf = (contact: unknown): string => moves.get(String(contact)) ?? String(contact);
		const rows = await rowsOfPeople(scope, table, contactIds);
		const rivals = [...groupBy(rows, ({ contact_id }) => ownerOf(contact_id)).entries()].filter(([, group]) => group.length > 1);
		if (rivals.length === 0) continue;
		const kept = rivals.map(([owner, group]) => {
			const place = group.find(({ contact_id }) => contact_id === owner) ?? group[0]!;
			const own = Object.fromEntries([...table.key, 'contact_id'].map((column) => [column, place[column] ?? null]));
			return { place, row: { ...group.reduce(join), ...own }, others: group.filter((row) => row !== place) };
		});
		await deleteRowsOf(scope, name, 'contact_id', kept.flatMap(({ others }) => others.map(({ contact_id }) => String(contact_id))));
		await updateAccountRows(scope, table, kept.map(({ row }) => row));
	}
}

/** After they have moved: the timers of the desk follow the conversation that stayed. */
export async function followUnited(scope: Scope, moves: Moves): Promise<void> {
	const conversations = await holdConversations(scope, [...new Set(moves.values())]);
	if (conversations.size > 0) await followMoments(scope, [...conversations.values()], await deskSequences(scope));
}
