/** Contacts in the workflow's static data, in a real n8n: through a clean restart and through SIGKILL. */
import axios from 'axios';
import type { StoredWorkflow, WorkflowJson } from '../../scripts/n8n/rest-types';
import { credentialFor } from '../../scripts/demo/credential';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { enrollListWorkflow, getWorkflow, messageWorkflow, people, sequenceWorkflow, together } from './workflows';

const SECOND_AFTER_S = 12;

interface Listed {
	contact: { phone: string };
	enrollment: { state: string; reason: string | null };
}

describe('with "Workflow Static Data" in the credential', () => {
	let real: RealN8n;
	beforeAll(async () => {
		real = await startRealN8n({ latencyMs: 40 });
		real.credential = await real.rest.updateCredential(real.credential, { ...credentialFor(real.emulator), store: 'static' });
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	/** All nodes that belong together, in one workflow. */
	async function publish(sequence: string): Promise<string> {
		const { rest, credential } = real;
		const steps = [0, SECOND_AFTER_S].map((seconds, i) => ({ name: `Step ${i + 1}`, seconds, template: 'order_update' }));
		const workflow: WorkflowJson = together(
			sequence,
			sequenceWorkflow(sequence, steps, credential, { options: { inFlight: 1 } }),
			enrollListWorkflow(`${sequence}-enroll`, sequence, credential),
			getWorkflow(`${sequence}-get`, sequence, credential),
			messageWorkflow(credential),
		);
		const { id } = await rest.createWorkflow(workflow);
		await rest.activate(id);
		return id;
	}

	/** How often each person got each step of a sequence. */
	async function received(prefix: string): Promise<Map<string, number>> {
		const counts = new Map<string, number>();
		for (const { to, callbackData } of await real.customers.sends()) {
			if (!to.replace(/^\+/, '').startsWith(prefix)) continue;
			const { step } = JSON.parse(callbackData ?? '{}') as { step: string };
			const key = `${to} ${step}`;
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
		return counts;
	}

	test('n8n stops and starts again: the messages that were to come arrive, each once', async () => {
		const { n8n, rest } = real;
		const id = await publish('calm');
		await axios.post(`${n8n.url}/webhook/calm-enroll`, { people: people(20, 1) });
		await eventually(() => received('155501'), (counts) => counts.size === 20, 60_000);

		await n8n.restart();
		const counts = await eventually(() => received('155501'), (all) => all.size === 40, 120_000);

		expect([...counts.values()].filter((times) => times > 1)).toEqual([]);
		const stored = await eventually(
			async () => (await rest.workflow(id)) as StoredWorkflow & { staticData: { global: Record<string, { data: string }> } },
			({ staticData }) => staticData !== null,
			10_000,
		);
		expect(Object.keys(stored.staticData.global)).toEqual([`whatsAppSequences ${real.emulator.account.phoneNumberId}`]);
		await rest.deactivate(id);
	}, 300_000);

	test('n8n is killed while it sends: nothing arrives twice, and who may have missed something is held as unconfirmed', async () => {
		const { n8n, rest } = real;
		const id = await publish('killed');
		const list = people(150, 2);
		await axios.post(`${n8n.url}/webhook/killed-enroll`, { people: list });
		await eventually(() => received('155502'), (counts) => counts.size >= 70, 60_000);
		await n8n.kill();
		await n8n.restart();
		await quiet(() => received('155502'));

		const counts = await received('155502');
		expect([...counts.values()].filter((times) => times > 1)).toEqual([]);
		const { data } = await eventually(
			() => axios.post<Listed[]>(`${n8n.url}/webhook/killed-get`, { people: list }, { validateStatus: () => true }),
			({ status }) => status === 200,
			60_000,
		);
		const held = new Set(data.filter(({ enrollment }) => enrollment.reason === 'unconfirmed').map(({ contact }) => contact.phone));
		const missing = list.filter(({ phone }) => [1, 2].some((n) => !counts.has(`${phone.slice(1)} Step ${n}`)));
		expect(data).toHaveLength(list.length);
		// Whoever is not held has got everything.
		expect(missing.filter(({ phone }) => !held.has(phone))).toEqual([]);
		// Those are held whom an execution was sending to at that moment, 50 at most, and the 50 before if n8n had not saved them yet.
		expect(held.size).toBeLessThanOrEqual(100);
		await rest.deactivate(id);
	}, 400_000);
});

/** Done when nothing more has arrived for longer than a step's delay and a lease. */
async function quiet(ask: () => Promise<Map<string, number>>): Promise<void> {
	let last = -1;
	let since = Date.now();
	await eventually(
		ask,
		({ size }) => {
			if (size !== last) [last, since] = [size, Date.now()];
			return Date.now() - since > (SECOND_AFTER_S + 30) * 1000;
		},
		240_000,
	);
}
