/**
 * Enrolling 1,000 people in a real n8n: one execution of Sequence Enrollment, beside the usual canvas, where each
 * person is a webhook call and an execution that sleeps in a Wait node.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import type { INode } from 'n8n-workflow';
import { startEmulator } from '../emulator';
import { credentialFor } from '../scripts/demo/credential';
import { setUpFromEnvironment } from '../scripts/n8n/environment';
import { startN8n, type N8nInstance } from '../scripts/n8n/instance';
import { N8nRest } from '../scripts/n8n/rest';
import type { WorkflowJson } from '../scripts/n8n/rest-types';
import { chain, enrollListWorkflow, people, sequenceWorkflow } from '../test/e2e/workflows';
import { atMost, conclude, rounded } from './report';

const ENROLLED = 1000;
/** The rival's cost is per call, so fewer calls tell it. */
const RIVAL_CALLS = process.argv.includes('--quick') ? 50 : 200;

/** CPU seconds that n8n spends on `work`. */
async function cpuOf(n8n: N8nInstance, work: () => Promise<unknown>): Promise<number> {
	const before = await n8n.cpuSeconds();
	await work();
	return (await n8n.cpuSeconds()) - before;
}

function waitingCanvas(): WorkflowJson {
	const node = (name: string, type: string, typeVersion: number, parameters: INode['parameters']): INode => ({
		id: `rival-${name}`,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...(type.endsWith('webhook') ? { webhookId: 'rival' } : {}),
	});
	return chain('Rival', [
		node('In', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: 'rival', responseMode: 'onReceived', options: {} }),
		node('Wait', 'n8n-nodes-base.wait', 1.1, { resume: 'timeInterval', amount: 3, unit: 'hours' }),
		node('Then', 'n8n-nodes-base.noOp', 1, {}),
	]);
}

async function main(): Promise<number> {
	const userFolder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-bench-'));
	const emulator = await startEmulator();
	const n8n = await startN8n({ ...setUpFromEnvironment(), userFolder });
	try {
		const rest = new N8nRest(n8n.url);
		await rest.signIn();
		const credential = await rest.createCredential('whatsAppSequencesApi', 'Bench', credentialFor(emulator));
		const sequence = sequenceWorkflow('Bench', [{ name: 'Later', seconds: 86_400, template: 'order_update' }], credential);
		for (const workflow of [sequence, enrollListWorkflow('bench-list', 'Bench', credential), waitingCanvas()]) {
			await rest.activate((await rest.createWorkflow(workflow)).id);
		}
		// The first execution loads code; it is not what is measured.
		await axios.post(`${n8n.url}/webhook/bench-list`, { people: people(10, 1) });
		await axios.post(`${n8n.url}/webhook/rival`, {});
		const ours = await cpuOf(n8n, () => axios.post(`${n8n.url}/webhook/bench-list`, { people: people(ENROLLED, 2) }));
		const rival = await cpuOf(n8n, async () => {
			for (const person of people(RIVAL_CALLS, 3)) await axios.post(`${n8n.url}/webhook/rival`, person);
		});
		const rivalPerThousand = (rival / RIVAL_CALLS) * 1000;
		return conclude({
			bench: 'enroll',
			versions: { n8n: '2.40.7', node: process.version },
			figures: {
				'CPU seconds for 1,000 people, Sequence Enrollment': rounded(ours),
				'CPU seconds for 1,000 people, Webhook -> Wait': rounded(rivalPerThousand),
				'times less': rounded(rivalPerThousand / ours, 1),
			},
			must: { 'CPU seconds to enroll 1,000 people in one execution': atMost(rounded(ours), 2) },
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
