/** Records follow people: before a webhook is applied, what it tells of ids that belong together brings them in order. */
import { judgeNewNumber, judgeSighting, type Verdict } from '../../../contact/identity';
import type { EventContact } from '../../../whatsapp/webhook-event';
import type { NumberChange } from '../../../whatsapp/notices';
import { findContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import { findClashes, passNumbers, writeCurrentIds, type Clash, type PassedNumber, type SaidOfPerson } from '../../sql/identities';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { joinRecords, movesOf } from '../people/merge-people';

/** Who wrote, or set their marketing switch, with both ids. One statement when all is in order, which is nearly always. */
export async function settleIdentities(scope: Scope, events: ReadonlyArray<{ contact: EventContact; at: number }>): Promise<void> {
	const said = events.flatMap(({ contact: { phone, userId }, at }): SaidOfPerson[] => (phone && userId ? [{ phone, userId, at }] : []));
	const unlocked = (await findClashes(scope, said)).filter(matters);
	if (unlocked.length === 0) return;
	await lockContacts(scope, unlocked.flatMap(({ holder, person }) => [holder, person].filter((id) => id !== null)));
	// Somebody else may have settled it before we had the locks.
	const clashes = (await findClashes(scope, said)).filter(matters);
	const same = clashes.filter((clash) => verdictOf(clash) === 'same');
	const passed = clashes.filter((clash) => verdictOf(clash) === 'passed');
	await passNumbers(scope, passed.map(({ phone, holder, person }): PassedNumber => ({ phone, from: holder!, to: person })));
	const moves = movesOf(same.map(({ holder, person }) => olderFirst(holder!, person!)));
	await joinRecords(scope, moves);
	await writeCurrentIds(
		scope,
		clashes.flatMap((clash) => {
			const id = clash.person ?? (verdictOf(clash) === 'new_id' ? clash.holder : null);
			return id === null ? [] : [{ id: moves.get(id) ?? id, phone: clash.phone, userId: clash.user_id }];
		}),
	);
}

const matters = (clash: Clash): boolean => verdictOf(clash) !== 'nothing';

function verdictOf(clash: Clash): Verdict {
	const { phone, user_id, at, holder, person } = clash;
	return judgeSighting(
		holder === null ? null : { phone: clash.holder_phone, userId: clash.holder_user_id, lastInboundAt: clash.holder_inbound_at },
		person === null ? null : { phone: clash.person_phone, userId: clash.person_user_id, lastInboundAt: clash.person_inbound_at },
		{ phone, userId: user_id, at },
	);
}

/** Ids sort by age: the record that was there first stays, whichever webhook tells of it. */
const olderFirst = (one: string, other: string): { into: string; from: string } =>
	one < other ? { into: one, from: other } : { into: other, from: one };

/** A change that WhatsApp announced, of somebody we know. */
export type KnownChange = Omit<NumberChange, 'contact'> & { contact: ContactRow };

/** They are written to at their new number and known by their new ids; whoever had been met under these already is the same person. */
export async function followChanges(scope: Scope, changes: KnownChange[]): Promise<void> {
	const phones = await findContacts(scope, changes.map(({ phone }) => (phone ? { phone } : {})));
	const users = await findContacts(scope, changes.map(({ userId }) => (userId ? { userId } : {})));
	const passed: PassedNumber[] = [];
	const same: Array<{ into: string; from: string }> = [];
	changes.forEach(({ contact, phone, userId, at }, i) => {
		const [holder, user] = [phones[i], users[i]];
		if (user && user.id !== contact.id) same.push(olderFirst(contact.id, user.id));
		if (!phone || !holder || holder.id === contact.id || holder.id === user?.id) return;
		const { first_inbound_at: firstInboundAt, last_inbound_at: lastInboundAt } = holder;
		const verdict = judgeNewNumber({ phone: holder.phone, userId: holder.user_id, firstInboundAt, lastInboundAt }, { phone, userId: userId ?? contact.user_id, at });
		if (verdict === 'same') same.push(olderFirst(contact.id, holder.id));
		else passed.push({ phone, from: holder.id, to: contact.id });
	});
	await lockContacts(scope, [...changes.map(({ contact }) => contact.id), ...passed.map(({ from }) => from), ...same.flatMap(({ into, from }) => [into, from])]);
	await passNumbers(scope, passed);
	const moves = movesOf(same);
	await joinRecords(scope, moves);
	await writeCurrentIds(
		scope,
		changes.map(({ contact, phone, userId }) => ({ id: moves.get(contact.id) ?? contact.id, phone: phone ?? null, userId: userId ?? null })),
	);
}

/** What Meta answered to a POST: this contact has this user id. Another record that has it is the same person. */
export async function joinAnswered(scope: Scope, answered: ReadonlyArray<{ id: string; userId: string }>): Promise<void> {
	if (answered.length === 0) return;
	const [contacts, users] = [await findContacts(scope, answered.map(({ id }) => ({ id }))), await findContacts(scope, answered.map(({ userId }) => ({ userId })))];
	const same = answered.flatMap((_, i) => {
		const [contact, user] = [contacts[i], users[i]];
		return contact && user && contact.id !== user.id && contact.user_id === null ? [olderFirst(contact.id, user.id)] : [];
	});
	await joinRecords(scope, movesOf(same));
}
