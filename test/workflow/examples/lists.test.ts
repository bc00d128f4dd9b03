/** The examples that take people in: sign-up form and spreadsheet. */
import { ADA, ExampleStage } from './example-stage';

let stage: ExampleStage;
afterEach(() => stage.close());

describe('The example "Opt-in with proof"', () => {
	const SEQUENCE = 'Confirm subscription';
	const fillIn = () => stage.run('Sign-up form', { Name: 'Ada', Phone: ADA, submittedAt: '2026-03-02T10:00:00+01:00', formMode: 'production' });
	beforeEach(async () => {
		stage = await ExampleStage.open('opt-in-with-proof.json');
		await fillIn();
	});

	it('asks for a confirmation at once, and once more a day later', async () => {
		expect(await stage.playOut(SEQUENCE)).toEqual(['Mon 2 Mar 10:00 confirm_subscription', 'Tue 3 Mar 10:00 confirm_subscription']);
		expect((await stage.facts()).tags).toEqual([]);
	});

	it('writes the answer down with its message, and makes them a subscriber', async () => {
		await stage.nextStep(SEQUENCE);
		stage.moveTo('2026-03-02T12:00');
		await stage.writes('A customer writes', 'Yes, please!');
		const [history] = await stage.business.store.consentHistory([{ phone: ADA }], 10);
		expect(history).toMatchObject([{ category: 'marketing', change: 'start', source: 'manual', proof: 'WhatsApp message "Yes, please!"', messageId: 'wamid.inbound-1' }]);
		expect(stage.clock).toBe('Mon 2 Mar 12:00');
		expect(Math.abs(history![0]!.at - Date.now())).toBeLessThan(60_000);
		expect((await stage.facts()).tags).toEqual(['subscriber']);
		expect(await stage.messages()).toEqual(['confirm_subscription', 'Thank you Ada, you are on the list. Write STOP whenever you have had enough.']);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited', reason: 'replied' });
	});

	it('takes nothing else for a yes', async () => {
		await stage.nextStep(SEQUENCE);
		await stage.writes('A customer writes', 'Yesterday I changed my mind');
		expect((await stage.facts()).tags).toEqual([]);
		expect((await stage.business.store.consentHistory([{ phone: ADA }], 10))[0]).toEqual([]);
	});
});

describe('The example "List import"', () => {
	const SEQUENCE = 'Welcome from the list';
	const BOB = '+491701234568';
	beforeEach(async () => {
		stage = await ExampleStage.open('list-import.json');
	});
	const upload = (...rows: Array<{ Phone: string; Name?: string; City?: string }>) => stage.run('Read the rows', ...rows);

	it('keeps, tags and welcomes everybody, and puts rows without a good number aside', async () => {
		const run = await upload({ Phone: '0170 1234567', Name: 'Ada', City: 'Lima' }, { Phone: 'none', Name: 'Nobody' }, { Phone: BOB, Name: 'Bob', City: '' });
		expect(run.outputs('Rows to look at')![0]).toMatchObject([{ Name: 'Nobody', error: expect.stringContaining('"none" is not a phone number') }]);
		expect(await stage.facts()).toMatchObject({ tags: ['from the list'], attributes: { city: 'Lima' } });
		expect(await stage.facts(BOB)).toMatchObject({ tags: ['from the list'], attributes: {} });
		await stage.nextStep(SEQUENCE);
		const texts = (await stage.business.accepted()).map(({ body }) => JSON.stringify(body));
		expect(texts).toEqual([expect.stringContaining('Lima'), expect.stringContaining('your city')]);
	});

	it('welcomes nobody twice, however often the list is uploaded', async () => {
		await upload({ Phone: ADA }, { Phone: ADA });
		await stage.nextStep(SEQUENCE);
		const again = await upload({ Phone: ADA, City: 'Cusco' });
		expect(again.outputs('Start the welcome')).toBeNull();
		expect(await stage.facts()).toMatchObject({ attributes: { city: 'Cusco' } });
		expect(await stage.messages()).toEqual(['list_welcome']);
	});

	it('leaves out who has opted out', async () => {
		await stage.business.receives(ADA, 'STOP');
		await upload({ Phone: ADA }, { Phone: BOB });
		await stage.nextStep(SEQUENCE, BOB);
		expect((await stage.business.accepted()).map(({ to }) => `+${to}`)).toEqual([BOB]);
	});
});
