/** PostgreSQL's errors: which ones another try mends, and what the others mean in a sentence. */
import { StoreRefusal } from '../contract';

/**
 * Lost against another transaction: serialization, deadlock, a row that somebody else inserted first, and a person whom
 * somebody erased after we had read them.
 */
const PASSING = new Set(['40001', '40P01', '23505', '23503']);

const SENTENCES: Record<string, string> = {
	'28P01': 'The database refuses the password. Check user and password in the credential.',
	'28000': 'The database refuses this user. Check the user in the credential and the rights on the server.',
	'3D000': 'There is no database of this name on the server. Create it, or correct the name in the credential.',
	'42501': 'The database user may not do this. Give it the right to create a schema, or create the schema for it.',
	'53100': 'The disk of the database is full. Free some space; nothing of this batch was stored.',
	'53300': 'The database takes no more connections. Raise max_connections, or use a connection pooler.',
	'57P01': 'The database server was shut down. It is tried again by itself.',
	ECONNREFUSED: 'The database server does not answer at this host and port. Is it running?',
	ENOTFOUND: 'There is no server of this name. Check the host in the credential.',
	ETIMEDOUT: 'The database server does not answer in time. Check host, port and firewall.',
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

export function isPassing(error: unknown): boolean {
	return PASSING.has(codeOf(error));
}

/** A StoreRefusal with a sentence where there is one; everything else passes unchanged. */
export function explainPostgresError(error: unknown): unknown {
	const sentence = SENTENCES[codeOf(error)];
	return sentence ? new StoreRefusal(sentence) : error;
}

/** For an error that is thrown on: n8n's lint rule asks for a NodeApiError there, which is the nodes' business. */
export const asIs = (error: unknown): unknown => error;
