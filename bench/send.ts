/**
 * A list of people gets a template message from one execution in a real n8n on its default settings: Send Template,
 * n8n's HTTP Request node and n8n's own WhatsApp Business Cloud node, one after the other in one run. The stand-in for
 * Meta takes 100 ms for each answer.
 */
import axios from 'axios';
import { DEMO_ACCOUNT, startEmulator, type Emulator } from '../emulator';
import { credentialFor } from '../scripts/demo/credential';
import type { WorkflowJson } from '../scripts/n8n/rest';
import { people } from '../test/e2e/workflows';
import { costOf, newFolder, startBenchN8n, type BenchN8n, type Cost } from './n8n/set-up';
import { atLeast, atMost, conclude, rounded, type Bound } from './report';
import { httpRequestCanvas, ourCanvas, TEMPLATE, whatsAppCanvas } from './send/canvases';
import { startMetaProxy, type MetaProxy } from './send/meta-proxy';

const QUICK = process.argv.includes('--quick');
/** Messages of a run; the slow canvas is told by fewer. */
const MESSAGES = { fast: QUICK ? 2_000 : 5_000, limited: QUICK ? 480 : 5_000, slow: QUICK ? 60 : 1_000 };
const LATENCY_MS = 100;

/** Numbers that Meta has upgraded, and one that it has not. */
const FAST = { ...DEMO_ACCOUNT, phoneNumberId: '100000000001000' };
const LIMITED = { ...DEMO_ACCOUNT, phoneNumberId: '100000000000080' };

interface Run extends Cost {
	accepted: number;
	/** Messages a second from the first to the last that was accepted. */
	sustained: number;
	/** Refusals for the number's throughput (130429). */
	refused: number;
}

interface Stage {
	bench: BenchN8n;
	fast: Emulator;
	limited: Emulator;
	/** Null where no certificate can be made: then what needs Meta's own address is left out. */
	proxy: MetaProxy | null;
}

async function setTheStage(): Promise<Stage> {
	const folder = await newFolder();
	const common = { latencyMs: LATENCY_MS, pairIntervalMs: 0, templates: [TEMPLATE] };
	const fast = await startEmulator({ ...common, account: FAST, throughputPerSecond: 1_000 });
	const limited = await startEmulator({ ...common, account: LIMITED });
	const proxy = await startMetaProxy(fast.url, folder).catch((error: unknown) => {
		console.log(`No certificate, so n8n's WhatsApp node is left out: ${error instanceof Error ? error.message : String(error)}`);
		return null;
	});
	return { bench: await startBenchN8n(folder, proxy?.env), fast, limited, proxy };
}

/** One canvas sends a list: its first few messages, which load its code, are not what is measured. */
async function send(bench: BenchN8n, emulator: Emulator, canvas: WorkflowJson, messages: number): Promise<Run> {
	const { id } = await bench.rest.createWorkflow(canvas);
	await bench.rest.activate(id);
	const address = `${bench.n8n.url}/webhook/${canvas.name}`;
	const options = { proxy: false as const, maxBodyLength: Infinity };
	await axios.post(address, { people: people(10, 99) }, options);
	const { data: before } = await axios.get<{ refused: Record<string, number> }>(`${emulator.url}/emulator/stats`);
	const started = Date.now();
	const cost = await costOf(bench.n8n, () => axios.post(address, { people: people(messages, 20) }, options));
	const { data: sends } = await axios.get<Array<{ at: number }>>(`${emulator.url}/emulator/sends`);
	const { data: after } = await axios.get<{ refused: Record<string, number> }>(`${emulator.url}/emulator/stats`);
	await bench.rest.deactivate(id);
	const times = sends.map(({ at }) => at).filter((at) => at >= started);
	const span = (Math.max(...times) - Math.min(...times)) / 1000;
	return { ...cost, accepted: times.length, sustained: (times.length - 1) / span, refused: (after.refused['130429'] ?? 0) - (before.refused['130429'] ?? 0) };
}

/** A row of the table. */
const row = ({ accepted, refused, seconds, sustained, cpuSeconds }: Run, messages: number) => ({
	messages,
	accepted,
	'refused for pace': refused,
	seconds: rounded(seconds, 1),
	'messages a second': rounded(accepted / seconds, 1),
	'from first to last, a second': rounded(sustained, 1),
	'CPU ms per message': rounded((cpuSeconds / messages) * 1000),
});

async function overHttp({ bench, fast, limited }: Stage) {
	const credential = await bench.rest.createCredential('whatsAppSequencesApi', 'Fast', credentialFor(fast));
	const slow = await bench.rest.createCredential('whatsAppSequencesApi', 'Limited', credentialFor(limited));
	const header = await bench.rest.createCredential('httpHeaderAuth', 'Header', { name: 'Authorization', value: `Bearer ${fast.account.accessToken}` });
	const messagesUrl = `${fast.url}/v26.0/${fast.account.phoneNumberId}/messages`;
	return {
		ours: await send(bench, fast, ourCanvas('ours', credential), MESSAGES.fast),
		limited: await send(bench, limited, ourCanvas('limited', slow), MESSAGES.limited),
		httpRequest: await send(bench, fast, httpRequestCanvas('http-request', messagesUrl, header), MESSAGES.fast),
	};
}

/** At Meta's own address, so with TLS: the price of encryption is in all three. */
async function overTls({ bench, fast }: Stage) {
	const credential = await bench.rest.createCredential('whatsAppSequencesApi', 'Meta', { ...credentialFor(fast), graphBaseUrl: 'https://graph.facebook.com' });
	const header = await bench.rest.createCredential('httpHeaderAuth', 'Header at Meta', { name: 'Authorization', value: `Bearer ${fast.account.accessToken}` });
	const own = await bench.rest.createCredential('whatsAppApi', 'n8n’s own', { accessToken: fast.account.accessToken, businessAccountId: fast.account.businessAccountId });
	const messagesUrl = `https://graph.facebook.com/v26.0/${fast.account.phoneNumberId}/messages`;
	return {
		ours: await send(bench, fast, ourCanvas('ours-tls', credential), MESSAGES.fast),
		httpRequest: await send(bench, fast, httpRequestCanvas('http-request-tls', messagesUrl, header), MESSAGES.fast),
		whatsApp: await send(bench, fast, whatsAppCanvas('whatsapp-tls', fast.account.phoneNumberId, own), MESSAGES.slow),
	};
}

async function main(): Promise<number> {
	const stage = await setTheStage();
	try {
		const plain = await overHttp(stage);
		const tls = stage.proxy ? await overTls(stage) : null;
		const { ours, limited, httpRequest } = plain;
		const must: Record<string, Bound> = {
			'messages a second, limit lifted to 1,000': atLeast(rounded(ours.accepted / ours.seconds, 1), 500),
			'ms of n8n CPU per message': atMost(rounded((ours.cpuSeconds / MESSAGES.fast) * 1000), 3),
			'messages not accepted at the limit of 80': atMost(MESSAGES.limited - limited.accepted, 0),
			'messages a second at the limit of 80': atLeast(rounded(limited.sustained, 1), 76),
			'refusals for pace (130429) at the limit of 80': atMost(limited.refused, 0),
		};
		return conclude({
			bench: 'send',
			versions: { n8n: '2.40.7', node: process.version },
			rows: {
				'Send Template, number of 1,000/s': row(ours, MESSAGES.fast),
				'Send Template, number of 80/s': row(limited, MESSAGES.limited),
				'HTTP Request node, number of 1,000/s': row(httpRequest, MESSAGES.fast),
				...(tls
					? {
							'Send Template, over TLS': row(tls.ours, MESSAGES.fast),
							'HTTP Request node, over TLS': row(tls.httpRequest, MESSAGES.fast),
							'WhatsApp Business Cloud node, over TLS': row(tls.whatsApp, MESSAGES.slow),
						}
					: {}),
			},
			must,
		});
	} finally {
		await stage.bench.close();
		await stage.fast.close();
		await stage.limited.close();
		stage.proxy?.close();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.stack : String(error));
		process.exit(1);
	},
);
