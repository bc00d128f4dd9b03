import { randomUUID } from 'node:crypto';
import type { AccountStore } from '../../../../engine/store/contract';
import type { MessageEvent, StatusEvent } from '../../../../engine/whatsapp/webhook-event';
import { enrollRequest, message, MINUTE, person, phoneOf, SECOND, START, status } from '../../../conformance/builders';
import { SavedWorkflow } from '../../../conformance/saved-workflow';
import { beginAllowed, begin, claim, claimOne, enrollOne, publish, settle, standing, type Held } from '../../../conformance/verbs';

/** One execution in which something is done, saved at its end. */
async function inExecution<Result>(workflow: SavedWorkflow, work: (account: AccountStore) => Promise<Result>): Promise<Result> {
	const { store, end } = await workflow.execution();
	const result = await work(store.forAccount(workflow.account));
	end();
	return result;
}

const newWorkflow = (): SavedWorkflow => new SavedWorkflow(randomUUID());

async function handedOut(workflow: SavedWorkflow): Promise<Held & { sequenceId: string }> {
	const sequenceId = await inExecution(workflow, (account) => publish(account));
	await inExecution(workflow, (account) => enrollOne(account));
	const held = await inExecution(workflow, (account) => claimOne(account, sequenceId));
	return { ...held, sequenceId };
}

describe('executions that run side by side', () => {
	it('lose nothing, although each began with an older state and n8n saves the last one to end', async () => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		const executions = await Promise.all(Array.from({ length: 20 }, () => workflow.execution()));
		await Promise.all(executions.map(({ store }, n) => store.forAccount(workflow.account).enroll([enrollRequest(person(n))], START)));
		// They end in another order than they wrote.
		for (const { end } of executions.reverse()) end();
		await workflow.crash();

		const people = await inExecution(workflow, (account) => account.listEnrollments({}, { limit: 100 }));
		expect(people).toHaveLength(20);
		await workflow.crash();
	});

	it('do not bring back the state that an execution had slept with', async () => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		const before = workflow.saved;
		await inExecution(workflow, (account) => enrollOne(account));
		const woken = await workflow.execution(before);
		await woken.store.forAccount(workflow.account).applyWebhook([message('wamid.x', 'hi', START)], 'n8n', START);
		woken.end();
		await workflow.crash();

		expect(await inExecution(workflow, (account) => account.listEnrollments({}, { limit: 10 }))).toHaveLength(1);
		await workflow.crash();
	});
});

describe('a message', () => {
	it('does not leave before n8n has saved that its step was handed out, and leaves with the next try', async () => {
		const workflow = newWorkflow();
		const sequenceId = await inExecution(workflow, (account) => publish(account));
		await inExecution(workflow, (account) => enrollOne(account));
		const before = workflow.saved;
		const held = await inExecution(workflow, (account) => claimOne(account, sequenceId));

		// n8n had loaded this execution before it saved what the trigger handed out.
		const early = await workflow.execution(before);
		const refused = await begin(early.store.forAccount(workflow.account), held);
		expect(refused).toMatchObject({ allowed: false, reason: 'not_saved_yet' });
		early.end();
		const place = await inExecution(workflow, (account) => standing(account));
		expect(place).toMatchObject({ state: 'active', step: 'hello', attempts: 0, dueAt: START + 2 * SECOND });

		const again = await inExecution(workflow, (account) => claimOne(account, sequenceId, START + 2 * SECOND));
		await inExecution(workflow, async (account) => settle(account, await beginAllowed(account, again, START + 2 * SECOND), { kind: 'accepted', wamid: 'wamid.1' }, START + 2 * SECOND));
		expect(await inExecution(workflow, (account) => standing(account))).toMatchObject({ step: 'offer' });
		await workflow.crash();
	});

	it('that had left when n8n crashed before saving is held, and settled by the status that names it', async () => {
		const workflow = newWorkflow();
		const { sequenceId, ...held } = await handedOut(workflow);
		const unsaved = await workflow.execution();
		const permit = await beginAllowed(unsaved.store.forAccount(workflow.account), held);
		await settle(unsaved.store.forAccount(workflow.account), permit, { kind: 'accepted', wamid: 'wamid.lost' });
		await workflow.crash();

		const again = await inExecution(workflow, async (account) => {
			await account.reclaimFrom(sequenceId, 'next process', START + MINUTE);
			return claim(account, sequenceId, START + MINUTE, 'next process');
		});
		expect(again).toMatchObject({ steps: [], settled: 1 });
		expect(await inExecution(workflow, (account) => standing(account))).toMatchObject({ step: 'hello', reason: 'unconfirmed', dueAt: null });

		await inExecution(workflow, (account) =>
			account.applyWebhook([status('wamid.lost', 'delivered', START, { callbackData: permit.callbackData })], 'next process', START + 2 * MINUTE),
		);
		expect(await inExecution(workflow, (account) => standing(account))).toMatchObject({ step: 'offer', reason: null });
		const sends = await inExecution(workflow, (account) => account.listSends({}, { limit: 10 }));
		expect(sends).toMatchObject([{ state: 'delivered', wamid: 'wamid.lost' }]);
		await workflow.crash();
	});

	it('that was put off and had left when n8n crashed is held too', async () => {
		const workflow = newWorkflow();
		const sequenceId = await inExecution(workflow, (account) => publish(account));
		await inExecution(workflow, (account) => enrollOne(account));
		const before = workflow.saved;
		const held = await inExecution(workflow, (account) => claimOne(account, sequenceId));
		const early = await workflow.execution(before);
		await begin(early.store.forAccount(workflow.account), held);
		early.end();
		const putOff = workflow.saved;
		const again = await inExecution(workflow, (account) => claimOne(account, sequenceId, START + 2 * SECOND));
		const late = await workflow.execution(putOff);
		await beginAllowed(late.store.forAccount(workflow.account), again, START + 2 * SECOND);
		// The crash finds the state in which nobody holds the step.
		workflow.saved = putOff;
		await workflow.crash();

		const found = await inExecution(workflow, (account) => claim(account, sequenceId, START + MINUTE, 'next process'));
		expect(found).toMatchObject({ steps: [], settled: 1 });
		await workflow.crash();
	});

	it('of a sequence that says so is sent again after a crash', async () => {
		const workflow = newWorkflow();
		const sequenceId = await inExecution(workflow, (account) => publish(account, { unconfirmed: 'resend' }));
		await inExecution(workflow, (account) => enrollOne(account));
		await inExecution(workflow, (account) => claimOne(account, sequenceId));
		await workflow.crash();

		await inExecution(workflow, async (account) => {
			await account.reclaimFrom(sequenceId, 'next process', START + MINUTE);
			return claim(account, sequenceId, START + MINUTE, 'next process');
		});
		const held = await inExecution(workflow, (account) => claimOne(account, sequenceId, START + MINUTE, 'next process'));
		const permit = await inExecution(workflow, (account) => begin(account, held, START + MINUTE));
		expect(permit.allowed).toBe(true);
		await workflow.crash();
	});
});

describe('a state that somebody else has saved', () => {
	it('with an opt-out is merged in, and the opt-out holds', async () => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		await inExecution(workflow, (account) => enrollOne(account));
		const shared = workflow.saved;
		// Another process began with the same state, and took in a STOP.
		await workflow.crash();
		await inExecution(workflow, (account) => account.applyWebhook([message('wamid.stop', 'STOP', START + SECOND)], 'other', START + SECOND));
		const theirs = workflow.saved;
		await workflow.crash();
		workflow.saved = shared;
		await inExecution(workflow, (account) => enrollOne(account, person(2)));

		workflow.saved = theirs;
		const views = await inExecution(workflow, (account) => account.listEnrollments({}, { limit: 10 }));
		expect(views.map(({ contact, state }) => `${contact.phone} ${contact.marketingAllowed} ${state}`).sort()).toEqual([
			`${phoneOf(1)} false exited`,
			`${phoneOf(2)} true active`,
		]);
		await workflow.crash();
	});

	it('of another workflow brings its opt-outs and none of its people', async () => {
		const original = newWorkflow();
		await inExecution(original, (account) => publish(account));
		await inExecution(original, (account) => account.enroll([enrollRequest(person(1)), enrollRequest(person(2))], START));
		await inExecution(original, (account) => account.applyWebhook([message('wamid.stop', 'STOP', START + SECOND)], 'n8n', START + SECOND));
		const copied = newWorkflow();
		copied.saved = original.saved;

		await inExecution(copied, (account) => publish(account));
		expect(await inExecution(copied, (account) => account.listEnrollments({}, { limit: 10 }))).toEqual([]);
		const [first, second] = await inExecution(copied, (account) => account.enroll([enrollRequest(person(1)), enrollRequest(person(2))], START));
		expect([first!.contact.marketingAllowed, second!.contact.marketingAllowed]).toEqual([false, true]);
		await original.crash();
		await copied.crash();
	});

	it.each([
		['cut off', (saved: Record<string, unknown>) => ({ ...saved, data: String(saved.data).slice(0, 40) }), /cannot be read/],
		['replaced by something else', () => ({ hello: 'world' }), /cannot be read/],
		['written by a newer version', (saved: Record<string, unknown>) => ({ ...saved, schema: 999 }), /newer version/],
	])('and was %s is refused, and left as it is', async (_, change, sentence) => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		await workflow.crash();
		workflow.saved = JSON.stringify(change(JSON.parse(workflow.saved!) as Record<string, unknown>));
		const found = workflow.saved;

		await expect(workflow.execution()).rejects.toThrow(sentence);
		expect(workflow.saved).toBe(found);
	});
});

describe('what a node or a page changes', () => {
	const changes: Array<[string, (account: AccountStore) => Promise<unknown>]> = [
		['a tag', (account) => account.addTags([{ contact: person(1), tags: ['buyer'] }], START)],
		['tags in place of others', (account) => account.setTags([{ contact: person(1), tags: ['buyer'] }], START)],
		['a value', (account) => account.setAttributes([{ contact: person(1), attributes: { plan: 'gold' } }], START)],
		['a new contact', (account) => account.saveContacts([{ contact: person(7), attributes: {} }], START)],
		['a recorded opt-out', (account) => account.recordConsent([{ contact: person(1), change: 'stop', categories: ['marketing'], source: 'manual', proof: '', messageId: null, at: START }], START)],
		['a paused sequence', (account) => account.pauseSequence('welcome', 'holidays', START)],
		['a paused contact', (account) => account.changeEnrollments([{ target: { sequence: 'welcome', contact: person(1) }, change: { kind: 'pause' } }], START)],
		['an agent of the desk', (account) => account.saveAgents([{ name: 'Ana', limit: 2 }], START)],
		['an erased person', (account) => account.erasePeople([person(1)], START)],
	];

	it.each(changes)('is saved with its execution: %s', async (_, change) => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		await inExecution(workflow, (account) => enrollOne(account));
		const before = workflow.saved;
		await inExecution(workflow, change);
		expect(workflow.saved !== before).toBe(true);
		await workflow.crash();
	});

	it('is not saved when nothing was: reading costs n8n no write', async () => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		const { store, end } = await workflow.execution();
		const before = workflow.saved;
		workflow.saved = 'untouched';
		await store.forAccount(workflow.account).listContacts({}, { limit: 10 });
		end();
		expect(workflow.saved).toBe('untouched');
		workflow.saved = before;
		await workflow.crash();
	});
});

describe('what WhatsApp tells', () => {
	it('is saved with the webhook: messages always, statuses alone every two seconds at most', async () => {
		const workflow = newWorkflow();
		const held = await handedOut(workflow);
		await inExecution(workflow, async (account) => settle(account, await beginAllowed(account, held), { kind: 'accepted', wamid: 'wamid.1' }));
		const savedBy = async (event: StatusEvent | MessageEvent): Promise<boolean> => {
			const before = workflow.saved;
			await inExecution(workflow, (account) => account.applyWebhook([event], 'n8n', event.at));
			return workflow.saved !== before;
		};

		expect(await savedBy(status('wamid.1', 'sent', START))).toBe(true);
		expect(await savedBy(status('wamid.1', 'delivered', START + SECOND))).toBe(false);
		expect(await savedBy(message('wamid.in', 'STOP', START + SECOND))).toBe(true);
		expect(await savedBy(status('wamid.1', 'read', START + 3 * SECOND))).toBe(true);
		await workflow.crash();
		expect(await inExecution(workflow, (account) => account.listSends({}, { limit: 1 }))).toMatchObject([{ state: 'read' }]);
		await workflow.crash();
	});
});

describe('a test run in the editor', () => {
	it('enrolls nobody while the workflow is not published, and says why', async () => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		const { store } = await workflow.execution(workflow.saved, true);
		await expect(enrollOne(store.forAccount(workflow.account))).rejects.toThrow(/n8n saves nothing of a test run\. Publish this workflow/);
		await workflow.crash();
	});

	it('enrolls while the workflow is published: its trigger has n8n save', async () => {
		const workflow = newWorkflow();
		const alarms: Array<() => void> = [];
		const trigger = await workflow.execution();
		await publish(trigger.store.forAccount(workflow.account));
		const endService = trigger.store.serve({
			save: () => trigger.end(),
			after: (_, action) => {
				alarms.push(action);
				return () => undefined;
			},
		});

		const test = await workflow.execution(workflow.saved, true);
		await enrollOne(test.store.forAccount(workflow.account));
		test.end();
		for (const alarm of alarms) alarm();
		endService();
		await workflow.crash();

		expect(await inExecution(workflow, (account) => account.listEnrollments({}, { limit: 10 }))).toHaveLength(1);
		await workflow.crash();
	});
});

describe('more people than fit', () => {
	it('are refused as a batch, with the stores that hold them, and those who are in go on', async () => {
		const workflow = newWorkflow();
		await inExecution(workflow, (account) => publish(account));
		const batch = (from: number, count: number) => Array.from({ length: count }, (_, n) => enrollRequest(person(from + n)));
		await inExecution(workflow, (account) => account.enroll(batch(0, 1999), START));
		await expect(inExecution(workflow, (account) => account.enroll(batch(1999, 2), START))).rejects.toThrow(/at most 2,000 people.*"File of This n8n" or "PostgreSQL"/);
		const again = await inExecution(workflow, (account) => account.enroll(batch(0, 500), START));
		expect(again.every(({ outcome }) => outcome === 'kept')).toBe(true);
		const [last] = await inExecution(workflow, (account) => account.enroll(batch(1999, 1), START));
		expect(last!.outcome).toBe('enrolled');
		await workflow.crash();
	});
});
