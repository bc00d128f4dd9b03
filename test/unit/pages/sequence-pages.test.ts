/** The pages about sequences, over a store in memory. */
import type { AccountStore } from '../../../engine/store/contract';
import { definition, enrollRequest, HOUR, person, phoneOf, START } from '../../conformance/builders';
import { firstStepClaimed, publish, sendAccepted } from '../../conformance/verbs';
import { emptyStore, Reader } from './reader';

const SEQUENCE = '?page=sequence&name=welcome';

describe('the pages about sequences', () => {
	let store: AccountStore;
	let reader: Reader;
	beforeEach(async () => {
		store = await emptyStore();
		reader = new Reader(store);
	});

	it('say how a sequence comes here while there is none', async () => {
		expect(await reader.open()).toContain('Publish a workflow with a WhatsApp Sequence Trigger');
	});

	it('show every sequence with its figures, and lead to it', async () => {
		await publish(store);
		await store.enroll([0, 1, 2].map((n) => enrollRequest(person(n))), START);
		expect(await reader.open()).toMatch(/welcome running .* In it now 3 Enrolled 3 Finished 0/);
		expect(await reader.open(reader.link('welcome'))).toMatch(/^welcome .*3 active, 0 paused, 0 in review/);
	});

	it('list the people of a sequence page by page, and by state', async () => {
		await publish(store);
		await store.enroll(Array.from({ length: 120 }, (_, n) => enrollRequest(person(n))), START);
		await store.remove([{ sequence: 'welcome', contact: person(7) }], 'removed', START);
		const seen = new Set<string>();
		let query = SEQUENCE;
		for (let pages = 0; pages < 3; pages++) {
			await reader.open(query);
			for (const [phone] of reader.body.matchAll(/\+49\d+/g)) seen.add(phone);
			if (pages < 2) query = reader.link('Next page');
		}
		expect(seen.size).toBe(120);
		expect(() => reader.link('Next page')).toThrow('no link');
		const ended = await reader.open(`${SEQUENCE}&state=exited`);
		expect(ended).toContain('Removed by the workflow.');
		expect([...reader.body.matchAll(/\+49\d+/g)].map(([phone]) => phone)).toEqual([phoneOf(7)]);
	});

	it('pause a sequence and let it go on', async () => {
		await publish(store);
		await reader.open(SEQUENCE);
		expect(await reader.press('sequence/pause')).toContain('on the dashboard, by ada');
		expect((await store.listSequences())[0]!.pausedAt).toBe(START);
		await reader.press('sequence/resume');
		expect((await store.listSequences())[0]!.pausedAt).toBeNull();
	});

	it('add a person by a number as people write it, once', async () => {
		await publish(store);
		await reader.open(SEQUENCE);
		await reader.press('sequence/add', { phone: '0170 1234567', person: 'Ada' });
		expect(reader.told()).toBe('Ada is in the sequence now.');
		const [run] = await store.listEnrollments({ sequence: 'welcome' }, { limit: 10 });
		expect(run!.contact).toMatchObject({ phone: '+491701234567', name: 'Ada' });
		await reader.press('sequence/add', { phone: '+49 170 1234567' });
		expect(reader.told()).toBe('Ada was in the sequence already and keeps the place.');
		await reader.press('sequence/add', { phone: 'twelve' });
		expect(reader.told()).toContain('“twelve” is no phone number');
		expect(await store.listEnrollments({ sequence: 'welcome' }, { limit: 10 })).toHaveLength(1);
	});

	it('lock a sequence, show what waits, and let it through with the password only', async () => {
		await publish(store);
		await reader.open(SEQUENCE);
		await reader.press('sequence/lock', { password: 'long enough' });
		expect(reader.told()).toContain('Locked.');
		const [first] = definition().steps;
		await publish(store, { steps: [{ ...first!, name: 'changed' }] });
		expect(await reader.open(SEQUENCE)).toMatch(/Steps after the change .*changed/);
		await expect(reader.press('sequence/confirm', { password: 'wrong one' })).rejects.toThrow('409');
		reader.now += 10_000;
		await reader.open(SEQUENCE);
		await reader.press('sequence/confirm', { password: 'long enough' });
		expect(reader.told()).toBe('The changes hold from now on, as version 2.');
		expect((await store.describeSequence('welcome', 5)).definition.steps[0]!.name).toBe('changed');
		await reader.press('sequence/unlock', { password: 'long enough' });
		expect((await store.listSequences())[0]!.lockedAt).toBeNull();
	});

	it('write revenue with the decimals of its currency', async () => {
		await sendAccepted(store, await firstStepClaimed(store), 'wamid.first');
		const order = { contact: person(), coupon: null, at: START + HOUR };
		await store.recordConversions(
			[
				{ ...order, orderId: 'a', value: 1_099.8, currency: 'EUR' },
				{ ...order, orderId: 'b', value: 500, currency: 'JPY' },
			],
			START + HOUR,
		);
		expect(await reader.open(SEQUENCE)).toMatch(/Revenue EUR\s1,099\.80, JPY\s500 /);
	});

	it('show names and texts of whatever kind as text', async () => {
		await publish(store, { name: '<img src=x onerror=alert(1)>', description: '\u202Eeman' });
		await reader.open();
		expect(reader.body).not.toContain('<img');
		expect(reader.body).not.toContain('\u202E');
		expect(await reader.open(reader.link('<img src=x onerror=alert(1)>'))).toContain('<img src=x onerror=alert(1)>');
	});

	it('tell of a sequence that is not there in the words of the store', async () => {
		await publish(store);
		expect(await reader.open('?page=sequence&name=welcom')).toContain('welcome');
	});
});
