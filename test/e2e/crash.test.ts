/** SIGKILL at five moments while 200 people are being sent to: nothing lost, nothing sent twice. */
import axios from 'axios';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import type { SendView } from '../../engine/store/contract';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { enrollListWorkflow, messageWorkflow, people, sequenceWorkflow } from './workflows';

const PEOPLE = people(200, 7);
const STEPS = ['First', 'Second', 'Third'];
/** Accepted messages at which n8n is killed: at the start, within each step, and near the end. */
const KILL_AT = [5, 110, 230, 350, 470];

async function unconfirmedSends({ storeFile, emulator }: RealN8n): Promise<SendView[]> {
	const store = await openEmbeddedStore(storeFile, Date.now());
	try {
		return await store.forAccount(emulator.account.phoneNumberId).listSends({ unconfirmed: true }, { limit: 1000 });
	} finally {
		await store.close();
	}
}

describe('n8n is killed in the middle of sending', () => {
	let real: RealN8n;
	beforeAll(async () => {
		real = await startRealN8n({ latencyMs: 40 });
		const { rest, credential } = real;
		const sequence = sequenceWorkflow('Crash', STEPS.map((name, i) => ({ name, seconds: i === 0 ? 0 : 1, template: 'order_update' })), credential);
		await rest.activate((await rest.createWorkflow(sequence)).id);
		await rest.activate((await rest.createWorkflow(enrollListWorkflow('crash-list', 'Crash', credential))).id);
		await rest.activate((await rest.createWorkflow(messageWorkflow(credential))).id);
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	test('every message arrives once, or is shown as unconfirmed', async () => {
		const { n8n, customers } = real;
		await axios.post(`${n8n.url}/webhook/crash-list`, { people: PEOPLE });
		for (const moment of KILL_AT) {
			await eventually(async () => (await customers.sends()).length, (count) => count >= moment, 120_000);
			await n8n.kill();
			await n8n.restart();
		}
		await quiet(real);
		await n8n.stop();
		const accepted = new Map<string, number>();
		for (const send of await customers.sends()) {
			const { step } = JSON.parse(send.callbackData ?? '{}') as { step: string };
			const key = `${send.to.replace(/^\+/, '')} ${step}`;
			accepted.set(key, (accepted.get(key) ?? 0) + 1);
		}
		expect([...accepted.values()].filter((times) => times > 1)).toEqual([]);
		const held = await unconfirmedSends(real);
		const missing = PEOPLE.filter(({ phone }) => STEPS.some((step) => !accepted.has(`${phone.slice(1)} ${step}`)));
		// Whoever misses a message is held at a send that is shown as unconfirmed, and only they are.
		expect(held.length).toBe(missing.length);
		// A kill leaves what was marked and not posted yet in the dark: some six messages at 80 a second.
		expect(held.length).toBeLessThanOrEqual(KILL_AT.length * 12);
	}, 600_000);
});

/** Done when the count of accepted messages has not moved for longer than a lease and a delay last. */
async function quiet({ customers }: RealN8n): Promise<void> {
	let last = -1;
	let since = Date.now();
	await eventually(
		async () => (await customers.sends()).length,
		(count) => {
			if (count !== last) [last, since] = [count, Date.now()];
			return Date.now() - since > 15_000;
		},
		300_000,
	);
}
