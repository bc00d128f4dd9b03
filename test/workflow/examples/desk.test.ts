/** The example of the conversation desk, imported as it is. */
import { Business } from '../business';
import { example } from '../canvas';

const ADA = '+491701234567';
const BOB = '+491701234568';

describe('The example "Conversation desk"', () => {
	const desk = example('desk-with-agents.json');
	let business: Business;
	beforeEach(async () => {
		business = await Business.open({}, { pairIntervalMs: 0 });
	});
	afterEach(() => business.close());

	const writes = async (phone: string, text: string) => {
		const run = await business.run(desk, { node: 'A customer writes', items: [await business.receives(phone, text)] });
		expect(run.error).toBeNull();
		return run.outputs('Find an agent')!;
	};
	const setUp = async () => {
		const run = await business.run(desk, { node: 'Set up the agents', items: [{}] });
		expect(run.error).toBeNull();
	};
	/** Runs the workflow with what the desk tells next; the messages that Meta has accepted since. */
	const told = async (trigger: { nextEmission: () => Promise<{ items: unknown[][]; done?: { resolve(run: unknown): void } }> }) => {
		const before = (await business.accepted()).length;
		const { items } = await trigger.nextEmission();
		const run = await business.run(desk, { node: 'The desk', items: items as never });
		expect(run.error).toBeNull();
		return (await business.accepted()).slice(before).map(({ to, body }) => `${to}: ${(body as { text: { body: string } }).text.body}`);
	};

	it('answers whoever writes while nobody is there, and gives them to the first agent who comes', async () => {
		const trigger = await business.activate(desk, { node: 'The desk' });
		expect((await writes(ADA, 'Hello'))[2]).toMatchObject([{ conversation: { state: 'unassigned' } }]);
		expect(await told(trigger)).toEqual([expect.stringContaining(`${ADA.slice(1)}: Hi Ada, thank you for writing. Nobody is here`)]);
		await setUp();
		const [ada] = await business.store.conversationsOf([{ phone: ADA }]);
		expect(ada).toMatchObject({ state: 'assigned', agent: { name: expect.stringMatching(/^(Ana|Ben)$/) } });
	});

	it('tells the place in the queue, and asks how it was once an agent has closed; the answer is kept', async () => {
		const trigger = await business.activate(desk, { node: 'The desk' });
		await business.store.saveAgents([{ name: 'Ana', limit: 1 }], Date.now());
		expect((await writes(BOB, 'Hello'))[0]).toMatchObject([{ conversation: { agent: { name: 'Ana' } } }]);
		expect((await writes(ADA, 'Hello'))[1]).toMatchObject([{ conversation: { position: 1 } }]);
		expect(await told(trigger)).toEqual([`${ADA.slice(1)}: All our colleagues are busy. You are number 1 in the queue.`]);
		await business.store.workDesk([{ contact: { phone: BOB }, action: { kind: 'close' } }], Date.now());
		expect(await told(trigger)).toEqual([expect.stringContaining(`${BOB.slice(1)}: How was it?`)]);
		expect((await writes(BOB, '5'))[3]).toMatchObject([{ desk: { reason: 'survey_answer' } }]);
		expect((await business.store.tagsOf([{ phone: BOB }]))[0]!.attributes).toEqual({ satisfaction: '5' });
		const [ada] = await business.store.conversationsOf([{ phone: ADA }]);
		expect(ada).toMatchObject({ state: 'assigned', agent: { name: 'Ana' } });
	});
});
