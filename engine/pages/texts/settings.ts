/** The page of settings. */
import { counted } from './counted';

export const settings = {
	title: 'Settings',
	explain: 'What the credential of this number says. Secrets are never shown; change anything in n8n under Credentials.',
	number: 'Phone number ID',
	business: 'WhatsApp Business Account ID',
	app: 'App ID',
	timeZone: 'Time zone',
	country: 'Country',
	store: 'Data is kept in',
	history: 'History is kept',
	forEver: 'for ever',
	days: (count: number): string => counted(count, 'day', 'days'),
	testRecipients: 'Test recipients',
	everybody: 'none: messages go to everybody',
	graph: 'Graph API',
	set: 'set',
	notSet: 'not set',
	secrets: 'Secrets',
	token: 'Access token',
	appSecret: 'App secret',
	verifyToken: 'Verify token',
} as const;
