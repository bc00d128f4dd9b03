/** The examples around bookings, questions, orders and birthdays. */
import { ADA, ExampleStage } from './example-stage';

let stage: ExampleStage;
afterEach(() => stage.close());

describe('The example "Appointment reminder"', () => {
	const SEQUENCE = 'Appointment reminder';
	const book = (appointment: string) => stage.calls('A booking comes in', { phone: ADA, name: 'Ada', appointment });
	beforeEach(async () => {
		stage = await ExampleStage.open('appointment-reminder.json');
	});

	it('reminds at 18:00 on the day before, and two hours before', async () => {
		await book('2026-03-12T15:00');
		expect(await stage.playOut(SEQUENCE)).toEqual(['Wed 11 Mar 18:00 appointment_tomorrow', 'Thu 12 Mar 13:00 appointment_soon']);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'completed' });
	});

	it('leaves out what is over when somebody books for today', async () => {
		await book('2026-03-02T15:00');
		expect(await stage.playOut(SEQUENCE)).toEqual(['Mon 2 Mar 13:00 appointment_soon']);
	});

	it('goes by the new time when the booking is moved', async () => {
		await book('2026-03-12T15:00');
		await book('2026-03-20T09:00');
		expect(await stage.playOut(SEQUENCE)).toEqual(['Thu 19 Mar 18:00 appointment_tomorrow', 'Fri 20 Mar 07:00 appointment_soon']);
	});

	it('forgets a booking that is cancelled', async () => {
		await book('2026-03-12T15:00');
		await stage.calls('A booking is cancelled', { phone: ADA });
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited', reason: 'removed', dueAt: null });
	});

	it('says so when the calendar sends no date', async () => {
		const run = await stage.calls('A booking comes in', { phone: ADA, when: 'tomorrow' });
		expect(run.outputs('Plan the reminders')![0]).toMatchObject([{ enrollment: { outcome: 'refused', reason: 'no_date', rule: 'appointment', explanation: expect.stringContaining('2026-05-31T15:00') } }]);
	});
});

describe('The example "Keyword menu"', () => {
	const TRIGGER = 'A customer writes';
	beforeEach(async () => {
		stage = await ExampleStage.open('keyword-menu.json');
	});

	it('shows the menu to whoever writes anything', async () => {
		await stage.writes(TRIGGER, 'Good morning');
		expect(await stage.business.accepted()).toMatchObject([{ type: 'interactive', body: { interactive: { type: 'list', body: { text: 'Hi Ada, how can we help you?' } } } }]);
	});

	it.each([
		['When are you open?', 'We are open Monday'],
		['How much is a haircut?', 'A haircut is 30'],
	])('answers "%s"', async (question, answer) => {
		await stage.writes(TRIGGER, question);
		expect(await stage.messages()).toEqual([expect.stringContaining(answer)]);
	});

	it('goes by the choice of the menu', async () => {
		const item = await stage.business.receives(ADA, 'Opening hours');
		await stage.run(TRIGGER, { ...item, message: { ...(item.message as object), type: 'interactive', text: 'Zeiten', payload: 'hours' } });
		expect(await stage.messages()).toEqual([expect.stringContaining('We are open')]);
	});

	it('tags who wants a person, and promises one each time', async () => {
		await stage.writes(TRIGGER, 'A person, please');
		await stage.writes(TRIGGER, 'person!');
		expect((await stage.facts()).tags).toEqual(['wants a person']);
		expect(await stage.messages()).toEqual(Array(2).fill('Thank you Ada. Somebody of our team will write to you here as soon as possible.'));
	});
});

describe('The example "Birthday, every year anew"', () => {
	const SEQUENCE = 'Birthday';
	const reported = () => stage.calls('The CRM reports a birthday', { phone: ADA, name: 'Ada' });
	beforeEach(async () => {
		stage = await ExampleStage.open('birthday.json', '2026-03-02T03:00');
		await reported();
	});

	it('sends wishes and a reminder in the morning, and is ready for the next year', async () => {
		expect(await stage.playOut(SEQUENCE)).toEqual(['Mon 2 Mar 09:00 birthday_wishes', 'Wed 4 Mar 09:00 birthday_gift']);
		expect((await stage.facts()).tags).toEqual([]);
		stage.moveTo('2027-03-02T03:00');
		await reported();
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'active', step: 'Wishes' });
	});

	it('starts nothing when the same birthday is reported twice', async () => {
		const { id } = await stage.standing(SEQUENCE);
		const again = await reported();
		expect(again.outputs('Start the wishes')).toBeNull();
		expect((await stage.standing(SEQUENCE)).id).toBe(id);
	});

	it('stops for who buys, and takes the tag away so that it works again', async () => {
		await stage.nextStep(SEQUENCE);
		await stage.business.store.recordConversions([{ contact: { phone: ADA }, orderId: 'o-1', value: null, currency: null, coupon: null, at: Date.now() }], Date.now());
		await stage.nextStep(SEQUENCE);
		expect(await stage.messages()).toEqual(['birthday_wishes']);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited', reason: 'guard_stopped' });
		expect((await stage.facts()).tags).toEqual([]);
		await reported();
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'active', step: 'Wishes' });
	});
});

describe('The example "Post-sale survey"', () => {
	const SEQUENCE = 'Post-sale survey';
	beforeEach(async () => {
		stage = await ExampleStage.open('post-sale-survey.json');
		await stage.calls('An order was delivered', { phone: ADA, name: 'Ada', order_id: 'order-7' });
	});

	it('asks a day later, and once more after three days of silence', async () => {
		expect(await stage.playOut(SEQUENCE)).toEqual(['Tue 3 Mar 11:00 survey_question', 'Fri 6 Mar 11:00 survey_question']);
	});

	it.each([
		['Great', 'Great', 'Would you write that down for others', []],
		['ok', 'Okay', 'Thank you for telling us, Ada.', []],
		['Not good!', 'Not good', 'We are sorry.', ['call back']],
	])('keeps the answer "%s" and answers it', async (said, rating, answer, tags) => {
		await stage.nextStep(SEQUENCE);
		await stage.writes('A customer answers', said);
		expect(await stage.facts()).toMatchObject({ tags, attributes: { rating } });
		expect(await stage.messages()).toEqual(['survey_question', expect.stringContaining(answer)]);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited', reason: 'replied', reference: 'order-7' });
	});
});
