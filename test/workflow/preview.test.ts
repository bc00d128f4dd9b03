/** Sequence > Preview, run by n8n: what would happen, and nothing of it in the store or at Meta. */
import type { IDataObject } from 'n8n-workflow';
import { Business } from './business';
import { enrollment, sequence, UPDATE, WELCOME } from './canvas';

const ADA = '+491701234567';
const NODE = 'Enrollment';
/** A Monday, 10:00 in Berlin. */
const MONDAY = '2026-01-05T09:00:00Z';

const event = (kind: string, amount: number, unit: string, more: IDataObject = {}): IDataObject => ({ kind, amount, unit, ...more });

describe('Sequence Enrollment previews', () => {
	let business: Business;
	beforeEach(async () => {
		business = await Business.open();
		const office = { windows: { window: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] } };
		await business.activate(sequence({ steps: { step: [WELCOME, { ...UPDATE, delayAmount: 8 }] }, options: office }), { node: 'Promo' });
	});
	afterEach(() => business.close());

	const run = (parameters: IDataObject, items: IDataObject[] = [{}]) =>
		business.run(enrollment({ resource: 'sequence', operation: 'preview', startsAt: MONDAY, ...parameters }), { node: NODE, items });

	async function previewed(parameters: IDataObject = {}, items: IDataObject[] = [{}]): Promise<IDataObject[]> {
		const done = await run(parameters, items);
		expect(done.error).toBeNull();
		return done.outputs(NODE)![0]!;
	}

	it('a published sequence for somebody made up, with one item for everything that happens', async () => {
		expect(await previewed()).toMatchObject([
			{ number: 1, kind: 'event', outcome: 'enrolled', localTime: 'Mon 5 Jan 2026, 10:00', timeZone: 'Europe/Berlin', at: '2026-01-05T09:00:00.000Z' },
			{ number: 2, kind: 'step', step: 'Welcome', outcome: 'sent', reason: 'sent', why: 'At once.', message: 'promo_welcome (en)', sequence: 'Promo' },
			{
				...{ number: 3, step: 'Update', outcome: 'sent', localTime: 'Tue 6 Jan 2026, 09:00' },
				...{ why: '8 hours after the last message, then the sending hours open on Tue 6 Jan, 09:00.', timing: [{ rule: 'delay' }, { rule: 'hours' }] },
			},
			{ number: 4, kind: 'end', outcome: 'completed', reason: 'completed' },
		]);
		expect(await business.accepted()).toEqual([]);
		expect(await business.store.listEnrollments({}, { limit: 10 })).toEqual([]);
		expect(await business.store.tagsOf([{ phone: ADA }])).toEqual([null]);
	});

	it('pretended events, and the steps that never come because of them', async () => {
		const items = await previewed({ pretendPhone: '0170 1234567', events: { event: [event('reply', 2, 'hours', { text: 'Thanks' })] } });
		expect(items.slice(2)).toMatchObject([
			{ kind: 'event', outcome: 'reply', why: 'The contact writes "Thanks".', localTime: 'Mon 5 Jan 2026, 12:00' },
			{ kind: 'end', outcome: 'exited', reason: 'replied' },
			{ kind: 'step', step: 'Update', outcome: 'not_sent', reason: 'replied', localTime: '', at: null },
		]);
	});

	it('each item for its own contact, on the clock of each', async () => {
		const items = await previewed({ playFor: 'contact' }, [{ phone: ADA }, { phone: '+14155550123' }]);
		expect(items.map(({ timeZone, localTime }) => `${timeZone as string} ${localTime as string}`)).toEqual([
			...['Mon 5 Jan 2026, 10:00', 'Mon 5 Jan 2026, 10:00', 'Tue 6 Jan 2026, 09:00', 'Tue 6 Jan 2026, 09:00'].map((time) => `Europe/Berlin ${time}`),
			...['01:00', '09:00'].map((time) => `America/Los_Angeles Mon 5 Jan 2026, ${time}`),
			...['Tue 6 Jan 2026, 09:00', 'Tue 6 Jan 2026, 09:00'].map((time) => `America/Los_Angeles ${time}`),
		]);
	});

	it('somebody who is in the sequence from where they stand, and leaves them there', async () => {
		await business.run(enrollment({ operation: 'enroll' }), { node: NODE, items: [{ phone: ADA }] });
		await business.run(enrollment({ operation: 'skip' }), { node: NODE, items: [{ phone: ADA }] });
		const before = await business.standing('Promo', ADA);
		const items = await previewed({ playFor: 'contact', startsAt: '' }, [{ phone: ADA }]);
		expect(items.map(({ step }) => step)).toEqual(['Update', '']);
		expect(await business.standing('Promo', ADA)).toEqual(before);
	});

	it('marketing for somebody who has opted out is told as not sent', async () => {
		expect((await previewed({ pretend: { optedOut: true } }))[1]).toMatchObject({ step: 'Welcome', outcome: 'not_sent', reason: 'opted_out' });
	});

	it('also while Meta cannot be asked for the templates', async () => {
		await business.control('faults', { rules: [{ match: { path: '/message_templates' }, action: 'error', code: 1, status: 500 }] });
		expect(await previewed()).toHaveLength(4);
	});

	it.each<[string, IDataObject, string]>([
		['an unknown sequence', { sequence: { __rl: true, mode: 'name', value: 'Prom' } }, 'There is no sequence "Prom". Did you mean "Promo"?'],
		['a time zone that there is not', { pretend: { timeZone: 'Berlin' } }, '"Berlin" is not a time zone'],
		['a time that is none', { startsAt: 'soon' }, '"soon" is no time'],
		['a phone number that is none', { pretendPhone: '12' }, '"12" is not a phone number'],
		['an event before the enrollment', { events: { event: [event('reply', -1, 'days')] } }, 'After is -1'],
		['an endless time', { pretend: { longestDays: 0 } }, 'Longest Time is 0'],
	])('%s is refused in a sentence', async (_, parameters, message) => {
		expect((await run(parameters)).error?.message).toBe(message);
	});
});
