/** Conversation Desk and Desk Trigger, run by n8n. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { Business } from './business';
import { conversationDesk, deskTrigger } from './canvas';

const ADA = '+491701234567';
const BOB = '+491701234568';
const NODE = 'Desk';
const PEOPLE = [{ phone: ADA, name: 'Ada' }, { phone: BOB, name: 'Bob' }];

describe('Conversation Desk', () => {
	let business: Business;
	beforeEach(async () => {
		business = await Business.open({ country: 'DE' });
	});
	afterEach(() => business.close());

	async function outputs(parameters: IDataObject, items: IDataObject[] = PEOPLE): Promise<IDataObject[][]> {
		const done = await business.run(conversationDesk(parameters), { node: NODE, items });
		expect(done.error).toBeNull();
		return done.outputs(NODE)!;
	}
	const agent = (operation: string, more: IDataObject = {}) => outputs({ resource: 'agent', operation, ...more }, [{}]);
	const conversation = (operation: string, items: IDataObject[] = PEOPLE, more: IDataObject = {}) => outputs({ resource: 'conversation', operation, ...more }, items);

	it('assigns within the limit, queues the others with their place, and gives the place that becomes free to the next', async () => {
		expect(await conversation('assign', [PEOPLE[0]!])).toMatchObject([[], [], [{ conversation: { state: 'unassigned', position: 1 } }], []]);
		expect(await agent('save', { agentName: 'Ana', receptionLimit: 1, address: 'ana@example.com' })).toMatchObject([[{ agent: { name: 'Ana', limit: 1, conversations: 1, free: 0, created: true } }]]);
		expect(await conversation('assign')).toMatchObject([[], [{ phone: BOB, conversation: { state: 'queued', position: 1, agent: null } }], [], [{ phone: ADA, desk: { changed: false, reason: 'already_assigned' } }]]);
		expect(await conversation('list', [{}], { show: 'line' })).toMatchObject([[{ contact: { phone: BOB }, conversation: { position: 1 } }]]);
		expect(await conversation('close', [PEOPLE[0]!])).toMatchObject([
			[{ contact: { phone: ADA }, conversation: { state: 'closed', agent: { name: 'Ana' } } }],
			[{ contact: { phone: BOB, name: 'Bob' }, conversation: { state: 'assigned', agent: { name: 'Ana', address: 'ana@example.com' } } }],
			[],
		]);
		expect(await agent('list')).toMatchObject([[{ name: 'Ana', limit: 1, conversations: 1, available: true }]]);
	});

	it('opens for a bot, and lets agents claim, transfer and leave', async () => {
		await agent('save', { agentName: 'Ana', receptionLimit: 1, available: false });
		await agent('save', { agentName: 'Ben', receptionLimit: 1, available: false });
		expect(await conversation('open')).toMatchObject([[{ conversation: { state: 'bot' } }, {}], []]);
		expect(await conversation('claim', PEOPLE, { agentName: 'ana' })).toMatchObject([[{ phone: ADA, conversation: { agent: { name: 'Ana' } } }], [{ phone: BOB, desk: { reason: 'agent_full', explanation: expect.stringContaining('reception limit') } }]]);
		expect(await conversation('transfer', [PEOPLE[0]!], { transferTo: 'agent', agentName: 'Ben' })).toMatchObject([[{ conversation: { agent: { name: 'Ben' } } }], [], []]);
		expect(await agent('remove', { agentName: 'Ben' })).toMatchObject([[{ agent: { name: 'Ben', removed: true } }]]);
		expect(await conversation('get', [PEOPLE[0]!])).toMatchObject([[{ conversation: { state: 'unassigned', position: 1 } }]]);
	});

	it('names the agents that look like a mistyped one, and asks for a name that is missing', async () => {
		await agent('save', { agentName: 'Ana' });
		const mistyped = await business.run(conversationDesk({ operation: 'claim', agentName: 'Anna' }), { node: NODE, items: PEOPLE });
		expect(mistyped.error!.message).toContain('Did you mean "Ana"?');
		const empty = await business.run(conversationDesk({ operation: 'claim', agentName: ' ' }), { node: NODE, items: PEOPLE });
		expect(empty.error!.message).toContain('Agent is empty');
	});
});

describe('Desk Trigger', () => {
	let business: Business;
	beforeEach(async () => {
		business = await Business.open({ country: 'DE' });
	});
	afterEach(() => business.close());

	const activate = (parameters: IDataObject = {}, workflowId = 'workflow-desk') => business.activate(deskTrigger(parameters), { node: 'Timers', workflowId });
	const assign = (phone: string) => business.store.workDesk([{ contact: { phone }, action: { kind: 'assign' } }], Date.now());
	const jsonOf = (items: INodeExecutionData[][]) => items.map((output) => output.map(({ json }) => json));

	it('tells who is away, and who waits at which place, each on its output', async () => {
		const trigger = await activate();
		await assign(ADA);
		const away = await trigger.nextEmission();
		expect(jsonOf(away.items)).toMatchObject([[{ contact: { phone: ADA }, conversation: { state: 'unassigned' }, step: { name: 'Away Reply' }, enrollment: { lease: expect.any(String) } }], [], [], []]);
		await business.store.saveAgents([{ name: 'Ana', limit: 1 }], Date.now());
		await assign(BOB);
		const queued = await trigger.nextEmission();
		expect(jsonOf(queued.items)).toMatchObject([[], [{ contact: { phone: BOB }, conversation: { state: 'queued', position: 1 } }], [], []]);
	});

	it('asks for a survey when an agent has closed, and keeps the answer', async () => {
		const trigger = await activate({ tellAbout: ['survey', 'closed'], surveyAnswers: 'Great, Bad', surveyAttribute: 'stars' });
		await business.store.saveAgents([{ name: 'Ana', limit: 1 }], Date.now());
		await assign(ADA);
		await business.store.workDesk([{ contact: { phone: ADA }, action: { kind: 'close' } }], Date.now());
		const told = [jsonOf((await trigger.nextEmission()).items), jsonOf((await trigger.nextEmission()).items)];
		expect(told.map(([closed]) => closed!.length).sort()).toEqual([0, 1]);
		expect(told.flatMap(([, survey]) => survey)).toMatchObject([{ contact: { phone: ADA }, conversation: { state: 'closed', agent: { name: 'Ana' } } }]);
		const answer = await business.receives(ADA, 'great');
		expect(answer).toMatchObject({ survey: { attribute: 'stars', answer: 'Great' } });
		const reopened = await business.run(conversationDesk({ operation: 'assign' }), { node: NODE, items: [answer] });
		expect(reopened.outputs(NODE)).toMatchObject([[], [], [], [{ desk: { reason: 'survey_answer' }, conversation: { state: 'closed', surveyAnswer: 'Great' } }]]);
	});

	it('closes silent conversations without an execution, and gives the free place to the next', async () => {
		const trigger = await activate({ tellAbout: ['assigned'], closeAfter: 1, closeUnit: 'minutes' });
		const longAgo = Date.now() - 5 * 60_000;
		await business.store.saveAgents([{ name: 'Ana', limit: 1 }], longAgo);
		await business.store.workDesk([ADA, BOB].map((phone) => ({ contact: { phone }, action: { kind: 'assign' } })), longAgo);
		const seen = [jsonOf((await trigger.nextEmission()).items), jsonOf((await trigger.nextEmission()).items)].flat(2);
		expect(seen.map(({ contact }) => (contact as IDataObject).phone).sort()).toEqual([ADA, BOB]);
		const views = await business.store.conversationsOf([{ phone: ADA }, { phone: BOB }]);
		expect(views.map((view) => view!.state).sort()).toEqual(['assigned', 'closed']);
		expect(trigger.emissions).toHaveLength(2);
	});

	it('refuses what cannot be, and a second desk on the same number', async () => {
		await expect(activate({ closeAfter: 73 })).rejects.toThrow('"Close After Silence" takes 1 minute to 72 hours.');
		await expect(activate({ surveyAnswers: ' , ' })).rejects.toThrow('The survey needs at least one answer');
		await activate();
		await expect(activate({}, 'another')).rejects.toThrow('is published by');
	});

	it('shows every output once as a sample', async () => {
		const trigger = await business.activate(deskTrigger({ tellAbout: ['queue', 'reminder'] }), { node: 'Timers', mode: 'manual' });
		await trigger.manualTriggerFunction!();
		expect(jsonOf(trigger.emissions[0]!.items)).toMatchObject([[{ sample: true, conversation: { position: 3 } }], [{ sample: true, conversation: { agent: { name: 'Ana' } } }]]);
	});
});
