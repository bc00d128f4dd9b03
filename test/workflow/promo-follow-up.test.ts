import { Business, HOUR } from './business';
import { example } from './canvas';

const ADA = '+491701234567';
const MESSAGES = 'WhatsApp Message Trigger';
const SEQUENCE = 'Promo follow-up';
const DAY = 24 * HOUR;

describe('The example "Promo follow-up", imported as it is', () => {
	let business: Business;
	const promo = example('promo-follow-up.json');

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const standing = () => business.standing(SEQUENCE, ADA);

	it('enrolls who writes the keyword, and sends the welcome at once', async () => {
		const trigger = await business.activate(promo, { node: SEQUENCE });
		const message = await business.receives(ADA, 'Promo, please!');
		const entry = await business.run(promo, { node: MESSAGES, items: [message] });

		expect(entry.error).toBeNull();
		expect(entry.outputs('Enroll')).toEqual([
			[
				expect.objectContaining({
					message: message.message,
					keyword: { rule: 'PROMO', phrase: 'promo' },
					contact: expect.objectContaining({ phone: ADA, name: 'Ada' }),
					enrollment: expect.objectContaining({ outcome: 'enrolled', sequence: SEQUENCE, state: 'active', nextStep: 'Welcome' }),
				}),
			],
		]);
		expect(entry.outputs('Answer')).toBeNull();

		const due = await trigger.nextEmission();
		const step = await business.run(promo, { node: SEQUENCE, items: due.items });
		const [sent, notSent] = step.outputs('Send')!;
		expect(notSent).toEqual([]);
		expect(sent).toHaveLength(1);
		expect(sent![0]).toMatchObject({ step: { name: 'Welcome' }, send: { status: 'accepted', reason: 'sent', nextStep: 'Film' } });
		expect(await business.accepted()).toMatchObject([{ to: ADA.slice(1), type: 'template', body: { template: { name: 'promo_welcome' } } }]);
	});

	it('schedules each next step from the message before, and completes after the last one', async () => {
		const trigger = await business.activate(promo, { node: SEQUENCE });
		await business.run(promo, { node: MESSAGES, items: [await business.receives(ADA, 'PROMO')] });
		const first = await trigger.nextEmission();
		await business.run(promo, { node: SEQUENCE, items: first.items });
		const afterWelcome = await standing();
		expect(afterWelcome).toMatchObject({ state: 'active', step: 'Film', attempts: 0 });
		const dayOfFilm = new Date(afterWelcome.lastSentAt!);
		expect(Math.abs(afterWelcome.dueAt! - (dayOfFilm.getTime() + 2 * DAY))).toBeLessThanOrEqual(HOUR);

		for (const [step, template] of [['Film', 'promo_video'], ['Offer', 'promo_offer']]) {
			const items = await business.itemsWhenDue(SEQUENCE, ADA);
			expect(items).toMatchObject([{ step: { name: step } }]);
			const run = await business.run(promo, { node: SEQUENCE, items });
			expect(run.outputs('Send')![0]).toMatchObject([{ send: { reason: 'sent' } }]);
			expect((await business.accepted()).at(-1)).toMatchObject({ body: { template: { name: template } } });
		}
		expect(await standing()).toMatchObject({ state: 'completed', reason: 'completed', dueAt: null });
	});

	it('answers who writes something else, inside the 24 hours', async () => {
		const run = await business.run(promo, { node: MESSAGES, items: [await business.receives(ADA, 'What is this?')] });
		expect(run.outputs('Enroll')).toBeNull();
		const [sent, notSent] = run.outputs('Answer')!;
		expect(notSent).toEqual([]);
		expect(sent).toMatchObject([{ send: { status: 'accepted', reason: 'sent', wamid: expect.any(String) } }]);
		expect(await business.accepted()).toMatchObject([
			{ to: ADA.slice(1), type: 'text', body: { text: { body: 'Hi Ada, write PROMO to get our offers of the season.' } } },
		]);
	});

	it('says window_closed at Not Sent when the message is older than 24 hours, and asks Meta nothing', async () => {
		const message = await business.receives(ADA, 'What is this?', { at: Date.now() - 25 * HOUR });
		const run = await business.run(promo, { node: MESSAGES, items: [message] });
		expect(run.status).toBe('success');
		const [sent, notSent] = run.outputs('Answer')!;
		expect(sent).toEqual([]);
		expect(notSent).toMatchObject([{ send: { status: 'not_sent', reason: 'window_closed', wamid: null } }]);
		expect(run.hints('Answer')).toEqual(['1 of 1 messages were not sent: window_closed (1). Each item on Not Sent says why.']);
		expect(await business.accepted()).toEqual([]);
	});

	it('ends the sequence of who replies, and leads the reply neither to the enrollment nor to the answer', async () => {
		await business.activate(promo, { node: SEQUENCE });
		await business.run(promo, { node: MESSAGES, items: [await business.receives(ADA, 'PROMO')] });
		const reply = await business.receives(ADA, 'Sounds great, tell me more');
		const run = await business.run(promo, { node: MESSAGES, items: [reply] });
		expect(run.outputs('WhatsApp Keyword Match')!.map((items) => items.length)).toEqual([0, 1, 0]);
		expect(run.outputs('Answer')).toBeNull();
		expect(await standing()).toMatchObject({ state: 'exited', reason: 'replied' });
	});
});
