/** SIGKILL while an execution has the events of a sequence: each of them comes, with the ID it had. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { enrollListWorkflow, packNode, people } from './workflows';

const PEOPLE = people(40, 11);
/** Events that have come when n8n is killed: in the middle of their execution. */
const KILL_AT = 5;

describe('n8n is killed while it works on the events of a sequence', () => {
	let real: RealN8n;
	let sink: Server;
	/** Event ids in the order in which they came, repeated ones included. */
	const came: string[] = [];

	beforeAll(async () => {
		sink = createServer((request, response) => {
			let body = '';
			request.on('data', (part: Buffer) => (body += part.toString()));
			request.on('end', () => {
				came.push((JSON.parse(body) as { id: string }).id);
				setTimeout(() => response.end('{}'), 50);
			});
		});
		await new Promise<void>((listening) => sink.listen(0, '127.0.0.1', listening));
		real = await startRealN8n();
		const { rest, credential } = real;
		const steps = { step: [{ name: 'Later', delayAmount: 30, delayUnit: 'days', messageKind: 'none' }] };
		const trigger = packNode('sequenceTrigger', 'Sequence', { sequenceName: 'Told', steps, options: { events: ['enrolled'] } }, credential);
		const tell = {
			id: 'id-tell',
			name: 'Tell',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [240, 0] as [number, number],
			parameters: {
				method: 'POST',
				url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify({ id: $json.event.id }) }}',
				options: { batching: { batch: { batchSize: 1, batchInterval: 100 } } },
			},
		};
		const connections = { Sequence: { main: [[], [{ node: 'Tell', type: 'main' as const, index: 0 }]] } };
		await rest.activate((await rest.createWorkflow({ name: 'Told', nodes: [trigger, tell], connections, settings: { executionOrder: 'v1' } })).id);
		await rest.activate((await rest.createWorkflow(enrollListWorkflow('told-list', 'Told', credential))).id);
	}, 240_000);
	afterAll(async () => {
		await real?.close();
		sink.closeAllConnections();
		sink.close();
	}, 60_000);

	test('every event comes, the repeated ones with the same ID, and then no more', async () => {
		const { n8n } = real;
		await axios.post(`${n8n.url}/webhook/told-list`, { people: PEOPLE });
		await eventually(async () => came.length, (count) => count >= KILL_AT, 60_000);
		await n8n.kill();
		const before = [...came];
		await n8n.restart();

		await eventually(async () => new Set(came).size, (count) => count === PEOPLE.length, 180_000);

		expect(before.length).toBeLessThan(PEOPLE.length);
		expect(came.slice(before.length)).toEqual(expect.arrayContaining(before));
		expect(new Set(came).size).toBe(PEOPLE.length);
	}, 300_000);
});
