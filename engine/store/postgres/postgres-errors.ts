/** PostgreSQL's errors: which ones another try mends, and what the others mean in a sentence. */
import { StoreUnavailable } from '../contract';

/**
 * Lost against another transaction: serialization, deadlock, a row that somebody else inserted first, and a person whom
 * somebody erased after we had read them.
 */
const LOST_RACE = new Set(['40001', '40P01', '23505', '23503']);

/** The connection is gone, and with it the transaction that was open on it. */
const CONNECTION_GONE = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);

/** pg's own errors have no code. The last one means that nothing was sent any more. */
const NOT_SENT = /not queryable/;
const GONE_BY_MESSAGE = /^Connection terminated unexpectedly|not queryable/;

const NO_CERTIFICATE =
	'The certificate of the database server cannot be checked. Paste the certificate of the authority that signed it into "CA Certificate" in the credential, or set TLS to "On, Any Certificate".';
const SERVER_GONE = 'The database server was shut down or restarted. Nothing of this batch was stored; it works again by itself once the server runs.';
const UNREACHABLE = 'The database server cannot be reached at this host and port. Check both in the credential, that the server runs, and the firewall.';
const NO_DISK = 'The disk of the database is full. Free some space; nothing of this batch was stored.';

const SENTENCES: Record<string, string> = {
	'28P01': 'The database refuses the password. Check user and password in the credential.',
	'28000': 'The database refuses this user. Check user and TLS in the credential, and pg_hba.conf on the server.',
	'3D000': 'There is no database of this name on the server. Create it, or correct the name in the credential.',
	'42501': 'The database user may not do this. Give it the right to create a schema, or create the schema for it and make it the owner.',
	'25006': 'The database server is read-only, as a standby is. Enter the host of the primary server in the credential; nothing of this batch was stored.',
	'53100': NO_DISK,
	'53200': 'The database server is out of memory. Give it more, or lower its settings; nothing of this batch was stored.',
	'53300': 'The database takes no more connections. Raise max_connections, or use a connection pooler.',
	'57P01': SERVER_GONE,
	'57P02': SERVER_GONE,
	'57P03': 'The database server is starting up or shutting down. It works again by itself once the server runs.',
	ECONNRESET: SERVER_GONE,
	EPIPE: SERVER_GONE,
	ECONNREFUSED: 'No database server answers at this host and port. Check both in the credential, and that the server runs.',
	ENOTFOUND: 'There is no server of this name. Check the host in the credential.',
	EAI_AGAIN: 'The name of the database server cannot be looked up at the moment. Check the host in the credential and the DNS of this machine.',
	ETIMEDOUT: UNREACHABLE,
	EHOSTUNREACH: UNREACHABLE,
	ENETUNREACH: UNREACHABLE,
	DEPTH_ZERO_SELF_SIGNED_CERT: NO_CERTIFICATE,
	SELF_SIGNED_CERT_IN_CHAIN: NO_CERTIFICATE,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: NO_CERTIFICATE,
	UNABLE_TO_GET_ISSUER_CERT: NO_CERTIFICATE,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NO_CERTIFICATE,
	CERT_HAS_EXPIRED: 'The certificate of the database server has expired. Renew it on the server.',
	ERR_TLS_CERT_ALTNAME_INVALID:
		'The certificate of the database server is made out to another name. Enter the host in the credential as the certificate has it.',
	ERR_OSSL_PEM_NO_START_LINE: 'The "CA Certificate" in the credential is no PEM text. Paste it with its BEGIN and END lines.',
};

/** What has no code, or whose code says too little. */
const BY_MESSAGE: Array<[RegExp, string]> = [
	[/pg_hba\.conf.*(no encryption|SSL off)/, 'The database server wants an encrypted connection. Set TLS to "On" in the credential.'],
	[/server does not support SSL/, 'The database server offers no TLS. Set TLS to "Off" in the credential, or switch ssl on at the server.'],
	[/password must be a/, 'The database server wants a password. Enter it in the credential.'],
	[/PEM|bad base64|no start line/, SENTENCES.ERR_OSSL_PEM_NO_START_LINE!],
	[/connection timeout|^Connection terminated due to/, UNREACHABLE],
	[
		/timeout exceeded when trying to connect/,
		'All connections of this n8n process to the database are busy. Check whether the server is overloaded; nothing of this batch was stored.',
	],
	[GONE_BY_MESSAGE, SERVER_GONE],
];

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
const wordsOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? error);

/** Class 08 is what PgBouncer answers when its connection to the server broke. */
export function isConnectionLoss(error: unknown): boolean {
	return CONNECTION_GONE.has(codeOf(error)) || codeOf(error).startsWith('08') || GONE_BY_MESSAGE.test(wordsOf(error));
}

export function isLostRace(error: unknown): boolean {
	return LOST_RACE.has(codeOf(error));
}

/** For an error of COMMIT: the connection broke before the answer came, so it may have been carried out. */
export function mayHaveCommitted(error: unknown): boolean {
	return isConnectionLoss(error) && !NOT_SENT.test(wordsOf(error));
}

/** The sentence when nobody knows whether the transaction holds. */
export function outcomeUnknown(cause: unknown): StoreUnavailable {
	return new StoreUnavailable(
		'The connection to the database broke at the very moment of storing, so this batch may be stored or not. Run it again: what is stored is kept, and no message is sent twice.',
		{ cause },
	);
}

/** A StoreUnavailable with a sentence where there is one; everything else passes unchanged. */
export function explainPostgresError(error: unknown): unknown {
	const words = wordsOf(error);
	const code = codeOf(error);
	const sentence = BY_MESSAGE.find(([pattern]) => pattern.test(words))?.[1] ?? SENTENCES[code] ?? (code.startsWith('08') ? SERVER_GONE : undefined);
	return sentence ? new StoreUnavailable(sentence, { cause: error }) : error;
}

/** For an error that is thrown on: n8n's lint rule asks for a NodeApiError there, which is the nodes' business. */
export const asIs = (error: unknown): unknown => error;
