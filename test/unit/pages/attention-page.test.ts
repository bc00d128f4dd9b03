/** What needs somebody, over a store in memory. */
import { attentionPages } from '../../../engine/pages/attention';
import type { AccountStore } from '../../../engine/store/contract';
import { owner, person, START } from '../../conformance/builders';
import { beginAllowed, claimOne, enrollOne, publish, settle } from '../../conformance/verbs';
import { emptyStore, Reader } from './reader';

const ATTENTION = '?page=attention';

describe('the page of what needs somebody', () => {
	let store: AccountStore;
	let reader: Reader;
	beforeEach(async () => {
		store = await emptyStore();
		reader = new Reader(store, [attentionPages()]);
	});

	it('is calm while all goes well', async () => {
		await publish(store);
		await enrollOne(store);
		expect(await reader.open(ATTENTION)).toBe('Attention Nothing needs you at the moment.');
	});

	it('tells of sequences that are paused, or that nobody publishes while people wait', async () => {
		await publish(store);
		await enrollOne(store);
		await store.pauseSequence('welcome', 'Holidays', START);
		await store.closeSequence(owner(), START);
		const text = await reader.open(ATTENTION);
		expect(text).toContain('Holidays');
		expect(text).toContain('1 person waits in it');
	});

	it('lists messages that may have left, with the way to the person', async () => {
		const id = await publish(store);
		await enrollOne(store, person(1));
		await settle(store, await beginAllowed(store, await claimOne(store, id)), { kind: 'unknown', detail: 'The connection broke.' });
		const text = await reader.open(ATTENTION);
		expect(text).toMatch(/Messages that may have left .*promo \(en\)/);
		expect(await reader.open(reader.link('+491700000001'))).toContain('Nobody knows whether its message left');
	});

	it('lists runs that failed, with the reason', async () => {
		const id = await publish(store);
		await enrollOne(store, person(1));
		const { step } = await claimOne(store, id);
		await store.refuseSteps([{ step, reason: 'invalid_message', detail: 'The text is empty.', action: 'fail' }], START);
		expect(await reader.open(ATTENTION)).toContain('The message cannot be sent as it is.');
	});
});
