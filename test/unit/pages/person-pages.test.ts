/** The pages about people, over a store in memory. */
import type { AccountStore, EnrollmentView } from '../../../engine/store/contract';
import { person, phoneOf, START } from '../../conformance/builders';
import { enrollOne, publish } from '../../conformance/verbs';
import { emptyStore, Reader } from './reader';

describe('the pages about people', () => {
	let store: AccountStore;
	let reader: Reader;
	let address: string;
	const run = async (): Promise<EnrollmentView> => (await store.listEnrollments({ contact: person(1) }, { limit: 1 }))[0]!;

	beforeEach(async () => {
		store = await emptyStore();
		reader = new Reader(store);
		await publish(store);
		await enrollOne(store, person(1));
		address = `?page=person&id=${(await run()).contactId}`;
	});

	it('find a person by their number, however it is written', async () => {
		await reader.open('?page=people');
		const { status, headers } = await reader.send('GET', `?page=people&find=${encodeURIComponent(phoneOf(1).replace('+49', '0'))}`, '');
		expect([status, headers.Location]).toEqual([303, address]);
		const unknown = await reader.send('GET', '?page=people&find=0170+999', '');
		await reader.open(unknown.headers.Location);
		expect(reader.told()).toContain('is known');
	});

	it('show who it is, where they stand and what happened', async () => {
		expect(await reader.open(address)).toMatch(/Marketing allowed .*welcome State active .*Timeline .*Enrolled/);
	});

	it('say that somebody is gone', async () => {
		expect(await reader.open('?page=person&id=nobody')).toContain('Nobody with this address is known');
	});

	it('pause, resume and remove a run', async () => {
		await reader.open(address);
		await reader.press('run/pause');
		expect((await run()).state).toBe('paused');
		await reader.press('run/resume');
		expect((await run()).state).toBe('active');
		await reader.press('run/remove');
		expect([reader.told(), await run()]).toEqual(['Removed from “welcome”.', expect.objectContaining({ state: 'exited', reason: 'removed' })]);
	});

	it('skip a step, and leave out a later one', async () => {
		await reader.open(address);
		const { step } = await run();
		const [, later] = (await store.describeSequence('welcome', 1)).definition.steps;
		await reader.press('run/cancel', {}, `step=${encodeURIComponent(later!.name).replaceAll('%20', '+')}`);
		expect((await run()).cancelledSteps).toEqual([later!.name]);
		await reader.press('run/skip');
		expect((await run()).step).not.toBe(step);
	});

	it('set the time of the next step on the clock of the number', async () => {
		await reader.open(address);
		await reader.press('run/reschedule', { at: '2026-02-01T10:30' });
		expect(new Date((await run()).dueAt!).toISOString()).toBe('2026-02-01T09:30:00.000Z');
		await reader.press('run/reschedule', { at: 'soon' });
		expect(reader.told()).toBe('Choose a day and a time first.');
		await reader.press('run/now');
		expect((await run()).dueAt).toBe(START);
	});

	it('tell why something is refused', async () => {
		await reader.open(address);
		const before = reader.body;
		await reader.press('run/remove');
		reader.body = before;
		await reader.press('run/skip');
		expect(reader.told()).toBe('The run has ended.');
	});

	it('add and remove tags, whatever they are called', async () => {
		await reader.open(address);
		await reader.press('person/tag', { tag: '"><script>&' });
		expect(reader.body).not.toContain('<script>');
		expect((await store.tagsOf([person(1)]))[0]!.tags).toEqual(['"><script>&']);
		await reader.press('person/untag');
		expect((await store.tagsOf([person(1)]))[0]!.tags).toEqual([]);
	});

	it('record an opt-out, and consent with where it can be looked up', async () => {
		await reader.open(address);
		await reader.press('person/stop');
		expect((await store.consentOf([person(1)]))[0]!.marketing).toMatchObject({ allowed: false, source: 'manual' });
		reader.now += 1_000;
		await reader.open(address);
		await reader.press('person/start', { proof: 'Signed the form on 3 May' });
		expect((await store.consentOf([person(1)]))[0]!.marketing.allowed).toBe(true);
		expect((await store.consentHistory([person(1)], 5))[0]!.at(-1)!.proof).toBe('Signed the form on 3 May');
	});

	it('ask before they erase somebody, and then leave nothing', async () => {
		await reader.open(address);
		const ask = reader.link('Erase this person');
		expect(await reader.open(ask)).toContain('cannot be brought back');
		expect(await store.getContacts([person(1)])).not.toEqual([null]);
		await reader.press('person/erase');
		expect(reader.told()).toBe('The person was erased.');
		expect(await store.getContacts([person(1)])).toEqual([null]);
	});

	it('do not bring back somebody who was erased meanwhile', async () => {
		await reader.open(address);
		await store.erasePeople([person(1)], START);
		await reader.press('person/tag', { tag: 'late' });
		expect(reader.told()).toContain('Nobody with this address');
		expect(await store.getContacts([person(1)])).toEqual([null]);
	});
});
