/** What a person sets on the Sequence Trigger about hours, days and versions, from the parameters to what is stored and emitted. */
import { NodeHelpers, type IDataObject } from 'n8n-workflow';
import { SequenceTrigger } from '../../nodes/SequenceTrigger/SequenceTrigger.node';
import { Business, HOUR } from './business';
import { sequence } from './canvas';

const ADA = '+491701234567';
const CALL = { name: 'Call', messageKind: 'none' };
const variant = (name: string, more: IDataObject = {}) => ({ name, messageKind: 'text', text: `Version ${name}`, ...more });

describe('The timing of a sequence', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const publish = (parameters: IDataObject) => business.activate(sequence(parameters), { node: 'Promo' });
	const enroll = (phone = ADA) =>
		business.store.enroll([{ sequence: 'Promo', contact: { phone }, reentry: 'keep', reference: null, context: {} }], Date.now());
	const clock = (instant: number, timeZone: string) =>
		new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', weekday: 'short' }).format(instant);

	it('sends at the time of day of the contact', async () => {
		await publish({ steps: { step: [{ ...CALL, at: '09:30' }] } });
		for (const [phone, zone] of [[ADA, 'Europe/Berlin'], ['+14155550123', 'America/Los_Angeles']] as const) {
			await enroll(phone);
			const { dueAt } = await business.standing('Promo', phone);
			expect(clock(dueAt!, zone)).toContain('09:30');
			expect(dueAt! - Date.now()).toBeLessThanOrEqual(25 * HOUR);
		}
	});

	it('keeps to windows, business days and holidays, with the defaults of an added window', async () => {
		await publish({ options: { windows: { window: [{}] }, businessDays: true, holidays: '2026-12-25,\n2026-12-26' }, steps: { step: [{ ...CALL, delayAmount: 5, delayUnit: 'days' }] } });
		await enroll();
		const { dueAt } = await business.standing('Promo', ADA);
		const [weekday, time] = clock(dueAt!, 'Europe/Berlin').split(/,? /);
		expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(weekday);
		expect(time! >= '09:00' && time! < '20:00').toBe(true);
	});

	it('emits one version of an A/B test with its name', async () => {
		const trigger = await publish({ steps: { step: [{ name: 'Test', messageKind: 'variants', variants: { variant: [variant('A', { weight: 0 }), variant('B')] } }] } });
		await enroll();
		const [[item]] = (await trigger.nextEmission()).items;
		expect(item!.json.step).toMatchObject({ name: 'Test', variant: 'B', message: { kind: 'text', text: 'Version B' } });
	});

	it('goes on at once when the awaited reply comes, and the next item says so', async () => {
		const trigger = await publish({ steps: { step: [{ ...CALL, delayAmount: 2, delayUnit: 'days', waitForReply: true }, { ...CALL, name: 'Thanks', delayAmount: 0 }] } });
		await enroll();
		await business.receives(ADA, 'yes please');
		// The step is due now; the trigger hears of it when it asks next.
		const items = await business.itemsWhenDue('Promo', ADA);
		const emitted = items[0] ?? (await trigger.nextEmission()).items[0]![0]!.json;
		expect(emitted.step).toMatchObject({ name: 'Thanks', wait: { result: 'replied', repliedAt: expect.stringMatching(/Z$/) } });
	});

	it.each<[string, IDataObject, string]>([
		['an exact time that is none', { steps: { step: [{ ...CALL, at: '25:00' }] } }, 'Step "Call" has the time "25:00"'],
		['a window that never opens', { options: { windows: { window: [{ from: '09:00', to: '09:00' }] } } }, 'Window 1 opens and closes at 09:00, so it never opens.'],
		['weekend windows on business days', { options: { windows: { window: [{ days: [6, 7] }] }, businessDays: true } }, 'The windows are open at weekends only'],
		['a holiday that is no date', { options: { holidays: '2026-13-01' } }, 'The holiday "2026-13-01" is no date.'],
		['a cap of zero', { options: { frequencyCap: { cap: { messages: 0 } } } }, 'The frequency cap allows 0 messages.'],
		['weights that sum to zero', { steps: { step: [{ name: 'T', messageKind: 'variants', variants: { variant: [variant('A', { weight: 0 })] } }] } }, 'weights sum to zero'],
		['an unknown template in a variant', { steps: { step: [{ name: 'T', messageKind: 'variants', variants: { variant: [variant('A', { messageKind: 'template', template: 'nope|en' })] } }] } }, 'Step "T", variant "A": The template "nope"'],
	])('refuses %s before anything is stored', async (_, parameters, sentence) => {
		await expect(publish({ steps: { step: [CALL] }, ...parameters })).rejects.toThrow(sentence);
		expect(await business.store.listSequences()).toEqual([]);
	});

	it('refuses a credential with an unknown time zone', async () => {
		const elsewhere = await Business.open({ timeZone: 'Europe/Atlantis' });
		try {
			await expect(elsewhere.activate(sequence({ steps: { step: [CALL] } }), { node: 'Promo' })).rejects.toThrow('"Europe/Atlantis"');
		} finally {
			await elsewhere.close();
		}
	});
});

describe('The panel', () => {
	it('shows the fields of a variant that belong to its kind of message', () => {
		const { description } = new SequenceTrigger();
		const step = { name: 'T', messageKind: 'variants', variants: { variant: [variant('A'), variant('B', { messageKind: 'none' })] } };
		const shown = NodeHelpers.getNodeParameters(description.properties, { ...sequence({}).nodes[0]!.parameters, steps: { step: [step] } } as never, true, false, null, description);
		const kept = (shown!.steps as { step: Array<{ variants: { variant: IDataObject[] } }> }).step[0]!.variants.variant;
		expect(kept[0]).toMatchObject({ name: 'A', weight: 1, text: 'Version A' });
		expect(kept[0]).not.toHaveProperty('template');
		expect(kept[1]).not.toHaveProperty('text');
	});
});
