/**
 * A sequence of three messages for a list of people, in a real n8n on its default settings: our Sequence Trigger and
 * Send Template, beside the usual canvas Webhook -> Wait -> HTTP Request (three times). Same n8n, same stand-in for
 * Meta, same delays. A Wait of 65 seconds or more sleeps in n8n's database, a shorter one in memory; so the delay is
 * 70 seconds (with --quick it is short, and the table says so).
 *
 * n8n is started anew and warmed up before each of the two.
 */
import { setTimeout as wait } from 'node:timers/promises';
import axios from 'axios';
import { startEmulator, type Emulator } from '../emulator';
import { credentialFor } from '../scripts/demo/credential';
import { enrollListWorkflow, people } from '../test/e2e/workflows';
import { sequenceCanvas, STEPS, waitCanvas } from './drip/canvases';
import { databaseSizes, lateness, untilSent, watchMemory, type DatabaseSizes } from './drip/watch';
import { costOf, newFolder, startBenchN8n, type BenchN8n } from './n8n/set-up';
import { atLeast, atMost, conclude, quantile, rounded } from './report';
import { TEMPLATE } from './send/canvases';

const QUICK = process.argv.includes('--quick');
const DELAY_SECONDS = QUICK ? 6 : 70;
/** BENCH_PEOPLE and BENCH_RIVAL_PEOPLE ask for other numbers, to have a figure sooner. */
const wanted = (name: string, otherwise: number): number => (QUICK ? otherwise : Number(process.env[name] ?? otherwise));
/** Both come in about as fast as n8n takes them. Ours as lists, one after the other. */
const OURS = { people: wanted('BENCH_PEOPLE', QUICK ? 200 : 2_000), list: QUICK ? 100 : 500, everyMs: 2_000 };
/** A webhook call each, which starts an execution: 6,000 messages are ten minutes of CPU or more. */
const RIVAL = { people: wanted('BENCH_RIVAL_PEOPLE', QUICK ? 30 : 2_000), everyMs: 100, warmUp: QUICK ? 10 : 50 };
/** How long nothing may happen before the run counts as stuck. */
const PATIENCE_MS = (DELAY_SECONDS + 60) * 1000;

type Person = ReturnType<typeof people>[number];

interface Run {
	people: number;
	delivered: number;
	cpuSeconds: number;
	memoryBytes: number;
	grown: DatabaseSizes;
	late: number[];
}

/** Both canvases, and both once more with one second between the messages: to load their code before it counts. */
async function setUp({ rest }: BenchN8n, emulator: Emulator): Promise<void> {
	const credential = await rest.createCredential('whatsAppSequencesApi', 'Bench', credentialFor(emulator));
	const header = await rest.createCredential('httpHeaderAuth', 'Header', { name: 'Authorization', value: `Bearer ${emulator.account.accessToken}` });
	const messagesUrl = `${emulator.url}/v26.0/${emulator.account.phoneNumberId}/messages`;
	const workflows = [
		sequenceCanvas('Warm', 1, credential),
		sequenceCanvas('Drip', DELAY_SECONDS, credential),
		enrollListWorkflow('warm-list', 'Warm', credential),
		enrollListWorkflow('drip-list', 'Drip', credential),
		waitCanvas('warm-wait', 1, messagesUrl, header),
		waitCanvas('drip-wait', DELAY_SECONDS, messagesUrl, header),
	];
	for (const workflow of workflows) await rest.activate((await rest.createWorkflow(workflow)).id);
}

/** Lets people in, group by group, and answers when each of them came in (by number without the plus). */
async function letIn(address: string, groups: Person[][], everyMs: number, bodyOf: (group: Person[]) => object): Promise<Map<string, number>> {
	const cameIn = new Map<string, number>();
	for (const group of groups) {
		const next = Date.now() + everyMs;
		await axios.post(address, bodyOf(group));
		for (const { phone } of group) cameIn.set(phone.slice(1), Date.now());
		await wait(Math.max(0, next - Date.now()));
	}
	return cameIn;
}

const inGroups = (all: Person[], size: number): Person[][] => Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

const asList = (group: Person[]): object => ({ people: group });
const asOne = ([person]: Person[]): object => person!;

async function measure(bench: BenchN8n, emulator: Emulator, enter: (url: string) => Promise<Map<string, number>>): Promise<Run> {
	const { n8n } = bench;
	await n8n.stop();
	await n8n.restart();
	await warmUp(n8n.url, emulator);
	await axios.post(`${emulator.url}/emulator/reset`);
	const sizesBefore = databaseSizes(n8n.dataFolder);
	const memoryBefore = await n8n.memoryBytes();
	const memory = watchMemory(n8n);
	let late: number[] = [];
	let counts = { people: 0, delivered: 0 };
	const { cpuSeconds } = await costOf(n8n, async () => {
		const cameIn = await enter(n8n.url);
		const sent = await untilSent(emulator.url, cameIn.size * STEPS, PATIENCE_MS);
		// The last executions still have to be written down.
		await wait(2_000);
		late = lateness(sent, cameIn, DELAY_SECONDS * 1000);
		counts = { people: cameIn.size, delivered: sent.length };
	});
	const memoryBytes = (await memory.stop()) - memoryBefore;
	await n8n.stop();
	const sizes = databaseSizes(n8n.dataFolder);
	const grown = { n8n: sizes.n8n - sizesBefore.n8n, store: sizes.store - sizesBefore.store };
	return { ...counts, cpuSeconds, memoryBytes, grown, late };
}

let warmed = 0;

/** One list of ours, and people enough on theirs to take about as long: an n8n that has been running for a while has its code compiled. */
async function warmUp(url: string, emulator: Emulator): Promise<void> {
	const strangers = people(OURS.list + RIVAL.warmUp, 80 + warmed++);
	await axios.post(`${emulator.url}/emulator/reset`);
	await letIn(`${url}/webhook/warm-list`, [strangers.slice(0, OURS.list)], 0, asList);
	await letIn(`${url}/webhook/warm-wait`, inGroups(strangers.slice(OURS.list), 1), RIVAL.everyMs, asOne);
	await untilSent(emulator.url, strangers.length * STEPS, 60_000);
	await wait(1_000);
}

const perPerson = (bytes: number, run: Run): number => rounded(bytes / run.people / 1024);
/** Less than a MiB is the garbage collector's chance, and no basis for a ratio. */
const memory = (run: Run): number => perPerson(Math.max(run.memoryBytes, 2 ** 20), run);
const databases = (run: Run): number => perPerson(run.grown.n8n + run.grown.store, run);
const cpuMs = (run: Run): number => rounded((run.cpuSeconds / run.delivered) * 1000);

async function main(): Promise<number> {
	const emulator = await startEmulator({ latencyMs: 100, pairIntervalMs: 0, throughputPerSecond: 1_000, templates: [TEMPLATE] });
	const bench = await startBenchN8n(await newFolder());
	try {
		await setUp(bench, emulator);
		const ours = await measure(bench, emulator, (url) => letIn(`${url}/webhook/drip-list`, inGroups(people(OURS.people, 30), OURS.list), OURS.everyMs, asList));
		const rival = await measure(bench, emulator, (url) => letIn(`${url}/webhook/drip-wait`, inGroups(people(RIVAL.people, 40), 1), RIVAL.everyMs, asOne));
		const row = (run: Run) => ({
			people: run.people,
			'messages delivered': run.delivered,
			'CPU ms per message': cpuMs(run),
			'n8n database KiB per person': perPerson(run.grown.n8n, run),
			'store KiB per person': perPerson(run.grown.store, run),
			'database KiB per person': databases(run),
			'memory growth MiB': rounded(run.memoryBytes / 2 ** 20, 1),
			'memory growth KiB per person': memory(run),
			'late, median ms': rounded(quantile(run.late, 0.5)),
			'late, p99 ms': rounded(quantile(run.late, 0.99)),
		});
		const times = (theirs: number, own: number): number => rounded(theirs / own, 1);
		console.log(`${DELAY_SECONDS} s between two messages: a Wait sleeps in ${DELAY_SECONDS < 65 ? 'memory, which makes the usual canvas cheaper' : 'n8n’s database'}.`);
		return conclude({
			bench: 'drip',
			versions: { n8n: '2.40.7', node: process.version },
			figures: { 'seconds between two messages': DELAY_SECONDS },
			rows: { 'Sequence Trigger': row(ours), 'Webhook -> Wait -> HTTP Request': row(rival) },
			must: {
				'CPU per message, times less': atLeast(times(cpuMs(rival), cpuMs(ours)), 50),
				'database growth per person, times less': atLeast(times(databases(rival), databases(ours)), 5),
				'memory growth per person, times less': atLeast(times(memory(rival), memory(ours)), 5),
				'99 of 100 messages late by at most, ms': atMost(rounded(quantile(ours.late, 0.99)), 2_000),
			},
		});
	} finally {
		await bench.close();
		await emulator.close();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.stack : String(error));
		process.exit(1);
	},
);
