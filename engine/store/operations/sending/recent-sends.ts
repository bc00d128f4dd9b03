/** What people were sent a moment ago, by whatever process. */
import type { ContactRef } from '../../../contact/contact';
import type { RecentlySent } from '../../contract';
import { findContacts } from '../../sql/contacts';
import { toContact } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { recentSends } from '../../sql/sends';

export async function sentToSince(scope: Scope, contacts: ContactRef[], since: number): Promise<RecentlySent[]> {
	const rows = (await findContacts(scope, contacts)).flatMap((row) => row ?? []);
	const known = new Map(rows.map((row) => [row.id, row]));
	const sends = await recentSends(scope, [...known.keys()], since);
	return [...sends].map(([id, all]) => ({ contact: toContact(known.get(id)!), sends: all }));
}
