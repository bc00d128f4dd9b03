/**
 * Status webhooks, one update a POST, in a real n8n on its default settings: through n8n's Webhook node (n8n's own
 * WhatsApp Trigger registers at graph.facebook.com only and cannot be pointed elsewhere; it costs the same webhook and
 * the same execution), through our trigger on n8n's webhook, and through its dedicated listener.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../emulator';
import { openEmbeddedStore } from '../engine/store/open-embedded';
import { signatureOf } from '../engine/whatsapp/signature';
import { credentialFor } from '../scripts/demo/credential';
import { setUpFromEnvironment } from '../scripts/n8n/environment';
import { startN8n } from '../scripts/n8n/instance';
import { freePorts } from '../scripts/n8n/ports';
import { N8nRest } from '../scripts/n8n/rest';
import { chain, packNode } from '../test/e2e/workflows';
import { atLeast, atMost, conclude, rounded } from './report';

const QUICK = process.argv.includes('--quick');
/** Updates a door gets; the slow doors are told by fewer. */
const UPDATES = { rival: QUICK ? 40 : 300, webhook: QUICK ? 80 : 600, listener: QUICK ? 8_000 : 60_000 };
/** POSTs at once; Meta sends many at a time. */
const AT_ONCE = { rival: 8, webhook: 8, listener: 64 };

type Door = keyof typeof UPDATES;

const wamidOf = (door: Door, n: number): string => `wamid.${door}.${n}`;

/** What was sent to these people, so that every status has its send. */
async function seed(file: string, phoneNumberId: string): Promise<void> {
	const store = await openEmbeddedStore(file, Date.now());
	const account = store.forAccount(phoneNumberId);
	for (const door of ['webhook', 'listener'] as const) {
		for (let from = 0; from < UPDATES[door]; from += 1_000) {
			const numbers = Array.from({ length: Math.min(1_000, UPDATES[door] - from) }, (_, i) => from + i);
			const permits = await account.beginSends(
				numbers.map((n) => ({ node: door, contact: { phone: phoneOf(door, n) }, category: 'utility', label: 'bench' })),
				Date.now(),
			);
			await account.settleSends(
				permits.flatMap((permit, i) =>
					permit.allowed ? [{ sendId: permit.sendId, outcome: { kind: 'accepted' as const, wamid: wamidOf(door, numbers[i]!) } }] : [],
				),
				Date.now(),
			);
		}
	}
	await store.close();
}

const phoneOf = (door: Door, n: number): string => `+49170${door === 'webhook' ? 1 : 2}${String(n).padStart(6, '0')}`;

/** How many of a door's sends the store knows to be delivered. */
async function deliveredIn(file: string, door: Door): Promise<number> {
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	const row = database.prepare("SELECT COUNT(*) AS n FROM send WHERE node = ? AND state = 'delivered'").get(door) as { n: number };
	database.close();
	return row.n;
}

function statusBody(door: Door, n: number, { account }: Emulator): Buffer {
	const status = { id: wamidOf(door, n), status: 'delivered', timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: phoneOf(door, n).slice(1) };
	const metadata = { display_phone_number: '4930123456', phone_number_id: account.phoneNumberId };
	const value = { messaging_product: 'whatsapp', metadata, statuses: [status] };
	return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: account.businessAccountId, changes: [{ field: 'messages', value }] }] }));
}

interface Run {
	perSecond: number;
	answerMedianMs: number;
	healthMedianMs: number;
	refused: number;
}

/** Delivers all updates of a door, so many at once, while the editor's /healthz is asked ten times a second. */
async function deliver(door: Door, address: string, emulator: Emulator, rest: N8nRest): Promise<Run> {
	const posts = Array.from({ length: UPDATES[door] }, (_, n) => {
		const body = statusBody(door, n, emulator);
		return { body, signature: signatureOf(body, emulator.account.appSecret) };
	});
	const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE[door] });
	const answers: number[] = [];
	let refused = 0;
	const health: number[] = [];
	const pulse = setInterval(() => void rest.healthLatencyMs().then((ms) => health.push(ms)), 100);
	const started = performance.now();
	const sender = async (): Promise<void> => {
		for (let next = posts.pop(); next; next = posts.pop()) {
			const at = performance.now();
			if ((await post(address, next.body, next.signature, agent)) !== 200) refused++;
			answers.push(performance.now() - at);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE[door] }, sender));
	const seconds = (performance.now() - started) / 1000;
	clearInterval(pulse);
	agent.destroy();
	return { perSecond: UPDATES[door] / seconds, answerMedianMs: median(answers), healthMedianMs: median(health), refused };
}

function post(address: string, body: Buffer, signature: string, agent: Agent): Promise<number> {
	return new Promise((resolve, reject) => {
		const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length, 'X-Hub-Signature-256': signature };
		const call = request(address, { method: 'POST', agent, headers }, (answer) => {
			answer.resume();
			answer.on('end', () => resolve(answer.statusCode ?? 0));
		});
		call.on('error', reject);
		call.end(body);
	});
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function main(): Promise<number> {
	const userFolder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-bench-'));
	const file = path.join(userFolder, 'store.sqlite');
	const emulator = await startEmulator();
	await seed(file, emulator.account.phoneNumberId);
	const n8n = await startN8n({ ...setUpFromEnvironment(), userFolder });
	try {
		const rest = new N8nRest(n8n.url);
		await rest.signIn();
		const credential = await rest.createCredential('whatsAppSequencesApi', 'Bench', { ...credentialFor(emulator), store: 'embedded', storeFile: file });
		const [port] = await freePorts(1);
		const trigger = (name: string, parameters: IDataObject) => packNode('whatsAppMessageTrigger', name, { registration: 'manual', ...parameters }, credential);
		const ours = trigger('Ours', {});
		const listening = trigger('Listening', { door: 'listener', listenPort: port, listenPath: '/whatsapp', publicAddress: 'https://hooks.example.com/whatsapp' });
		const rival = { ...packNode('rival', 'Rival', { httpMethod: 'POST', path: 'rival', responseMode: 'onReceived', options: {} }, credential), type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: 'rival', credentials: {} };
		for (const node of [ours, listening, rival]) await rest.activate((await rest.createWorkflow(chain(node.name, [node]))).id);

		const addresses: Record<Door, string> = {
			rival: `${n8n.url}/webhook/rival`,
			webhook: `${n8n.url}/webhook/${ours.webhookId}/webhook`,
			listener: `http://127.0.0.1:${port}/whatsapp`,
		};
		const runs = {} as Record<Door, Run>;
		for (const door of ['rival', 'webhook', 'listener'] as const) {
			runs[door] = await deliver(door, addresses[door], emulator, rest);
			// n8n answers the rival before its executions have run; they must not slow down who comes next.
			while ((await rest.executionCount(undefined, ['success'])) < UPDATES.rival) await wait(200);
		}
		const missing = UPDATES.webhook + UPDATES.listener - (await deliveredIn(file, 'webhook')) - (await deliveredIn(file, 'listener'));
		const { rival: first, webhook, listener } = runs;
		return conclude({
			bench: 'webhook',
			versions: { n8n: '2.40.7', node: process.version },
			figures: {
				'statuses per second, n8n Webhook node': rounded(first.perSecond, 1),
				'statuses per second, our trigger on n8n’s webhook': rounded(webhook.perSecond, 1),
				'statuses per second, dedicated listener': rounded(listener.perSecond),
				'median answer of the listener in ms': rounded(listener.answerMedianMs, 1),
				'POSTs not answered with 200': first.refused + webhook.refused + listener.refused,
			},
			must: {
				'our trigger on n8n’s webhook, times the Webhook node': atLeast(rounded(webhook.perSecond / first.perSecond), 2.5),
				'dedicated listener, times the Webhook node': atLeast(rounded(listener.perSecond / first.perSecond), 200),
				'updates missing in the store': atMost(missing, 0),
				'median of /healthz in ms while the listener works': atMost(rounded(listener.healthMedianMs, 1), 100),
			},
		});
	} finally {
		await n8n.stop();
		await emulator.close();
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
