import { sequenceOf, type DeskTimer } from '../../../engine/desk/timers';
import type { ConversationMoment } from '../../../engine/sequence/definition';
import { StoreRefusal, type AccountStore, type DeskAction, type DeskWork } from '../../../engine/store/contract';
import type { OtherEvent } from '../../../engine/whatsapp/webhook-event';
import { DAY, HOUR, message, MINUTE, owner, person, phoneOf, SECOND, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, LIVING } from '../verbs';

const ask = (account: AccountStore, n: number, action: DeskAction, at = START): Promise<DeskWork> => account.workDesk([{ contact: person(n), action }], at);
const stateOf = async (account: AccountStore, n: number) => {
	const [view] = await account.conversationsOf([person(n)]);
	return view && { state: view.state, agent: view.agent?.name ?? null, position: view.position };
};
const team = (account: AccountStore, limits: Record<string, number>, at = START) =>
	account.saveAgents(Object.entries(limits).map(([name, limit]) => ({ name, limit })), at);
const writes = (account: AccountStore, n: number, text: string, at: number, id = `wamid.${n}.${at}`) =>
	account.applyWebhook([message(id, text, at, { phone: phoneOf(n) })], LIVING, at);

/** Somebody answers from the phone app. */
function echo(n: number, at: number): OtherEvent {
	const echoed = { from: '4930111', to: phoneOf(n).slice(1), id: `wamid.echo.${n}.${at}`, timestamp: String(Math.floor(at / SECOND)), type: 'text', text: { body: 'hi' } };
	return { kind: 'other', field: 'smb_message_echoes', value: { message_echoes: [echoed] } };
}
const answers = (account: AccountStore, n: number, at: number) => account.applyWebhook([echo(n, at)], LIVING, at);

const AFTER: Partial<Record<ConversationMoment, DeskTimer['after']>> = {
	unanswered: { amount: 10, unit: 'minutes' },
	silent: { amount: 24, unit: 'hours' },
	bot_silent: { amount: 10, unit: 'minutes' },
};

async function timer(account: AccountStore, moment: ConversationMoment, more: Partial<DeskTimer> = {}, at = START): Promise<string> {
	const definition = sequenceOf({ moment, after: AFTER[moment] ?? { amount: 0, unit: 'minutes' }, ...more }, 'Europe/Berlin');
	const { id } = await account.publishSequence(definition, { ...owner('desk'), nodeId: `desk:${moment}` }, at);
	await account.followConversations(at);
	return id;
}

/** Whose timers come at this instant; they are done with that. */
async function due(account: AccountStore, sequenceId: string, at: number): Promise<string[]> {
	const taken = await claim(account, sequenceId, at);
	await account.endExecution(taken.lease, { kind: 'success' }, at);
	return taken.steps.map(({ contact }) => contact.phone!).sort();
}

export function desk(open: OpenStore): void {
	const test = onStore(open);

	describe('the conversation desk', () => {
		test('gives a conversation to the agent with the most free places', async ({ account }) => {
			await team(account, { Ana: 1, Ben: 3 });
			for (const n of [1, 2, 3]) await ask(account, n, { kind: 'assign' });
			expect(await Promise.all([1, 2, 3].map((n) => stateOf(account, n)))).toMatchObject([{ agent: 'Ben' }, { agent: 'Ben' }, { agent: 'Ana' }]);
			expect((await account.listAgents()).map(({ name, load, limit }) => [name, load, limit])).toEqual([['Ana', 1, 1], ['Ben', 2, 3]]);
		});

		test('queues whom nobody has room for, in their order, and unassigned is who comes while nobody is at work', async ({ account }) => {
			await ask(account, 9, { kind: 'assign' }, START - MINUTE);
			expect(await stateOf(account, 9)).toEqual({ state: 'unassigned', agent: null, position: 1 });
			await team(account, { Ana: 1 });
			expect(await stateOf(account, 9)).toEqual({ state: 'assigned', agent: 'Ana', position: null });
			await ask(account, 1, { kind: 'assign' });
			await ask(account, 2, { kind: 'assign' }, START + SECOND);
			expect([await stateOf(account, 1), await stateOf(account, 2)]).toEqual([
				{ state: 'queued', agent: null, position: 1 },
				{ state: 'queued', agent: null, position: 2 },
			]);
			const listed = async (...args: Parameters<AccountStore['listConversations']>) => (await account.listConversations(...args)).map(({ contact, position }) => [contact.phone, position]);
			expect(await listed({ show: 'line' }, { limit: 10 })).toEqual([[phoneOf(1), 1], [phoneOf(2), 2]]);
			const [first] = await account.listConversations({ show: 'line' }, { limit: 1 });
			expect(await listed({ show: 'line' }, { limit: 10, after: first!.id })).toEqual([[phoneOf(2), 2]]);
			expect(await listed({ show: 'beside_line' }, { limit: 10 })).toEqual([[phoneOf(9), null]]);
			expect(await listed({ show: 'open' }, { limit: 10 })).toEqual([[phoneOf(2), 2], [phoneOf(1), 1], [phoneOf(9), null]]);
		});

		test('assigns the next in the queue in the same call that closes a conversation', async ({ account }) => {
			await team(account, { Ana: 1 });
			await ask(account, 1, { kind: 'assign' });
			await ask(account, 2, { kind: 'assign' }, START + SECOND);
			const work = await ask(account, 1, { kind: 'close' }, START + MINUTE);
			expect(work.results[0]).toMatchObject({ changed: true, conversation: { state: 'closed', agent: { name: 'Ana' }, closedBy: 'closed' } });
			expect(work.next).toMatchObject([{ state: 'assigned', agent: { name: 'Ana' }, contact: { phone: phoneOf(2) } }]);
			expect(await account.contactTimeline(person(1), 10)).toMatchObject([{ kind: 'conversation', detail: 'assigned to Ana' }, { kind: 'conversation', detail: 'closed' }]);
		});

		test('lets agents claim by hand up to their limit, and nobody else what one has', async ({ account }) => {
			await team(account, { Ana: 1, Ben: 0 });
			await account.saveAgents([{ name: 'Ana', available: false }], START);
			await ask(account, 1, { kind: 'open', for: 'nobody' });
			await ask(account, 2, { kind: 'open', for: 'bot' });
			expect(await ask(account, 1, { kind: 'claim', agent: 'ana' })).toMatchObject({ results: [{ changed: true, conversation: { state: 'assigned', agent: { name: 'Ana' } } }] });
			expect(await ask(account, 1, { kind: 'claim', agent: 'Ben' })).toMatchObject({ results: [{ changed: false, reason: 'taken' }] });
			expect(await ask(account, 2, { kind: 'claim', agent: 'Ana' })).toMatchObject({ results: [{ changed: false, reason: 'agent_full' }] });
			await ask(account, 1, { kind: 'close' });
			expect(await ask(account, 1, { kind: 'claim', agent: 'Ana' })).toMatchObject({ results: [{ changed: false, reason: 'not_open' }] });
			await expect(ask(account, 2, { kind: 'claim', agent: 'Anna' })).rejects.toThrow('There is no agent "Anna". Did you mean "Ana"?');
			await expect(ask(account, 2, { kind: 'claim', agent: 'Anna' })).rejects.toThrow(StoreRefusal);
		});

		test('transfers to an agent within their limit, to whoever else is free, and else into the queue', async ({ account }) => {
			await team(account, { Ana: 2, Ben: 1 });
			for (const n of [1, 2]) {
				await ask(account, n, { kind: 'open', for: 'nobody' });
				await ask(account, n, { kind: 'claim', agent: 'Ana' });
			}
			expect(await ask(account, 1, { kind: 'transfer', to: null })).toMatchObject({ results: [{ conversation: { agent: { name: 'Ben' } } }] });
			expect(await ask(account, 2, { kind: 'transfer', to: 'Ben' })).toMatchObject({ results: [{ changed: false, reason: 'agent_full' }] });
			expect(await ask(account, 2, { kind: 'transfer', to: null })).toMatchObject({ results: [{ conversation: { state: 'queued', agent: null } }] });
			expect(await ask(account, 5, { kind: 'transfer', to: null })).toMatchObject({ results: [{ changed: false, reason: 'not_open', conversation: null }] });
		});

		test('never exceeds a limit nor gives one conversation to two agents, whoever asks at the same time', async ({ account }) => {
			await team(account, { Ana: 2, Ben: 2, Cleo: 1 });
			const people = Array.from({ length: 12 }, (_, n) => n);
			await Promise.all(people.map((n) => ask(account, n, { kind: 'queue' })));
			await Promise.all(people.flatMap((n) => ['Ana', 'Ben', 'Cleo'].map((agent) => ask(account, n, { kind: 'claim', agent }))));
			await Promise.all(people.slice(0, 6).flatMap((n) => [ask(account, n, { kind: 'close' }, START + MINUTE), ask(account, n + 6, { kind: 'transfer', to: 'Cleo' }, START + MINUTE)]));
			const held = await account.listConversations({ show: 'assigned' }, { limit: 100 });
			for (const { name, load, limit } of await account.listAgents()) {
				expect(load).toBe(held.filter(({ agent }) => agent?.name === name).length);
				expect(load).toBeLessThanOrEqual(limit);
			}
			expect(held).toHaveLength(5);
		});

		test('hands out at once when a limit is raised, an agent comes back, or one leaves', async ({ account }) => {
			await team(account, { Ana: 1 });
			for (const n of [1, 2, 3]) await ask(account, n, { kind: 'assign' }, START + n * SECOND);
			await account.saveAgents([{ name: 'Ana', limit: 2 }], START + MINUTE);
			expect(await stateOf(account, 2)).toMatchObject({ state: 'assigned' });
			await account.saveAgents([{ name: 'Ben', limit: 1, address: 'ben@example.com' }], START + MINUTE);
			expect(await stateOf(account, 3)).toMatchObject({ agent: 'Ben' });
			expect(await account.removeAgents(['Ana', 'Zoe'], START + HOUR)).toEqual([true, false]);
			expect([await stateOf(account, 1), await stateOf(account, 2)]).toMatchObject([{ state: 'queued', position: 1 }, { state: 'queued', position: 2 }]);
			await expect(account.saveAgents([{ name: 'Ben', limit: -1 }], START)).rejects.toThrow('The reception limit of "Ben" must be a whole number');
		});
	});

	describe('the timers of the desk', () => {
		test('answer who comes while nobody is there, once', async ({ account }) => {
			const away = await timer(account, 'unassigned');
			await writes(account, 1, 'hello', START);
			await ask(account, 1, { kind: 'assign' }, START + SECOND);
			expect(await due(account, away, START + SECOND)).toEqual([phoneOf(1)]);
			await writes(account, 1, 'hello?', START + MINUTE);
			await ask(account, 1, { kind: 'assign' }, START + MINUTE);
			expect(await due(account, away, START + HOUR)).toEqual([]);
		});

		test('remind of a customer who waits for the agent, until the agent answers from the phone or by a workflow', async ({ account }) => {
			const reminder = await timer(account, 'unanswered', { times: 2 });
			await team(account, { Ana: 9 });
			for (const n of [1, 2, 3]) {
				await writes(account, n, 'hello', START);
				await ask(account, n, { kind: 'assign' }, START);
			}
			await answers(account, 2, START + 2 * MINUTE);
			await ask(account, 3, { kind: 'answered', at: START + 3 * MINUTE }, START + 3 * MINUTE);
			expect(await due(account, reminder, START + 10 * MINUTE)).toEqual([phoneOf(1)]);
			await writes(account, 1, 'anybody?', START + 15 * MINUTE);
			await writes(account, 2, 'thanks, and …', START + 16 * MINUTE);
			expect(await due(account, reminder, START + 20 * MINUTE)).toEqual([phoneOf(1)]);
			expect(await due(account, reminder, START + 26 * MINUTE)).toEqual([phoneOf(2)]);
		});

		test('close after silence, which counts anew from every message of either side; never what nobody has', async ({ account }) => {
			const silent = await timer(account, 'silent');
			await team(account, { Ana: 9 });
			for (const n of [1, 2]) await ask(account, n, { kind: 'assign' }, START);
			await ask(account, 3, { kind: 'open', for: 'nobody' }, START);
			await ask(account, 4, { kind: 'open', for: 'bot' }, START);
			await writes(account, 2, 'wait', START + HOUR);
			await answers(account, 2, START + 2 * HOUR);
			const taken = await claim(account, silent, START + DAY);
			expect(taken.steps.map(({ contact }) => contact.phone)).toEqual([phoneOf(1)]);
			const close = taken.steps.map(({ contact, enrollment }) => ({ contact: { id: contact.id }, action: { kind: 'close' as const, silentSince: enrollment.enrolledAt } }));
			expect(await account.workDesk(close, START + DAY)).toMatchObject({ results: [{ changed: true, conversation: { state: 'closed', closedBy: 'silence' } }] });
			expect((await claim(account, silent, START + DAY + HOUR)).steps).toEqual([]);
			expect((await claim(account, silent, START + DAY + 2 * HOUR)).steps.map(({ contact }) => contact.phone)).toEqual([phoneOf(2)]);
			expect((await claim(account, silent, START + 9 * DAY)).steps.map(({ contact }) => contact.phone)).not.toContain(phoneOf(3));
		});

		test('do not close whose customer wrote while the closing was on its way', async ({ account }) => {
			const silent = await timer(account, 'bot_silent');
			await ask(account, 1, { kind: 'open', for: 'bot' }, START);
			const [step] = (await claim(account, silent, START + 10 * MINUTE)).steps;
			await writes(account, 1, 'still here', START + 10 * MINUTE + SECOND);
			const late = await ask(account, 1, { kind: 'close', silentSince: step!.enrollment.enrolledAt }, START + 10 * MINUTE + 2 * SECOND);
			expect(late.results).toMatchObject([{ changed: false, reason: 'not_silent', conversation: { state: 'bot' } }]);
			expect(await due(account, silent, START + 19 * MINUTE)).toEqual([]);
			expect(await due(account, silent, START + 20 * MINUTE + SECOND)).toEqual([phoneOf(1)]);
		});

		test('ask for a survey after an agent, never after a bot, and keep the answer with the contact', async ({ account }) => {
			const survey = await timer(account, 'survey', { survey: { attribute: 'satisfaction', answers: ['😀', '😐', '🙁'] } });
			await team(account, { Ana: 9 });
			await ask(account, 1, { kind: 'assign' });
			await ask(account, 2, { kind: 'open', for: 'bot' });
			for (const n of [1, 2]) await ask(account, n, { kind: 'close' }, START + MINUTE);
			expect(await due(account, survey, START + MINUTE)).toEqual([phoneOf(1)]);
			const [other] = (await writes(account, 1, 'thank you', START + 2 * MINUTE)).messages;
			const [answer] = (await writes(account, 1, '🙁', START + 3 * MINUTE, 'wamid.answer')).messages;
			expect([other!.survey, answer!.survey]).toEqual([null, { attribute: 'satisfaction', answer: '🙁' }]);
			expect((await account.tagsOf([person(1)]))[0]!.attributes).toEqual({ satisfaction: '🙁' });
			const again = await account.workDesk([{ contact: person(1), action: { kind: 'assign' }, messageId: 'wamid.answer' }], START + 3 * MINUTE);
			expect(again.results).toMatchObject([{ changed: false, reason: 'survey_answer', conversation: { state: 'closed', surveyAnswer: '🙁' } }]);
			expect((await writes(account, 1, '😀', START + 4 * MINUTE)).messages[0]!.survey).toBeNull();
			expect((await writes(account, 2, '😀', START + 4 * MINUTE)).messages[0]!.survey).toBeNull();
		});

		test('go on for somebody who opts out of marketing', async ({ account }) => {
			const silent = await timer(account, 'silent');
			await team(account, { Ana: 9 });
			await ask(account, 1, { kind: 'assign' }, START);
			await account.recordConsent([{ contact: person(1), categories: ['marketing'], change: 'stop', source: 'manual', at: START, proof: 'said so on the phone', messageId: null }], START + MINUTE);
			expect(await due(account, silent, START + DAY)).toEqual([phoneOf(1)]);
		});

		test('take in the conversations that are open when they are published', async ({ account }) => {
			await team(account, { Ana: 9 });
			await ask(account, 1, { kind: 'assign' }, START);
			await ask(account, 2, { kind: 'assign' }, START);
			await ask(account, 2, { kind: 'close' }, START);
			const [assigned, closed] = [await timer(account, 'assigned', {}, START + HOUR), await timer(account, 'closed', {}, START + HOUR)];
			expect(await due(account, assigned, START + HOUR)).toEqual([phoneOf(1)]);
			expect(await due(account, closed, START + HOUR)).toEqual([]);
			await account.followConversations(START + 2 * HOUR);
			expect(await due(account, assigned, START + 3 * HOUR)).toEqual([]);
		});
	});

	describe('a conversation at the desk', () => {
		test('belongs to the contact in exports, merges and erasures', async ({ account }) => {
			await timer(account, 'silent');
			await team(account, { Ana: 9, Ben: 1 });
			await account.saveContacts([1, 2].map((n) => ({ contact: person(n), attributes: {} })), START);
			for (const n of [1, 2]) await ask(account, n, { kind: 'open', for: 'nobody' });
			await ask(account, 1, { kind: 'claim', agent: 'Ana' });
			await ask(account, 2, { kind: 'claim', agent: 'Ben' });
			await ask(account, 1, { kind: 'close' }, START + MINUTE);
			const [exported] = await account.exportPeople([person(1)]);
			expect(exported!.conversation).toMatchObject([{ state: 'closed' }]);

			await account.mergePeople([{ into: person(1), from: person(2) }], START + HOUR);
			expect(await stateOf(account, 1)).toEqual({ state: 'assigned', agent: 'Ben', position: null });
			expect((await account.listAgents()).map(({ name, load }) => [name, load])).toEqual([['Ana', 0], ['Ben', 1]]);

			await account.erasePeople([person(1)], START + DAY);
			expect(await stateOf(account, 1)).toBeNull();
			expect((await account.listAgents()).map(({ load }) => load)).toEqual([0, 0]);
		});
	});
}
