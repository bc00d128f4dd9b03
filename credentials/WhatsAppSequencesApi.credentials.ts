import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** One business number of WhatsApp: how to reach it, and where the data of its sequences is kept. */
const forPostgres = { show: { store: ['postgres'] } };

const postgresFields: INodeProperties[] = [
	{
		displayName: 'Host',
		name: 'postgresHost',
		type: 'string',
		default: 'localhost',
		displayOptions: forPostgres,
		description: 'Name or address of the database server',
	},
	{
		displayName: 'Port',
		name: 'postgresPort',
		type: 'number',
		default: 5432,
		displayOptions: forPostgres,
		description: 'Port of the database server',
	},
	{
		displayName: 'Database',
		name: 'postgresDatabase',
		type: 'string',
		default: 'postgres',
		displayOptions: forPostgres,
		description: 'It must exist; the tables are made by themselves',
	},
	{
		displayName: 'User',
		name: 'postgresUser',
		type: 'string',
		default: 'postgres',
		displayOptions: forPostgres,
		description: 'Needs the right to create the schema below, or to create tables in it when it is there',
	},
	{
		displayName: 'Password',
		name: 'postgresPassword',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: forPostgres,
		description: 'Password of that user',
	},
	{
		displayName: 'Schema',
		name: 'postgresSchema',
		type: 'string',
		default: 'whatsapp_sequences',
		displayOptions: forPostgres,
		description: 'Where the tables live, apart from all others. Letters, digits and underscores.',
	},
	{
		displayName: 'TLS',
		name: 'postgresTls',
		type: 'options',
		default: 'disable',
		displayOptions: forPostgres,
		options: [
			{ name: 'Off', value: 'disable', description: 'For a server on the same machine or in the same private network' },
			{ name: 'On, Any Certificate', value: 'require', description: 'Encrypted; whose server it is stays unchecked' },
			{ name: 'On, Checked Certificate', value: 'verify', description: 'Encrypted, and the certificate must be valid for the host' },
		],
		description: 'Whether the connection to the database is encrypted',
	},
	{
		displayName: 'CA Certificate',
		name: 'postgresCa',
		type: 'string',
		typeOptions: { rows: 4, password: true },
		default: '',
		displayOptions: { show: { store: ['postgres'], postgresTls: ['verify'] } },
		description: 'The certificate (PEM) that signed the one of the server. Leave empty when a public authority did. Optional.',
	},
];

// Tested by the Sequence Trigger (nodes/shared/credential-test.ts): a test of the credential's own could not look at the store.
export class WhatsAppSequencesApi implements ICredentialType {
	name = 'whatsAppSequencesApi';

	displayName = 'WhatsApp Sequences API';

	icon = { light: 'file:whatsAppSequencesApi.svg', dark: 'file:whatsAppSequencesApi.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-whatsapp-sequences/n8n-nodes-whatsapp-sequences/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'One credential stands for one business phone number. Where each value is found: open the docs above.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Meta Business settings > Users > System users > Generate token, with whatsapp_business_messaging and whatsapp_business_management. The token shown on API Setup works too, but only for a day.',
		},
		{
			displayName: 'Phone Number ID',
			name: 'phoneNumberId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 106540352242922',
			description: 'Meta App Dashboard > WhatsApp > API Setup, below the sender. It is not the phone number itself.',
		},
		{
			displayName: 'WhatsApp Business Account ID',
			name: 'businessAccountId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 102290129340398',
			description: 'On the same page, beside the Phone Number ID. Templates and webhooks belong to it.',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1191624265890717',
			description: 'Meta App Dashboard > App settings > Basic. Needed to receive messages.',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'On the same page, behind Show. It proves that a message really comes from Meta, so nothing is received without it.',
		},
		{
			displayName: 'Verify Token',
			name: 'verifyToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'A password that you make up, of letters and digits. Meta shows it to n8n when the webhook is set up. Needed to receive messages.',
		},
		{
			displayName: 'Default Time Zone',
			name: 'timeZone',
			type: 'string',
			default: 'UTC',
			placeholder: 'e.g. Europe/Berlin',
			description: 'For contacts without a time zone of their own whose phone number tells none either. Days and times of day are counted in it.',
		},
		{
			displayName: 'Default Country',
			name: 'country',
			type: 'string',
			default: '',
			placeholder: 'e.g. DE',
			description: 'Two letters, for phone numbers that are written without a country code. Optional.',
		},
		{
			displayName: 'Test Recipients',
			name: 'testRecipients',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. +491701234567',
			description:
				'While you try things out: phone numbers with country code, one a line. As long as there are any, nobody else gets a message.',
		},
		{
			displayName: 'Keep Data In',
			name: 'store',
			type: 'options',
			default: 'embedded',
			options: [
				{
					name: 'File of This n8n',
					value: 'embedded',
					description: 'Needs no set-up. For an n8n that runs as one process.',
				},
				{
					name: 'PostgreSQL',
					value: 'postgres',
					description: 'A database of your own, version 13 or newer. For any number of n8n processes.',
				},
				{
					name: 'Workflow Static Data',
					value: 'static',
					description: 'In the workflow itself. For trying it out and for small lists, in an n8n of one process.',
				},
			],
			description: 'Where contacts, enrollments and sends are remembered',
		},
		{
			displayName:
				'Each workflow keeps its own contacts: put all WhatsApp nodes that belong together into one workflow. It holds up to 2,000 people in sequences at a time. When n8n crashes, nothing is sent twice and opt-outs stay, but messages that were on their way are held as unconfirmed until WhatsApp reports on them. Do not use static data in other nodes of the workflow. Not for queue mode.',
			name: 'staticNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { store: ['static'] } },
		},
		{
			displayName: 'File',
			name: 'storeFile',
			type: 'string',
			default: '',
			placeholder: 'e.g. /home/node/.n8n/whatsapp-sequences.db',
			displayOptions: { show: { store: ['embedded'] } },
			description: 'Leave empty to keep it in the folder of n8n. Optional.',
		},
		...postgresFields,
		{
			displayName: 'Keep History For (Days)',
			name: 'keepHistoryDays',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			description:
				'Timelines and finished sends that are older are deleted, as long as a Sequence Trigger or Desk Trigger is active. 0 keeps them for ever. Contacts, opt-outs, enrollments and totals stay.',
		},
		{
			displayName: 'Dashboard User',
			name: 'dashboardUser',
			type: 'string',
			default: '',
			description: 'Name to log in with on the page of a WhatsApp Sequence Dashboard node',
		},
		{
			displayName: 'Dashboard Password',
			name: 'dashboardPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Password for that page. Nobody can open it as long as this is empty.',
		},
		{
			displayName: 'Graph Base URL',
			name: 'graphBaseUrl',
			type: 'string',
			default: 'https://graph.facebook.com',
			description: 'Change it only for tests or a proxy of your own',
		},
		{
			displayName: 'Graph Version',
			name: 'graphVersion',
			type: 'string',
			default: 'v26.0',
			description: 'Version of Meta’s API. Meta serves each one for about two years.',
		},
	];

	/** A function, because n8n evaluates the declarative form anew for every message: 4.7 ms of CPU against 3.0. */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...requestOptions,
		headers: { ...requestOptions.headers, Authorization: `Bearer ${String(credentials.accessToken ?? '').trim()}` },
	});
}
