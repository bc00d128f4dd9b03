/**
 * n8n in queue mode (a main process, two workers, a webhook processor) with the PostgreSQL store: 2,000 people are sent
 * to, a worker is killed in the middle, then the main process, and nobody misses a message or gets one twice.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { startEmulator, type Emulator } from '../../emulator';
import type { SendView } from '../../engine/store/contract';
import { openPostgresStore } from '../../engine/store/open-postgres';
import { credentialFor, postgresFields } from '../../scripts/demo/credential';
import { Customers } from '../../scripts/demo/customer';
import { setUpFromEnvironment } from '../../scripts/n8n/environment';
import { startQueueMode, type QueueModeN8n } from '../../scripts/n8n/queue';
import { N8nRest, WorkflowActivationFailed } from '../../scripts/n8n/rest';
import { createDatabase, type OwnDatabase } from '../conformance/postgres/own-database';
import { eventually } from './real-n8n';
import { enrollListWorkflow, messageWorkflow, people, sequenceWorkflow } from './workflows';

const PEOPLE = people(2000, 8);
const STEPS = ['First', 'Second'];
const SCHEMA = 'whatsapp_sequences';
/** Accepted messages at which a process is killed. */
const KILL_WORKER_AT = 700;
const KILL_MAIN_AT = 2200;
/** Main, webhook processor, two workers; a process that was killed may still be counted for a moment. */
const PROCESSES = 5;

describe('n8n in queue mode', () => {
	let userFolder: string;
	let database: OwnDatabase;
	let emulator: Emulator;
	let customers: Customers;
	let n8n: QueueModeN8n;
	let rest: N8nRest;

	beforeAll(async () => {
		userFolder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-queue-'));
		database = await createDatabase();
		// Statuses of two seconds travel together, as Meta's do under load; each webhook is an n8n execution or nearly one.
		emulator = await startEmulator({ pairIntervalMs: 0, latencyMs: 40, statusBatchMs: 2_000 });
		customers = new Customers(emulator.url);
		const prefix = `whatsapp-sequences-test-${randomUUID()}`;
		n8n = await startQueueMode({ ...setUpFromEnvironment(), userFolder, database: database.url, redis: process.env.REDIS_URL!, prefix, workers: 2 });
		rest = new N8nRest(n8n.main.url);
		await rest.signIn();
	}, 300_000);
	afterAll(async () => {
		await n8n?.stop();
		await emulator?.close();
		await database?.drop();
		if (userFolder) await rm(userFolder, { recursive: true, force: true });
	}, 120_000);

	test('the file store is refused with a sentence that says what to choose', async () => {
		const credential = await rest.createCredential('whatsAppSequencesApi', 'In a file', credentialFor(emulator));
		const { id } = await rest.createWorkflow(sequenceWorkflow('In a file', [{ name: 'Hello', seconds: 0, template: 'order_update' }], credential));

		const refused = await rest.activate(id).catch((error: unknown) => error);

		expect(refused).toBeInstanceOf(WorkflowActivationFailed);
		expect((refused as Error).message).toMatch(/n8n runs in queue mode.*Choose PostgreSQL under "Keep Data In" in the credential\./);
	}, 120_000);

	test('a worker and the main process are killed, and every message arrives once or is shown as unconfirmed', async () => {
		const credential = await rest.createCredential('whatsAppSequencesApi', 'In PostgreSQL', { ...credentialFor(emulator), ...postgresFields(database.url, SCHEMA) });
		const steps = STEPS.map((name, i) => ({ name, seconds: i, template: 'order_update' }));
		await rest.activate((await rest.createWorkflow(sequenceWorkflow('Queue', steps, credential))).id);
		await rest.activate((await rest.createWorkflow(enrollListWorkflow('queue-list', 'Queue', credential))).id);
		await rest.activate((await rest.createWorkflow(messageWorkflow(credential))).id);

		const startedAt = Date.now();
		let mostConnections = 0;
		const sent = async (): Promise<number> => {
			mostConnections = Math.max(mostConnections, await connections());
			return (await customers.sends()).length;
		};
		await axios.post(`${n8n.webhooks.url}/webhook/queue-list`, { people: PEOPLE });
		await eventually(sent, (count) => count >= KILL_WORKER_AT, 120_000);
		await n8n.workers[0]!.kill();
		await n8n.workers[0]!.restart();
		await eventually(sent, (count) => count >= KILL_MAIN_AT, 180_000);
		await n8n.main.kill();
		await n8n.main.restart();
		await eventually(standing, isSettled, 300_000);

		const accepted = await acceptedOf(customers);
		const held = await unconfirmedSends();
		const missing = PEOPLE.filter(({ phone }) => STEPS.some((step) => !accepted.has(`${phone.slice(1)} ${step}`)));
		process.stdout.write(`queue mode: ${accepted.size} messages in ${Math.round((Date.now() - startedAt) / 1000)} s, ${held.length} unconfirmed after two kills\n`);
		expect([...accepted.values()].filter((times) => times > 1)).toEqual([]);
		// Whoever misses a message is held at a send that is shown as unconfirmed, and only they are.
		expect(held.length).toBe(missing.length);
		// What a killed worker had marked and not posted yet: some six messages at 80 a second.
		expect(held.length).toBeLessThanOrEqual(24);
		// One pool per process, however many workflows, executions and activations use it.
		expect(mostConnections).toBeLessThanOrEqual(PROCESSES * 8);
	}, 600_000);

	test('no connection outlives n8n', async () => {
		await n8n.stop();
		// The server takes a moment to notice.
		expect(await eventually(connections, (open) => open === 0, 10_000)).toBe(0);
	}, 120_000);

	interface Standing {
		/** Runs that still have something to do: due later, or under a lease. */
		waiting: number;
		/** Sends whose outcome is still expected. */
		sending: number;
	}

	async function standing(): Promise<Standing> {
		const [row] = await database.query<Standing>(
			`SELECT (SELECT COUNT(*)::int FROM ${SCHEMA}.enrollment WHERE state = 'active' AND available_at IS NOT NULL) AS waiting,
				(SELECT COUNT(*)::int FROM ${SCHEMA}.send WHERE state = 'sending' OR state = 'accepted') AS sending`,
		);
		return row!;
	}

	/** Open connections of our pools, of all processes. */
	async function connections(): Promise<number> {
		const [row] = await database.query<{ n: number }>(
			"SELECT COUNT(*)::int AS n FROM pg_stat_activity WHERE application_name = 'n8n-nodes-whatsapp-sequences' AND datname = current_database()",
		);
		return row!.n;
	}

	async function unconfirmedSends(): Promise<SendView[]> {
		const store = await openPostgresStore({ connectionString: database.url, schema: SCHEMA }, Date.now());
		try {
			return await store.forAccount(emulator.account.phoneNumberId).listSends({ unconfirmed: true }, { limit: 5000 });
		} finally {
			await store.close();
		}
	}
});

const isSettled = ({ waiting, sending }: { waiting: number; sending: number }): boolean => waiting === 0 && sending === 0;

/** How often Meta accepted each message, by phone number and step. */
async function acceptedOf(customers: Customers): Promise<Map<string, number>> {
	const accepted = new Map<string, number>();
	for (const send of await customers.sends()) {
		const { step } = JSON.parse(send.callbackData ?? '{}') as { step: string };
		const key = `${send.to.replace(/^\+/, '')} ${step}`;
		accepted.set(key, (accepted.get(key) ?? 0) + 1);
	}
	return accepted;
}
