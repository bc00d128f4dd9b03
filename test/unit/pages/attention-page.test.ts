/** What needs somebody, over a store in memory. */
import { attentionPages } from '../../../engine/pages/attention';
import type { AccountStore } from '../../../engine/store/contract';
import { dispositionOf } from '../../../engine/whatsapp/meta-errors';
import { definition, HOUR, owner, person, START, step } from '../../conformance/builders';
import { beginAllowed, claimOne, enrollOne, publish, settle } from '../../conformance/verbs';
import { emptyStore, Reader } from './reader';

const ATTENTION = '?page=attention';
const NASTY = '<img src=x onerror=alert(1)>';

describe('the page of what needs somebody', () => {
	let store: AccountStore;
	let reader: Reader;
	beforeEach(async () => {
		store = await emptyStore();
		reader = new Reader(store, [attentionPages()]);
	});

	/** Publishes a sequence of this name that a person has paused. */
	async function publishPaused(name: string): Promise<void> {
		await store.publishSequence(definition({ name }), { workflowId: name, nodeId: 'n', label: name }, START);
		await store.pauseSequence(name, 'Holidays', START);
	}

	it('is calm while all goes well', async () => {
		await publish(store);
		await enrollOne(store);
		expect(await reader.open(ATTENTION)).toMatch(/^Attention Nothing needs you at the moment\./);
	});

	it('tells of sequences that are paused, or that nobody publishes while people wait, and what to do', async () => {
		await publish(store);
		await enrollOne(store);
		await store.pauseSequence('welcome', 'Holidays', START);
		await store.closeSequence(owner(), START);
		const text = await reader.open(ATTENTION);
		expect(text).toContain('Holidays');
		expect(text).toContain('Error No workflow publishes "welcome", and 1 person waits in it. Publish Workflow first / Sequence Trigger again');
		expect(await reader.open(reader.link('Show who is active in it'))).toContain('+491700000001');
	});

	it('tells times in the zone of the number, and leaves alone what only looks like one', async () => {
		await publish(store);
		await store.pauseSequence('welcome', 'Until 2026-99-99T99:99:99.000Z', START);
		const text = await reader.open(ATTENTION);
		expect(text).not.toContain(new Date(START).toISOString());
		expect(text).toContain('Until 2026-99-99T99:99:99.000Z');
		expect(reader.body).toContain(`<time datetime="${new Date(START).toISOString()}">`);
	});

	it('says for which template a sequence is paused, as the store knows it without asking Meta', async () => {
		const id = await publish(store);
		await enrollOne(store);
		await settle(store, await beginAllowed(store, await claimOne(store, id)), { kind: 'refused', error: { code: 132015, text: 'No.' }, disposition: dispositionOf({ code: 132015 }) });
		const text = await reader.open(ATTENTION);
		expect(text).toMatch(/Error "welcome" has been paused since .* Template promo \(en\): Meta has paused or disabled/);
		expect(text).toContain('It goes on by itself once Meta approves the template.');
	});

	it('leads from changes that wait behind a lock to the password, and is calm once they are confirmed', async () => {
		await publish(store);
		await store.lockSequence('welcome', 'long enough', START);
		await store.publishSequence(definition({ steps: [step('offer')] }), owner(), START);
		expect(await reader.open(ATTENTION)).toContain('Warning "welcome" is locked, and changes of the canvas have waited since');
		const address = reader.link('See the changes and enter the password');
		expect(address).toMatch(/#lock$/);
		await reader.open(address.replace('#lock', ''));
		expect(reader.body).toContain('id="lock"');
		await reader.press('sequence/confirm', { password: 'long enough' });
		expect(await reader.open(ATTENTION)).toContain('Nothing needs you at the moment.');
	});

	it('leads from messages that may have left to each of them and its person', async () => {
		const id = await publish(store);
		await enrollOne(store, person(1));
		await settle(store, await beginAllowed(store, await claimOne(store, id)), { kind: 'unknown', detail: 'The connection broke.' });
		expect(await reader.open(ATTENTION)).toContain('Warning Of 1 message nobody knows whether it left.');
		expect(await reader.open(reader.link('Show these messages'))).toMatch(/Messages that may have left .*promo \(en\)/);
		expect(await reader.open(reader.link('+491700000001'))).toContain('Nobody knows whether its message left');
	});

	it('lists the latest runs that failed, with the reason and the way to the person', async () => {
		const id = await publish(store);
		await enrollOne(store, person(1));
		const { step: failing } = await claimOne(store, id);
		await store.refuseSteps([{ step: failing, reason: 'invalid_message', detail: 'The text is empty.', action: 'fail' }], START);
		const text = await reader.open(ATTENTION);
		expect(text).toContain('1 run of "welcome" failed.');
		expect(text).toContain('Why The message cannot be sent as it is.');
		const all = reader.link('Show all runs that failed');
		expect(await reader.open(reader.link('+491700000001'))).toContain('Timeline');
		expect(await reader.open(all)).toContain('+491700000001');
	});

	it('tells of people whose step has been due for long', async () => {
		await publish(store);
		await enrollOne(store, person(1));
		reader.now = START + 48 * HOUR;
		expect(await reader.open(ATTENTION)).toContain('Error The step of 1 person in "welcome" was due more than a day ago.');
	});

	it('lists keywords that nobody listens to, the first ones here and all of them page by page', async () => {
		const words = Array.from({ length: 60 }, (_, n) => `word${String(n).padStart(2, '0')}`);
		await store.claimKeywords({ workflowId: 'w', nodeId: 'n' }, words.map((keyword) => ({ keyword, written: keyword.toUpperCase(), label: NASTY })), START);
		reader.now = START + 3 * HOUR;
		const text = await reader.open(ATTENTION);
		expect(text).toContain('WORD04');
		expect(text).not.toContain('WORD05');
		expect(reader.body).not.toContain('<img');
		expect(await reader.open(reader.link('Show all of these keywords'))).toMatch(/WORD00.*WORD49 /);
		const last = await reader.open(reader.link('Next page'));
		expect(last).toMatch(/WORD50.*WORD59 /);
		expect(last).not.toContain('WORD49');
		expect(reader.body).not.toContain('rel="next"');
	});

	it('goes on sequence by sequence, those where messages do not leave first', async () => {
		for (let n = 0; n < 24; n++) await publishPaused(`calm ${String(n).padStart(2, '0')}`);
		await publishPaused(NASTY);
		await store.enroll([{ sequence: NASTY, contact: person(1), reentry: 'keep', reference: null, context: {} }], START);
		const first = await reader.open(ATTENTION);
		expect(first).toMatch(/^Attention <img src=x onerror=alert\(1\)> Error/);
		expect(reader.body).not.toContain('<img');
		expect(first).toContain('calm 18');
		expect(first).not.toContain('calm 19');
		const second = await reader.open(reader.link('Next page'));
		expect(second).toMatch(/^Attention calm 19 .*calm 23/);
		expect(second).not.toContain('calm 18');
	});
});
