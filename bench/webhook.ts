/**
 * Status webhooks, one update a POST, in a real n8n on its default settings: through n8n's Webhook node (n8n's own
 * WhatsApp Trigger registers at graph.facebook.com only and cannot be pointed elsewhere; it costs the same webhook and
 * the same execution), through our trigger on n8n's webhook, through the same with the option that has n8n's router pass
 * each webhook on (what a webhook costs that n8n brings to a node), and through the dedicated listener.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../emulator';
import { openEmbeddedStore } from '../engine/store/open-embedded';
import { signatureOf } from '../engine/whatsapp/signature';
import { credentialFor } from '../scripts/demo/credential';
import { setUpFromEnvironment } from '../scripts/n8n/environment';
import { startN8n, type N8nInstance } from '../scripts/n8n/instance';
import { freePorts } from '../scripts/n8n/ports';
import { N8nRest } from '../scripts/n8n/rest';
import { chain, packNode } from '../test/e2e/workflows';
import { atLeast, atMost, conclude, median, rounded } from './report';
import { postAll } from './webhook/poster';

const QUICK = process.argv.includes('--quick');
/** Updates a door gets; the slow doors are told by fewer. */
const UPDATES = { rival: QUICK ? 60 : 300, routed: QUICK ? 40 : 300, webhook: QUICK ? 8_000 : 60_000, listener: QUICK ? 8_000 : 60_000 };
/** POSTs at once; Meta sends many at a time. */
const AT_ONCE = { rival: 8, routed: 8, webhook: 128, listener: 128 };
/** Those whose updates end in our store. */
const OURS = ['routed', 'webhook', 'listener'] as const;

type Door = keyof typeof UPDATES;

const wamidOf = (door: Door, n: number): string => `wamid.${door}.${n}`;

/** What was sent to these people, so that every status has its send. */
async function seed(file: string, phoneNumberId: string): Promise<void> {
	const store = await openEmbeddedStore(file, Date.now());
	const account = store.forAccount(phoneNumberId);
	for (const door of OURS) {
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

const phoneOf = (door: Door, n: number): string => `+49170${Object.keys(UPDATES).indexOf(door)}${String(n).padStart(6, '0')}`;

/** How many sends the store knows to be delivered. */
async function deliveredIn(file: string): Promise<number> {
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	const row = database.prepare("SELECT COUNT(*) AS n FROM send WHERE state = 'delivered'").get() as { n: number };
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
	/** Of n8n's process, for one webhook with all that follows from it. */
	cpuMs: number;
	answerMedianMs: number;
	healthMedianMs: number;
	refused: number;
}

/** Delivers all updates of a door, so many at once, while the editor's /healthz is asked ten times a second. */
async function deliver(door: Door, address: string, emulator: Emulator, rest: N8nRest, n8n: N8nInstance): Promise<Run> {
	const posts = Array.from({ length: UPDATES[door] }, (_, n) => {
		const body = statusBody(door, n, emulator);
		return { body, signature: signatureOf(body, emulator.account.appSecret) };
	});
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
		const routed = trigger('Routed', { options: { routeThroughN8n: true } });
		const listening = trigger('Listening', { door: 'listener', listenPort: port, listenPath: '/whatsapp', publicAddress: 'https://hooks.example.com/whatsapp' });
		const rival = { ...packNode('rival', 'Rival', { httpMethod: 'POST', path: 'rival', responseMode: 'onReceived', options: {} }, credential), type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: 'rival', credentials: {} };
		for (const node of [ours, routed, listening, rival]) await rest.activate((await rest.createWorkflow(chain(node.name, [node]))).id);

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
		const missing = OURS.reduce((sum, door) => sum + UPDATES[door], 0) - (await deliveredIn(file));
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
