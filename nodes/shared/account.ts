/** The credential as nodes use it: one business number, and where its data is kept. */
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { toE164 } from '../../engine/contact/phone';

export const CREDENTIAL = 'whatsAppSequencesApi';

export interface Account {
	accessToken: string;
	phoneNumberId: string;
	businessAccountId: string;
	appId: string;
	appSecret: string;
	verifyToken: string;
	/** Without a slash at the end, e.g. https://graph.facebook.com */
	graphBaseUrl: string;
	/** e.g. v26.0 */
	graphVersion: string;
	/** IANA zone for contacts without one of their own. */
	timeZone: string;
	/** ISO country (two letters) for phone numbers written without a country code; empty when none is set. */
	country: string;
	/** E.164 numbers or user ids; when there are any, nobody else is sent to. */
	testRecipients: string[];
	/** Days after which timeline and finished sends are forgotten; 0 keeps them for ever. */
	keepHistoryDays: number;
	/** Who may open the dashboard; nobody while the password is empty. */
	dashboardUser: string;
	dashboardPassword: string;
	store: StoreChoice;
}

export type StoreChoice =
	/** An empty file stands for the default in n8n's user folder. */
	| { kind: 'embedded'; file: string }
	| { kind: 'static' }
	| ({ kind: 'postgres' } & PostgresChoice);

export interface PostgresChoice {
	host: string;
	port: number;
	database: string;
	user: string;
	password: string;
	schema: string;
	tls: 'disable' | 'require' | 'verify';
	/** PEM; empty for the certificate authorities that Node knows. */
	ca: string;
}

interface CredentialReader {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
	getNode(): INode;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Reads the credential. Throws NodeOperationError when the phone number id, the scope of all data, is missing. */
export async function readAccount(reader: CredentialReader): Promise<Account> {
	const fields = await reader.getCredentials(CREDENTIAL);
	const account = toAccount(fields);
	if (account.phoneNumberId === '') {
		throw new NodeOperationError(reader.getNode(), 'The credential has no Phone Number ID', {
			description: 'Open the WhatsApp Sequences credential and paste it from Meta: WhatsApp > API Setup.',
		});
	}
	return account;
}

/** A number as it is compared, however it was typed: +49 170 123 is +49170123. User ids stay as they are. */
function recipient(typed: string, country: string): string {
	const trimmed = typed.trim();
	return toE164(trimmed, country) ?? trimmed;
}

export function toAccount(fields: ICredentialDataDecryptedObject): Account {
	const country = text(fields.country).toUpperCase();
	return {
		accessToken: text(fields.accessToken),
		phoneNumberId: text(fields.phoneNumberId),
		businessAccountId: text(fields.businessAccountId),
		appId: text(fields.appId),
		appSecret: text(fields.appSecret),
		verifyToken: text(fields.verifyToken),
		graphBaseUrl: (text(fields.graphBaseUrl) || 'https://graph.facebook.com').replace(/\/+$/, ''),
		graphVersion: text(fields.graphVersion) || 'v26.0',
		timeZone: text(fields.timeZone) || 'UTC',
		country,
		testRecipients: text(fields.testRecipients).split(/[,;\n]/).map((typed) => recipient(typed, country)).filter(Boolean),
		keepHistoryDays: Math.max(0, Math.floor(Number(fields.keepHistoryDays) || 0)),
		dashboardUser: text(fields.dashboardUser),
		// As it was typed: spaces belong to a password.
		dashboardPassword: typeof fields.dashboardPassword === 'string' ? fields.dashboardPassword : '',
		store: toStore(fields),
	};
}

function toStore(fields: ICredentialDataDecryptedObject): StoreChoice {
	if (fields.store === 'static') return { kind: 'static' };
	if (fields.store !== 'postgres') return { kind: 'embedded', file: text(fields.storeFile) };
	return {
		kind: 'postgres',
		host: text(fields.postgresHost) || 'localhost',
		port: Number(fields.postgresPort) || 5432,
		database: text(fields.postgresDatabase) || 'postgres',
		user: text(fields.postgresUser) || 'postgres',
		password: typeof fields.postgresPassword === 'string' ? fields.postgresPassword : '',
		schema: text(fields.postgresSchema) || 'whatsapp_sequences',
		tls: fields.postgresTls === 'require' || fields.postgresTls === 'verify' ? fields.postgresTls : 'disable',
		ca: text(fields.postgresCa),
	};
}
