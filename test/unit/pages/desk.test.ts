/** The page of the conversation desk, over a store in memory. */
import type { AccountStore } from '../../../engine/store/contract';
import { person, START } from '../../conformance/builders';
import { deskPages } from '../../../engine/pages/desk';
import { emptyStore, Reader } from './reader';

describe('the page of the desk', () => {
	let store: AccountStore;
	let reader: Reader;
	const standing = async (n: number) => {
		const [view] = await store.conversationsOf([person(n)]);
		return { state: view!.state, agent: view!.agent?.name ?? null };
	};

	beforeEach(async () => {
		store = await emptyStore();
		reader = new Reader(store, [deskPages()]);
		await store.saveAgents([{ name: 'Ana', limit: 1 }, { name: 'Ben', limit: 1, available: false }, { name: '<b>Cleo</b>', limit: 0 }], START);
		await store.workDesk([1, 2].map((n) => ({ contact: { ...person(n), name: `Customer ${n}` }, action: { kind: 'assign' } })), START);
	});

	it('shows who is there, who waits at which place, and who has whom', async () => {
		const text = await reader.open('?page=desk');
		expect(text).toMatch(/Agents .*Ana .*1 of 1 .*Ben .*0 of 1 .*away .*Waiting for an agent .*1 .*Customer \d .*queued .*Other open conversations .*Customer \d .*assigned .*Ana/);
		expect(text).not.toContain('Customer 3');
	});

	it('shows who has whom below a line that is longer than a page', async () => {
		await store.workDesk(Array.from({ length: 60 }, (_, n) => ({ contact: person(10 + n), action: { kind: 'queue' } })), START + 1);
		expect(await reader.open('?page=desk')).toMatch(/Other open conversations .*Customer \d .*assigned .*Ana/);
	});

	it('offers first who has room, each with how much they have', async () => {
		await store.saveAgents([{ name: 'Dora', limit: 2 }], START);
		await store.workDesk([3, 4].map((n) => ({ contact: person(n), action: { kind: 'open', for: 'nobody' } })), START);
		const text = await reader.open('?page=desk');
		expect(text).toMatch(/Dora \(1 of 2\) .*Ana \(1 of 1\) .*Ben \(0 of 1\)/);
	});

	it('claims, transfers and closes, and the next in the queue is assigned', async () => {
		await reader.open('?page=desk');
		await reader.press('desk/claim', { agent: 'Ben' });
		expect(reader.told()).toBe('Ben has the conversation now.');
		await reader.press('desk/close');
		expect(reader.told()).toContain('Closed.');
		expect((await Promise.all([1, 2].map(standing))).map(({ state }) => state).sort()).toEqual(['assigned', 'closed']);
	});

	it('says why the desk refuses', async () => {
		await reader.open('?page=desk');
		await reader.press('desk/claim', { agent: 'Ana' });
		expect(reader.told()).toContain('reception limit');
	});

	it('sets an agent away and back, who then gets the next in the queue', async () => {
		await reader.open('?page=desk');
		await reader.press('desk/available', {}, 'agent=Ben');
		expect((await store.listAgents()).find(({ name }) => name === 'Ben')).toMatchObject({ available: true, load: 1 });
	});
});
