/** The examples that follow up on interest: welcome, car dealer, cart, win-back, broadcast. */
import { ADA, ExampleStage } from './example-stage';

let stage: ExampleStage;
afterEach(() => stage.close());

describe('The example "Welcome series"', () => {
	const SEQUENCE = 'Welcome series';
	beforeEach(async () => {
		stage = await ExampleStage.open('welcome-series.json', '2026-03-02T09:30');
		await stage.writes('Somebody writes for the first time', 'Hi!');
		// What the Message Trigger does with "Enroll New Contacts" is shown in message-trigger.test.ts.
		await stage.business.store.enroll([{ sequence: SEQUENCE, contact: { phone: ADA }, reentry: 'sequence', reference: null, context: {} }], Date.now());
	});

	it('names its own sequence for new contacts', () => {
		const { newContacts } = stage.parametersOf('Somebody writes for the first time') as { newContacts: { sequences: Array<{ sequence: { value: string } }> } };
		expect(newContacts.sequences.map(({ sequence }) => sequence.value)).toEqual([SEQUENCE]);
	});

	it('says hello at once, and sends the rest at 10:00, also to people who chat meanwhile', async () => {
		await stage.nextStep(SEQUENCE);
		expect(await stage.messages()).toEqual(['Hi Ada, good to have you here! Ask us anything, any time.']);
		await stage.writes('Somebody writes for the first time', 'What do you sell?');
		expect(await stage.playOut(SEQUENCE)).toEqual(['Tue 3 Mar 10:00 welcome_what_we_do', 'Fri 6 Mar 10:00 welcome_gift']);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'completed' });
	});

	it('ends with STOP', async () => {
		await stage.nextStep(SEQUENCE);
		await stage.business.receives(ADA, 'STOP');
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited', reason: 'opted_out' });
	});
});

describe('The example "Car dealer follow-up"', () => {
	const SEQUENCE = 'Car dealer follow-up';
	beforeEach(async () => {
		stage = await ExampleStage.open('car-dealer-follow-up.json');
	});

	it('sends brochure, video and offer in business hours', async () => {
		await stage.writes('A customer writes', 'Could I have a test drive?');
		expect(await stage.playOut(SEQUENCE)).toEqual(['Mon 2 Mar 12:00 car_brochure', 'Wed 4 Mar 12:00 car_video', 'Wed 11 Mar 12:00 car_offer']);
	});

	it('waits for the morning when somebody asks in the evening', async () => {
		stage.moveTo('2026-03-07T20:00');
		await stage.writes('A customer writes', 'brochure');
		expect((await stage.playOut(SEQUENCE))[0]).toBe('Mon 9 Mar 09:00 car_brochure');
	});

	it('stops when they reply, and starts for nobody who asks for something else', async () => {
		await stage.writes('A customer writes', 'Brochure!');
		await stage.nextStep(SEQUENCE);
		await stage.writes('A customer writes', 'The red one, please');
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited', reason: 'replied' });
		const other = await stage.writes('A customer writes', 'Good morning', '+491701234568');
		expect(other.outputs('Start the follow-up')).toBeNull();
	});
});

describe('The example "Abandoned cart"', () => {
	const SEQUENCE = 'Abandoned cart';
	const cart = (id: string, total = '49.90 EUR') => stage.calls('The shop reports a cart', { phone: ADA, name: 'Ada', cart_id: id, total });
	beforeEach(async () => {
		stage = await ExampleStage.open('abandoned-cart.json');
		await cart('cart-1');
	});

	it('reminds after an hour, with the total of the cart, and calls a last time the next day', async () => {
		expect(await stage.playOut(SEQUENCE)).toEqual(['Mon 2 Mar 11:00 cart_reminder', 'Tue 3 Mar 11:00 cart_last_call']);
		expect(JSON.stringify((await stage.business.accepted())[0]!.body)).toContain('49.90 EUR');
	});

	it('keeps nothing of the call but what the shop says', async () => {
		expect((await stage.standing(SEQUENCE)).context).toEqual({ phone: ADA, name: 'Ada', cart_id: 'cart-1', total: '49.90 EUR' });
	});

	it('ends with the purchase, which counts for the reminder', async () => {
		await stage.nextStep(SEQUENCE);
		const run = await stage.calls('The shop reports an order', { phone: ADA, order_id: 1001, total: 49.9, currency: 'EUR' });
		expect(run.outputs('Count the purchase')![0]).toMatchObject([{ conversion: { orderId: '1001', outcome: 'recorded', attributedTo: { sequence: SEQUENCE, step: 'Reminder' } } }]);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'converted' });
		const again = await stage.calls('The shop reports an order', { phone: ADA, order_id: 1001, total: 49.9, currency: 'EUR' });
		expect(again.outputs('Count the purchase')![0]).toMatchObject([{ conversion: { outcome: 'known' } }]);
	});

	it('takes the same cart once and starts anew for another one', async () => {
		const first = await stage.standing(SEQUENCE);
		await cart('cart-1');
		expect((await stage.standing(SEQUENCE)).id).toBe(first.id);
		await cart('cart-2', '12 EUR');
		expect(await stage.standing(SEQUENCE)).toMatchObject({ reference: 'cart-2', state: 'active', step: 'Reminder' });
		await stage.calls('The shop reports an order', { phone: ADA, order_id: 'o-1', total: 12, currency: 'EUR' });
		await cart('cart-3');
		expect(await stage.standing(SEQUENCE)).toMatchObject({ reference: 'cart-3', state: 'active' });
	});

	it('says which field the shop forgot', async () => {
		const run = await stage.business.run(stage.workflow, { node: 'The shop reports a cart', items: [{ headers: {}, body: { phone: ADA } }] });
		expect(run.error?.message).toBe('The item has no field "cart_id"');
		const order = await stage.business.run(stage.workflow, { node: 'The shop reports an order', items: [{ headers: {}, body: { phone: ADA } }] });
		expect(order.error?.message).toBe('The item has no order ID');
	});
});

describe('The example "Win-back after silence"', () => {
	const SEQUENCE = 'Win-back';
	beforeEach(async () => {
		stage = await ExampleStage.open('win-back.json');
		await stage.writes('A customer writes', 'Thanks, it fits');
	});

	it('writes after 60 days of silence, counted from the last message, and makes an offer a week later', async () => {
		stage.moveTo('2026-03-12T16:00');
		await stage.writes('A customer writes', 'One more question');
		expect(await stage.playOut(SEQUENCE)).toEqual(['Tue 12 May 10:00 win_back_hello', 'Tue 19 May 10:00 win_back_offer']);
	});

	it('stops when they are back, and the clock starts from the beginning', async () => {
		await stage.nextStep(SEQUENCE);
		await stage.writes('A customer writes', 'Hello again');
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'active', step: 'We miss you' });
		expect(await stage.messages()).toEqual(['win_back_hello']);
	});
});

describe('The example "Broadcast to a tag"', () => {
	const SEQUENCE = 'News';
	const readers = ['+491701234561', '+491701234562', '+491701234563'];
	beforeEach(async () => {
		stage = await ExampleStage.open('broadcast-to-a-tag.json');
		await stage.business.store.addTags(readers.map((phone) => ({ contact: { phone }, tags: ['newsletter'] })), Date.now());
		await stage.business.store.addTags([{ contact: { phone: ADA }, tags: ['vip'] }], Date.now());
	});
	const broadcast = () => stage.run('Start the broadcast', { 'Name of this broadcast': 'News of March', formMode: 'production' });

	it('goes to everybody with the tag, in one batch, and to nobody who has opted out', async () => {
		await stage.business.receives(readers[2]!, 'STOP');
		await broadcast();
		await stage.nextStep(SEQUENCE, readers[0]!);
		expect((await stage.business.accepted()).map(({ to }) => `+${to}`).sort()).toEqual(readers.slice(0, 2));
	});

	it('leaves by day only, and never more than one a day', async () => {
		stage.moveTo('2026-03-02T21:00');
		await broadcast();
		expect(await stage.playOut(SEQUENCE, readers[0]!)).toEqual(['Tue 3 Mar 09:00 news', 'Tue 3 Mar 09:00 news', 'Tue 3 Mar 09:00 news']);
		stage.moveTo('2026-03-03T12:00');
		await broadcast();
		expect((await stage.playOut(SEQUENCE, readers[0]!))[0]).toBe('Wed 4 Mar 09:00 news');
	});
});
