/** Sequence Enrollment: the operations that manage people, sequences and conversions, run by n8n. */
import type { ActiveTrigger } from './activate';
import { Business } from './business';
import { enrollment, sequence } from './canvas';
import type { IDataObject } from 'n8n-workflow';

const ADA = '+491701234567';
const BOB = '+491701234568';
const NODE = 'Enrollment';
const PEOPLE = [{ phone: ADA }, { phone: BOB }];

const step = (name: string, delayAmount: number): IDataObject => ({ name, delayAmount, delayUnit: 'hours', messageKind: 'none' });

describe('Sequence Enrollment manages', () => {
	let business: Business;
	let active: ActiveTrigger;

	beforeEach(async () => {
		business = await Business.open();
		active = await business.activate(sequence({ steps: { step: [step('First', 1), step('Second', 2), step('Third', 3)] }, options: { stopOn: ['conversion'] } }), { node: 'Promo' });
		await outputOf({ operation: 'enroll' });
	});
	afterEach(() => business.close());

	async function outputOf(parameters: IDataObject, items: IDataObject[] = PEOPLE): Promise<IDataObject[]> {
		const run = await business.run(enrollment(parameters), { node: NODE, items });
		expect(run.error).toBeNull();
		return run.outputs(NODE)![0]!;
	}

	const errorOf = async (parameters: IDataObject) => (await business.run(enrollment(parameters), { node: NODE, items: PEOPLE })).error!;

	it.each<[string, IDataObject, IDataObject]>([
		['pause', {}, { state: 'paused', nextStep: 'First', reason: 'paused' }],
		['skip', {}, { nextStep: 'Second' }],
		['jump', { step: 'Third' }, { nextStep: 'Third' }],
		['reschedule', { newTime: '2030-05-31T18:00:00Z' }, { dueAt: '2030-05-31T18:00:00.000Z', reason: 'rescheduled' }],
		['cancelStep', { step: 'First' }, { nextStep: 'Second' }],
	])('%s changes every contact of the batch', async (operation, parameters, expected) => {
		const items = await outputOf({ operation, ...parameters });
		expect(items).toMatchObject([{ phone: ADA, changed: true, enrollment: expected }, { phone: BOB, changed: true, enrollment: expected }]);
	});

	it('resume lets paused contacts go on, and says of others why nothing was changed', async () => {
		await outputOf({ operation: 'pause' }, [{ phone: ADA }]);
		expect(await outputOf({ operation: 'resume' })).toMatchObject([
			{ changed: true, enrollment: { state: 'active', nextStep: 'First' } },
			{ changed: false, reason: 'not_paused', explanation: 'The run is not paused.' },
		]);
	});

	it('timeline and explain tell what happened and what comes', async () => {
		await outputOf({ operation: 'skip' });
		const [told] = await outputOf({ operation: 'timeline' });
		expect(told!.timeline).toMatchObject([{ kind: 'enrolled' }, { kind: 'step', step: 'First', reason: 'step_skipped' }, { kind: 'moved' }]);
		const [explained] = await outputOf({ operation: 'explain' });
		expect(explained).toMatchObject({ standing: expect.stringContaining('"Second" is due at'), steps: [{ step: 'First', outcome: 'not_sent', reason: 'step_skipped' }], next: { step: 'Second', blockedBy: null } });
		expect((explained!.next as IDataObject).why).toMatch(/after the enrollment/);
	});

	it('names the nearest step, and refuses a time that is none, before anything is changed', async () => {
		expect((await errorOf({ operation: 'jump', step: 'Secnd' })).message).toContain('Did you mean "Second"?');
		expect((await errorOf({ operation: 'reschedule', newTime: 'soon' })).message).toBe('"soon" is no time');
		expect((await errorOf({ operation: 'cancelStep', step: ' ' })).message).toBe('Step is empty');
		expect(await business.standing('Promo', ADA)).toMatchObject({ step: 'First', reason: null });
	});

	it('sequences: pause, resume, get, list and stats', async () => {
		const of = (operation: string, more: IDataObject = {}) => outputOf({ resource: 'sequence', operation, ...more }, [{}]);
		expect(await of('pause', { pauseReason: 'wrong price' })).toMatchObject([{ sequence: { state: 'paused', pausedReason: 'wrong price', enrolled: 2 } }]);
		expect(await of('get')).toMatchObject([{ sequence: { name: 'Promo', state: 'paused' } }]);
		expect(await of('resume')).toMatchObject([{ sequence: { state: 'published', pausedAt: null } }]);
		expect(await of('list')).toMatchObject([{ sequence: { name: 'Promo' } }]);
		const [figures] = await of('stats');
		expect(figures!.stats).toMatchObject({ enrolled: 2, live: { active: 2 }, conversions: 0, conversionRatio: 0, steps: [{ step: 'First', waiting: 2 }, { step: 'Second' }, { step: 'Third' }] });
	});

	it('audit tells what is amiss, or that nothing is', async () => {
		const of = (more: IDataObject = {}) => outputOf({ resource: 'sequence', operation: 'audit', ...more }, [{}]);
		expect(await of()).toMatchObject([{ severity: 'ok', sentence: 'Nothing is amiss with "Promo".' }]);
		await outputOf({ resource: 'sequence', operation: 'pause', pauseReason: 'wrong price' }, [{}]);
		expect(await of({ sequence: { __rl: true, mode: 'name', value: 'Promo' } })).toMatchObject([{ severity: 'error', check: 'paused', sequence: 'Promo', advice: expect.stringContaining('Resume') }]);
	});

	it('stats, preflight and audit tell that changes wait behind a lock', async () => {
		await business.store.lockSequence('Promo', 'correct horse', Date.now());
		await active.closeFunction!();
		active = await business.activate(sequence({ steps: { step: [step('First', 1)] } }), { node: 'Promo' });
		const of = (operation: string) => outputOf({ resource: 'sequence', operation }, [{}]);

		expect(await of('stats')).toMatchObject([{ sequence: { version: 1, locked: true, changesWaitSince: expect.any(String) }, stats: { steps: [{ step: 'First', replied: 0, conversionRatio: null }, {}, {}] } }]);
		expect(await of('preflight')).toEqual(expect.arrayContaining([expect.objectContaining({ check: 'published', sentence: expect.stringContaining('locked') })]));
		expect(await of('audit')).toMatchObject([{ severity: 'warning', check: 'changes_wait' }]);
	});

	describe('conversions', () => {
		const record = (more: IDataObject = {}) => ({ resource: 'conversion', operation: 'record', orderId: '={{ $json.order }}', orderValue: 20, currency: 'EUR', ...more });

		it('count once per order, and end the run when the sequence stops on them', async () => {
			const items = await outputOf(record(), [{ phone: ADA, order: 'o-1' }, { phone: ADA, order: 'o-1' }]);
			expect(items.map(({ conversion }) => (conversion as IDataObject).outcome)).toEqual(['recorded', 'known']);
			expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'converted', reason: 'converted' });
		});

		it('without an id or a currency are refused in words', async () => {
			expect((await errorOf(record({ orderId: '={{ "" }}' }))).message).toBe('The item has no order ID');
			expect((await errorOf(record({ orderId: 'o-2', currency: '' }))).message).toBe('Currency is missing');
		});
	});

	it('a sequence that leads to itself is refused before it is published', async () => {
		const options = { nextSequence: { next: { sequence: 'Promo', on: 'completed' } } };
		await expect(business.activate(sequence({ options }), { node: 'Promo' })).rejects.toThrow('leads to itself');
	});
});
