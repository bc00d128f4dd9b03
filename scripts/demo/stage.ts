/** What the demo plays on: the emulator, a real n8n with this package, its credential and the example workflow. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type Emulator } from '../../emulator';
import { setUpFromEnvironment } from '../n8n/environment';
import { startN8n, type N8nInstance } from '../n8n/instance';
import { N8nRest } from '../n8n/rest';
import type { StoredCredential } from '../n8n/rest-types';
import { credentialFor } from './credential';
import { dashboardWorkflow, exampleWorkflow, withCredential, withDelaysOf } from './workflow';

export interface Stage {
	emulator: Emulator;
	n8n: N8nInstance;
	rest: N8nRest;
	credential: StoredCredential;
	workflowId: string;
	/** Where the page of the dashboard is. */
	dashboardUrl: string;
	close(): Promise<void>;
}

export interface StageOptions {
	/** Seconds that the steps of the sequence wait, instead of days. */
	stepSeconds: number;
	/** Wanted ports; taken ones are replaced by free ones. */
	n8nPort?: number;
	emulatorPort?: number;
	/** Told what is being done, one line each. */
	say(line: string): void;
}

/** Sign-in of the demo's n8n, which listens on this machine only and is thrown away afterwards. */
export const DEMO_OWNER = { email: 'demo@example.com', password: 'Demo-2026', firstName: 'Demo', lastName: 'Owner' };

/** n8n makes the page's address of it. */
const DASHBOARD_ID = 'demo';

export async function setTheStage(options: StageOptions): Promise<Stage> {
	const userFolder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-demo-'));
	options.say('Starting the emulator of WhatsApp');
	// A demo that shrinks days to seconds shrinks Meta's 6 seconds between two messages to one person, too.
	const emulator = await startEmulator({ port: options.emulatorPort ?? 0, pairIntervalMs: 0 });
	options.say('Starting n8n (half a minute or so)');
	const n8n = await startN8n({ ...setUpFromEnvironment(), userFolder, ...(options.n8nPort ? { port: options.n8nPort } : {}) });
	const rest = new N8nRest(n8n.url);
	await rest.signIn(DEMO_OWNER);
	options.say('Importing and activating the example "Promo follow-up"');
	const credential = await rest.createCredential('whatsAppSequencesApi', 'WhatsApp Sequences account', credentialFor(emulator));
	const workflow = withDelaysOf(withCredential(exampleWorkflow('promo-follow-up.json'), credential), options.stepSeconds);
	const { id } = await rest.createWorkflow(workflow);
	await rest.activate(id);
	const dashboard = await rest.createWorkflow(dashboardWorkflow(DASHBOARD_ID, credential));
	await rest.activate(dashboard.id);
	return {
		emulator,
		n8n,
		rest,
		credential,
		workflowId: id,
		dashboardUrl: `${n8n.url}/webhook/${DASHBOARD_ID}/dashboard`,
		close: async () => {
			await n8n.stop();
			await emulator.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}
