/** A real n8n with the packed nodes, an emulator of Meta, and the credential that joins them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { credentialFor } from '../../scripts/demo/credential';
import { Customers } from '../../scripts/demo/customer';
import { setUpFromEnvironment } from '../../scripts/n8n/environment';
import { startN8n, type N8nInstance } from '../../scripts/n8n/instance';
import { N8nRest } from '../../scripts/n8n/rest';
import type { StoredCredential } from '../../scripts/n8n/rest-types';

export interface RealN8n {
	n8n: N8nInstance;
	rest: N8nRest;
	emulator: Emulator;
	customers: Customers;
	credential: StoredCredential;
	/** The embedded store's file; open it only while n8n is stopped, or to read. */
	storeFile: string;
	close(): Promise<void>;
}

export async function startRealN8n(emulatorOptions: Partial<EmulatorOptions> = {}): Promise<RealN8n> {
	const userFolder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-e2e-'));
	const emulator = await startEmulator({ pairIntervalMs: 0, ...emulatorOptions });
	const n8n = await startN8n({ ...setUpFromEnvironment(), userFolder });
	const rest = new N8nRest(n8n.url);
	await rest.signIn();
	const credential = await rest.createCredential('whatsAppSequencesApi', 'WhatsApp Sequences account', credentialFor(emulator));
	return {
		n8n,
		rest,
		emulator,
		customers: new Customers(emulator.url),
		credential,
		storeFile: path.join(n8n.dataFolder, 'whatsapp-sequences', 'store.sqlite'),
		close: async () => {
			await n8n.stop();
			await emulator.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

/** Asks again and again until the answer satisfies; throws what was last seen when time is up. */
export async function eventually<Answer>(
	ask: () => Promise<Answer>,
	satisfies: (answer: Answer) => boolean,
	withinMs: number,
): Promise<Answer> {
	const deadline = Date.now() + withinMs;
	for (;;) {
		const answer = await ask();
		if (satisfies(answer)) return answer;
		if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms; last seen: ${JSON.stringify(answer)?.slice(0, 2000)}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
