/** The consent ledger: every word of a contact's with its source. The contact row carries what holds now. */
import type { ConsentCategory, ConsentSource } from '../../contact/consent';
import { asRows } from '../driver';
import { newId } from '../ids';
import type { Scope } from './scope';

/** Somebody asked to be left alone, or to be written to again. */
export interface ConsentWord {
	contactId: string;
	/** What they want none of, or again. */
	category: ConsentCategory;
	change: 'stop' | 'start';
	source: ConsentSource;
	messageId: string | null;
	/** What shows it, where a person or a list said so for them. */
	proof?: string;
	/** When the person said it, UTC milliseconds. */
	at: number;
}

export type LatestWord = Pick<ConsentWord, 'contactId' | 'category' | 'change' | 'source' | 'at'>;

/** Writes the words down and answers those that are new: one that Meta delivers again is in the ledger already. */
export async function recordWords({ session, account, now }: Scope, words: ConsentWord[]): Promise<ConsentWord[]> {
	if (words.length === 0) return [];
	const columns = {
		id: 'text',
		contact_id: 'text',
		category: 'text',
		change: 'text',
		source: 'text',
		message_id: 'text',
		proof: 'text',
		at: 'bigint',
	} as const;
	const identified = words.map((word) => ({ id: newId(now), word }));
	const rows = await session.all<{ id: string }>(
		`INSERT INTO consent_event (id, account, contact_id, category, change, source, message_id, proof, at)
		SELECT id, :account, contact_id, category, change, source, message_id, proof, at FROM ${session.dialect.rows('batch', columns)} n WHERE 1 = 1
		ON CONFLICT (contact_id, category, source, change, at) DO NOTHING
		RETURNING id`,
		{
			account,
			batch: asRows(
				identified.map(({ id, word: { contactId, category, change, source, messageId, proof, at } }) => ({
					id,
					contact_id: contactId,
					category,
					change,
					source,
					message_id: messageId,
					proof: proof ?? null,
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
		`SELECT c.contact_id AS "contactId", c.category, c.change, c.source, MAX(c.at) AS at
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN consent_event c
		WHERE c.contact_id = w.id
		GROUP BY c.contact_id, c.category, c.change, c.source`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))) },
	);
}

/** The latest `limit` words of each of these contacts, oldest first. */
export async function wordsOf({ session }: Scope, contactIds: string[], limit: number): Promise<ConsentWord[]> {
	if (contactIds.length === 0) return [];
	const rows = await session.all<Omit<ConsentWord, 'proof'> & { proof: string | null }>(
		`SELECT "contactId", category, change, source, "messageId", proof, at FROM (
			SELECT c.contact_id AS "contactId", c.category, c.change, c.source, c.message_id AS "messageId", c.proof, c.at, c.id,
				ROW_NUMBER() OVER (PARTITION BY c.contact_id ORDER BY c.at DESC, c.id DESC) AS place
			FROM ${session.dialect.rows('wanted', { id: 'text' })} w CROSS JOIN consent_event c WHERE c.contact_id = w.id
		) latest WHERE place <= :limit ORDER BY "contactId", at, id`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))), limit },
	);
	return rows.map(({ proof, ...word }) => ({ ...word, ...(proof === null ? {} : { proof }) }));
}
