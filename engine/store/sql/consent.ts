/** The consent ledger: every word of a contact's with its source. The contact row carries what holds now. */
import { asRows } from '../driver';
import { newId } from '../ids';
import type { Scope } from './scope';

export type ConsentSource = 'keyword' | 'preference' | 'meta_error';

/** Somebody asked to be left alone, or to be written to again. */
export interface ConsentWord {
	contactId: string;
	change: 'stop' | 'start';
	source: ConsentSource;
	messageId: string | null;
	/** When the person said it, UTC milliseconds. */
	at: number;
}

export type LatestWord = Pick<ConsentWord, 'contactId' | 'change' | 'source' | 'at'>;

/** Writes the words down and answers those that are new: one that Meta delivers again is in the ledger already. */
export async function recordWords({ session, account, now }: Scope, words: ConsentWord[]): Promise<ConsentWord[]> {
	if (words.length === 0) return [];
	const columns = {
		id: 'text',
		contact_id: 'text',
		change: 'text',
		source: 'text',
		message_id: 'text',
		at: 'bigint',
	} as const;
	const identified = words.map((word) => ({ id: newId(now), word }));
	const rows = await session.all<{ id: string }>(
		`INSERT INTO consent_event (id, account, contact_id, change, source, message_id, at)
		SELECT id, :account, contact_id, change, source, message_id, at FROM ${session.dialect.rows('batch', columns)} n WHERE 1 = 1
		ON CONFLICT (contact_id, source, change, at) DO NOTHING
		RETURNING id`,
		{
			account,
			batch: asRows(
				identified.map(({ id, word: { contactId, change, source, messageId, at } }) => ({
					id,
					contact_id: contactId,
					change,
					source,
					message_id: messageId,
					at,
				})),
			),
		},
	);
	const inserted = new Set(rows.map(({ id }) => id));
	return identified.filter(({ id }) => inserted.has(id)).map(({ word }) => word);
}

/** The latest word of each kind and source that these contacts ever said. */
export async function latestWords({ session }: Scope, contactIds: string[]): Promise<LatestWord[]> {
	return session.all<LatestWord>(
		`SELECT c.contact_id AS "contactId", c.change, c.source, MAX(c.at) AS at
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN consent_event c
		WHERE c.contact_id = w.id
		GROUP BY c.contact_id, c.change, c.source`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))) },
	);
}
