/** Many at once: enrolled by one execution, sent by few, each once; and answers of Meta that get lost. */
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { eventually, startRealN8n, type RealN8n } from './real-n8n';
import { enrollListWorkflow, getWorkflow, listWorkflow, messageWorkflow, people, sequenceWorkflow, type TextStep } from './workflows';

const UPDATE = { template: 'order_update' };

describe('many contacts at once', () => {
	let real: RealN8n;
	beforeAll(async () => {
		real = await startRealN8n({ throughputPerSecond: 200 });
		await real.rest.activate((await real.rest.createWorkflow(messageWorkflow(real.credential))).id);
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	/** Publishes a sequence, with a webhook to enroll people; returns the id of its workflow. */
	async function publish(name: string, steps: TextStep[]): Promise<string> {
		const { rest, credential } = real;
		const { id } = await rest.createWorkflow(sequenceWorkflow(name, steps, credential));
		await rest.activate(id);
		await rest.activate((await rest.createWorkflow(enrollListWorkflow(`enroll-${name}`, name, credential))).id);
		return id;
	}

	async function enroll(name: string, list: Array<{ phone: string }>): Promise<IDataObject[]> {
		return (await axios.post<IDataObject[]>(`${real.n8n.url}/webhook/enroll-${name}`, { people: list })).data;
	}

	/** Names of the steps that were accepted for each of these people, in their order. */
	async function received(list: Array<{ phone: string }>): Promise<string[][]> {
		const steps = new Map(list.map(({ phone }) => [phone.slice(1), [] as string[]]));
		for (const { to, callbackData } of await real.customers.sends()) {
			steps.get(to.replace('+', ''))?.push((JSON.parse(callbackData ?? '{}') as { step: string }).step);
		}
		return [...steps.values()];
	}

	async function untilAccepted(list: Array<{ phone: string }>, count: number): Promise<void> {
		await eventually(async () => (await received(list)).flat().length, (accepted) => accepted >= count, 90_000);
	}

	async function emulator(path: string, body: object): Promise<void> {
		await axios.post(`${real.emulator.url}/emulator/${path}`, body);
	}

	test('1,000 are enrolled by one execution, and their messages leave in ten at most, each once', async () => {
		const list = people(1000, 1);
		const workflowId = await publish('bulk', [{ name: 'First', seconds: 3, ...UPDATE }]);
		await enroll('bulk', people(1, 99));
		await untilAccepted(people(1, 99), 1);
		const executionsBefore = await real.rest.executionCount(workflowId);
		const enrolled = await enroll('bulk', list);
		expect(enrolled.length).toBe(1000);
		await untilAccepted(list, 1000);
		expect(await received(list)).toEqual(list.map(() => ['First']));
		const executions = await eventually(
			async () => await real.rest.executions(workflowId),
			(all) => all.every(({ status }) => status === 'success'),
			30_000,
		);
		expect(executions.length - executionsBefore).toBeGreaterThanOrEqual(1);
		expect(executions.length - executionsBefore).toBeLessThanOrEqual(10);
	}, 180_000);

	test('who replies between two messages gets nothing more, and the others get everything', async () => {
		const list = people(20, 2);
		await publish('reply', [{ name: 'First', seconds: 0, ...UPDATE }, { name: 'Second', seconds: 6, ...UPDATE }]);
		await enroll('reply', list);
		await untilAccepted(list, 20);
		await real.customers.write(list[7].phone, 'Person 7', 'Thank you!');
		await untilAccepted(list, 39);
		expect(await received(list)).toEqual(list.map((_, i) => (i === 7 ? ['First'] : ['First', 'Second'])));
	}, 120_000);

	test('who replies while others of the same execution are being sent to gets nothing', async () => {
		const list = people(400, 3);
		const last = list[399];
		await publish('busy', [{ name: 'First', seconds: 0, ...UPDATE }]);
		await enroll('busy', list);
		await untilAccepted(list, 20);
		await real.customers.write(last.phone, last.name, 'No need to write to me');
		await untilAccepted(list, 399);
		const [steps] = await received([last]);
		expect(steps).toEqual([]);
	}, 120_000);

	test('a message whose answer was lost waits unconfirmed, a status settles it, and only then the next step comes', async () => {
		const [fine, accepted, lost] = people(3, 4);
		const list = [fine, accepted, lost];
		await publish('held', [{ name: 'First', seconds: 0, ...UPDATE }, { name: 'Second', seconds: 1, ...UPDATE }]);
		await real.rest.activate((await real.rest.createWorkflow(getWorkflow('get-held', 'held', real.credential))).id);
		await real.rest.activate((await real.rest.createWorkflow(listWorkflow('list-held', 'held', real.credential))).id);
		const standing = async (): Promise<unknown[]> => {
			const { data } = await axios.post<IDataObject[]>(`${real.n8n.url}/webhook/get-held`, { people: list });
			return data.map(({ enrollment }) => {
				const { state, reason, nextStep } = enrollment as IDataObject;
				return [state, reason, nextStep];
			});
		};
		await emulator('webhooks', { hold: true });
		await emulator('faults', {
			rules: [
				{ match: { to: accepted.phone }, action: 'drop-after-accept' },
				{ match: { to: lost.phone }, action: 'drop-before-accept' },
			],
		});
		await enroll('held', list);
		await untilAccepted([fine], 2);
		expect(await eventually(standing, (now) => JSON.stringify(now[0]).includes('completed'), 30_000)).toEqual([
			['completed', expect.anything(), null],
			['active', 'unconfirmed', 'First'],
			['active', 'unconfirmed', 'First'],
		]);
		expect(await received(list)).toEqual([['First', 'Second'], ['First'], []]);
		await emulator('webhooks', { release: true });
		await untilAccepted([accepted], 2);
		expect(await received(list)).toEqual([['First', 'Second'], ['First', 'Second'], []]);
		const settled = await eventually(standing, (now) => JSON.stringify(now[1]).includes('completed'), 30_000);
		expect(settled[2]).toEqual(['active', 'unconfirmed', 'First']);
		const { data: listed } = await axios.post<IDataObject[]>(`${real.n8n.url}/webhook/list-held`, { people: [{ any: 'item' }] });
		expect(listed).toEqual([
			expect.objectContaining({ contact: expect.objectContaining({ phone: lost.phone }), enrollment: expect.objectContaining({ reason: 'unconfirmed' }) }),
		]);
	}, 120_000);

	test('a run by hand gives a sample of each step, and sends none of them without test recipients', async () => {
		const steps = [{ name: 'First', seconds: 0, ...UPDATE }, { name: 'Second', seconds: 86_400, text: 'Hi {name|there}' }];
		const { id } = await real.rest.createWorkflow(sequenceWorkflow('sample', steps, real.credential));
		const run = await real.rest.runManually(id, 'Sequence sample');
		if (!('executionId' in run)) throw new Error('n8n waits for a webhook that this workflow does not have.');
		const { status, data } = await real.rest.endOfExecution(run.executionId);
		expect(status).toBe('success');
		const samples = data.resultData.runData['Sequence sample'][0].data?.main[0] ?? [];
		expect(samples.map(({ json }) => [json.sample, (json.step as IDataObject).name, json.enrollment])).toEqual([
			[true, 'First', null],
			[true, 'Second', null],
		]);
		const [sent, notSent] = data.resultData.runData['Send sample'][0].data?.main ?? [];
		expect(sent).toEqual([]);
		expect(notSent?.map(({ json }) => (json.send as IDataObject).reason)).toEqual(['not_a_test_recipient', 'not_a_test_recipient']);
	}, 60_000);
});
