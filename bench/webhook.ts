/**
 * Status webhooks, one update a POST, in a real n8n on its default settings: through n8n's Webhook node (n8n's own
 * WhatsApp Trigger registers at graph.facebook.com only and cannot be pointed elsewhere; it costs the same webhook and
 * the same execution), through our trigger on n8n's webhook, through the same with the option that has n8n's router pass
 * each webhook on (what a webhook costs that n8n brings to a node), and through the dedicated listener. Then POSTs of a
 * thousand updates each, in both stores.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../emulator';
import { credentialFor } from '../scripts/demo/credential';
import { setUpFromEnvironment } from '../scripts/n8n/environment';
import { startN8n, type N8nInstance } from '../scripts/n8n/instance';
import { freePorts } from '../scripts/n8n/ports';
import { N8nRest } from '../scripts/n8n/rest';
import { chain, packNode } from '../test/e2e/workflows';
import { postgresUrl } from './postgres';
import { atLeast, atMost, conclude, median, rounded } from './report';
import { BATCH, deliverBatches, type Batches } from './webhook/batches';
import { postAll } from './webhook/poster';
import { fileStore, postgresStore, type BenchStore } from './webhook/stores';
import { deliveredPost, seedSends, type People } from './webhook/updates';

const QUICK = process.argv.includes('--quick');
/** Updates a door gets; the slow doors are told by fewer. */
const UPDATES = { rival: QUICK ? 60 : 300, routed: QUICK ? 40 : 300, webhook: QUICK ? 8_000 : 60_000, listener: QUICK ? 8_000 : 60_000 };
/** POSTs at once; Meta sends many at a time. */
const AT_ONCE = { rival: 8, routed: 8, webhook: 128, listener: 128 };
/** Those whose updates end in our store. */
const OURS = ['routed', 'webhook', 'listener'] as const;
/** POSTs of a thousand statuses, and as many of a thousand messages, for each door that gets them. */
const BATCH_POSTS = QUICK ? 5 : 30;

type Door = keyof typeof UPDATES;

const peopleOf = (door: Door): People => ({ door, digit: Object.keys(UPDATES).indexOf(door) });
const BATCH_PEOPLE = {
	webhook: { door: 'batches-webhook', digit: 4 },
	listener: { door: 'batches-listener', digit: 5 },
	postgres: { door: 'batches-postgres', digit: 6 },
} satisfies Record<string, People>;

/** What was sent to these people, so that every status has its send. */
async function seed(file: BenchStore, postgres: BenchStore, phoneNumberId: string): Promise<void> {
	const embedded = await file.open();
	const account = embedded.forAccount(phoneNumberId);
	for (const door of OURS) await seedSends(account, peopleOf(door), UPDATES[door]);
	await seedSends(account, BATCH_PEOPLE.webhook, BATCH_POSTS * BATCH);
	await seedSends(account, BATCH_PEOPLE.listener, BATCH_POSTS * BATCH);
	await embedded.close();
	const server = await postgres.open();
	await seedSends(server.forAccount(phoneNumberId), BATCH_PEOPLE.postgres, BATCH_POSTS * BATCH);
	await server.close();
}

interface Run {
	perSecond: number;
	/** Of n8n's process, for one webhook with all that follows from it. */
	cpuMs: number;
	answerMedianMs: number;
	healthMedianMs: number;
	refused: number;
}

/** Delivers all updates of a door, so many at once, while the editor's /healthz is asked ten times a second. */
async function deliver(door: Door, address: string, emulator: Emulator, rest: N8nRest, n8n: N8nInstance): Promise<Run> {
	const posts = Array.from({ length: UPDATES[door] }, (_, n) => deliveredPost(emulator.account, peopleOf(door), n));
	const health: number[] = [];
	const pulse = setInterval(() => void rest.healthLatencyMs().then((ms) => health.push(ms)), 100);
	const cpuBefore = await n8n.cpuSeconds();
	const { seconds, answers, refused } = await postAll(address, posts, AT_ONCE[door]);
	clearInterval(pulse);
	// n8n answers the rival before its executions have run; they are its price, and must not slow down who comes next.
	while ((await rest.executionCount(undefined, ['success'])) < UPDATES.rival) await wait(200);
	const cpuMs = (((await n8n.cpuSeconds()) - cpuBefore) * 1000) / UPDATES[door];
	return { perSecond: UPDATES[door] / seconds, cpuMs, answerMedianMs: median(answers), healthMedianMs: median(health), refused };
}

async function main(): Promise<number> {
	const userFolder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-bench-'));
	const file = fileStore(path.join(userFolder, 'store.sqlite'));
	const postgres = postgresStore(postgresUrl());
	const emulator = await startEmulator();
	await seed(file, postgres, emulator.account.phoneNumberId);
	const n8n = await startN8n({ ...setUpFromEnvironment(), userFolder });
	try {
		const rest = new N8nRest(n8n.url);
		await rest.signIn();
		const credentialOf = ({ fields }: BenchStore) => rest.createCredential('whatsAppSequencesApi', 'Bench', { ...credentialFor(emulator), ...fields });
		const credential = await credentialOf(file);
		const onPostgres = await credentialOf(postgres);
		const [port] = await freePorts(1);
		const trigger = (name: string, parameters: IDataObject, its = credential) => packNode('whatsAppMessageTrigger', name, { registration: 'manual', ...parameters }, its);
		const listen = (listenPath: string): IDataObject => ({ door: 'listener', listenPort: port, listenPath, publicAddress: `https://hooks.example.com${listenPath}` });
		const ours = trigger('Ours', {});
		const routed = trigger('Routed', { options: { routeThroughN8n: true } });
		const listening = trigger('Listening', listen('/whatsapp'));
		const storing = trigger('Storing on PostgreSQL', listen('/postgres'), onPostgres);
		const rival = { ...packNode('rival', 'Rival', { httpMethod: 'POST', path: 'rival', responseMode: 'onReceived', options: {} }, credential), type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: 'rival', credentials: {} };
		for (const node of [ours, routed, listening, storing, rival]) await rest.activate((await rest.createWorkflow(chain(node.name, [node]))).id);

		const addresses: Record<Door, string> = {
			rival: `${n8n.url}/webhook/rival`,
			routed: `${n8n.url}/webhook/${routed.webhookId}/webhook`,
			webhook: `${n8n.url}/webhook/${ours.webhookId}/webhook`,
			listener: `http://127.0.0.1:${port}/whatsapp`,
		};
		const runs = {} as Record<Door, Run>;
		for (const door of ['rival', 'routed', 'webhook', 'listener'] as const) {
			runs[door] = await deliver(door, addresses[door], emulator, rest, n8n);
		}
		const batches = async (address: string, people: People): Promise<Batches> => {
			const before = await rest.executionCount(undefined, ['success']);
			return await deliverBatches(address, emulator.account, people, BATCH_POSTS, async (count) => {
				while ((await rest.executionCount(undefined, ['success'])) < before + count) await wait(50);
			});
		};
		const batchRuns: Record<string, Batches> = {
			'n8n’s webhook': await batches(addresses.webhook, BATCH_PEOPLE.webhook),
			'the listener': await batches(addresses.listener, BATCH_PEOPLE.listener),
			'the listener, PostgreSQL': await batches(`http://127.0.0.1:${port}/postgres`, BATCH_PEOPLE.postgres),
		};
		const inFile = await file.counts();
		const onServer = await postgres.counts();
		const sent = OURS.reduce((sum, door) => sum + UPDATES[door], 0) + 3 * BATCH_POSTS * BATCH;
		const missing = sent - inFile.delivered - onServer.delivered + 3 * BATCH_POSTS * BATCH - inFile.writers - onServer.writers;
		const slowest = Math.max(...Object.values(batchRuns).flatMap(({ statusesMs, messagesMs }) => [statusesMs, messagesMs]));
		const { rival: first, webhook, listener } = runs;
		const row = ({ perSecond, cpuMs, answerMedianMs, healthMedianMs, refused }: Run): Record<string, number> => ({
			'webhooks a second': rounded(perSecond, 1),
			'CPU ms of n8n per webhook': rounded(cpuMs),
			'median answer in ms': rounded(answerMedianMs, 1),
			'median of /healthz meanwhile in ms': rounded(healthMedianMs, 1),
			'not answered with 200': refused,
		});
		return conclude({
			bench: 'webhook',
			versions: { n8n: '2.40.7', node: process.version },
			rows: {
				'n8n Webhook node': row(first),
				'our trigger, passed on by n8n’s router': row(runs.routed),
				'our trigger on n8n’s webhook': row(webhook),
				'our dedicated listener': row(listener),
			},
			figures: Object.fromEntries(
				Object.entries(batchRuns).flatMap(([door, { statusesMs, messagesMs, refused }]) => [
					[`1,000 statuses in one POST to ${door}, median answer in ms`, rounded(statusesMs, 1)],
					[`1,000 messages in one POST to ${door}, median answer in ms`, rounded(messagesMs, 1)],
					[`POSTs to ${door} not answered with 200`, refused],
				]),
			),
			must: {
				'our trigger on n8n’s webhook, times the Webhook node': atLeast(rounded(webhook.perSecond / first.perSecond), 2.5),
				'dedicated listener, times the Webhook node': atLeast(rounded(listener.perSecond / first.perSecond), 200),
				'1,000 updates in one POST, slowest median answer in ms': atMost(rounded(slowest, 1), 250),
				'updates missing in the stores': atMost(missing, 0),
				'median of /healthz in ms while the listener works': atMost(rounded(listener.healthMedianMs, 1), 100),
			},
		});
	} finally {
		await n8n.stop();
		await emulator.close();
		await postgres.remove();
		await rm(userFolder, { recursive: true, force: true });
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
