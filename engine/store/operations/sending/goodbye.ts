/**
 * Who has opted out may still be answered: one goodbye after the opt-out, and whatever is said while they go on writing.
 * Further messages of ours, unasked, are what they wished to end.
 */
import { asRows } from '../../driver';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';

export interface Goodbyes {
	/** Nothing but a word of theirs lets another message outside of templates go to this contact. */
	isSaid(contact: ContactRow): boolean;
	noteSend(contact: ContactRow): void;
}

/** @param contacts whom something else than a template is to be sent to */
export async function openGoodbyes({ session }: Scope, contacts: ContactRow[]): Promise<Goodbyes> {
	const silent = contacts.filter(isSilentSinceOptOut);
	const said = new Set<string>();
	if (silent.length > 0) {
		const rows = await session.all<{ contact_id: string }>(
			`SELECT DISTINCT s.contact_id FROM ${session.dialect.rows('wanted', { contact_id: 'text', since: 'bigint' })} w
			CROSS JOIN send s WHERE s.contact_id = w.contact_id AND s.sending_at >= w.since AND s.state <> 'failed'`,
			{ wanted: asRows(silent.map(({ id, consent_at }) => ({ contact_id: id, since: consent_at }))) },
		);
		for (const { contact_id } of rows) said.add(contact_id);
	}
	return {
		isSaid: (contact) => isSilentSinceOptOut(contact) && said.has(contact.id),
		noteSend: (contact) => said.add(contact.id),
	};
}

function isSilentSinceOptOut({ opted_out_by, consent_at, last_inbound_at }: ContactRow): boolean {
	return opted_out_by !== null && (last_inbound_at ?? 0) <= (consent_at ?? 0);
}
