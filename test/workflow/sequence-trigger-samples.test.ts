/** Building a sequence: "Execute step" shows every step once, and samples go to test recipients only. */
import { Business } from './business';
import { sequence, UPDATE, WELCOME } from './canvas';
import type { ActiveTrigger } from './activate';
import type { IDataObject } from 'n8n-workflow';

const TESTER = '+491701234567';
const MANUAL = { node: 'Promo', mode: 'manual', activation: 'manual' } as const;

describe('Samples of a Sequence Trigger', () => {
	let business: Business;
	const open: Business[] = [];

	async function openWith(testRecipients: string): Promise<void> {
		business = await Business.open({ testRecipients });
		open.push(business);
	}
	afterEach(async () => {
		for (const one of open.splice(0)) await one.close();
	});

	async function samples(parameters: IDataObject = {}) {
		const trigger: ActiveTrigger = await business.activate(sequence(parameters), MANUAL);
		await trigger.manualTriggerFunction!();
		return (await trigger.nextEmission()).items;
	}

	it('shows every enabled step once, addressed to the first test recipient, and stores nothing', async () => {
		await openWith(`${TESTER}\n+491701234568`);
		const items = await samples({ steps: { step: [WELCOME, { ...UPDATE, enabled: false }, { ...UPDATE, name: 'Third' }] } });
		expect(items.map((output) => output.map(({ json }) => json))).toMatchObject([
			[
				{ sample: true, contact: { id: '', phone: TESTER, userId: null }, step: { name: 'Welcome', number: 1, of: 3 }, enrollment: null },
				{ sample: true, step: { name: 'Third', number: 3 } },
			],
		]);
		expect(await business.store.listSequences()).toEqual([]);
	});

	it('shows each at the output of its step', async () => {
		await openWith(TESTER);
		const items = await samples({ options: { outputPerStep: true } });
		expect(items.map((output) => output.map(({ json }) => (json.step as IDataObject).name))).toEqual([['Welcome'], ['Update']]);
	});

	it('shows the steps of a sequence that is not ready to be published', async () => {
		await openWith(TESTER);
		expect((await samples({ steps: { step: [{ name: 'Draft', messageKind: 'text', text: '' }] } }))[0]).toHaveLength(1);
	});

	it.each([
		['a number in the form of the country', '01701234567', { phone: TESTER, userId: null }],
		['a WhatsApp user id', 'DE.13491208655302741918', { phone: null, userId: 'DE.13491208655302741918' }],
	])('addresses them to %s', async (_, testRecipients, contact) => {
		await openWith(testRecipients);
		expect((await samples())[0]![0]!.json.contact).toMatchObject(contact);
	});

	it('are sent to the test recipient', async () => {
		await openWith(TESTER);
		const run = await business.run(sequence(), { node: 'Promo', items: [], mode: 'manual' });
		expect(run.outputs('Send')).toMatchObject([[{ send: { reason: 'sent' } }, { send: { reason: 'sent' } }], []]);
		expect((await business.accepted()).map(({ to }) => to)).toEqual([TESTER.slice(1), TESTER.slice(1)]);
	});

	it('are sent to nobody when the credential names no test recipient, with what to do about it', async () => {
		await openWith('');
		const run = await business.run(sequence(), { node: 'Promo', items: [], mode: 'manual' });
		const detail = expect.stringContaining('Add your own number under Test Recipients');
		expect(run.outputs('Send')).toMatchObject([[], [{ send: { reason: 'not_a_test_recipient', detail } }, { send: { reason: 'not_a_test_recipient' } }]]);
		expect(await business.accepted()).toEqual([]);
	});

	it('are sent to nobody else, whatever contact the item is given on the way', async () => {
		await openWith(TESTER);
		const [[{ json }]] = (await samples()) as [[{ json: IDataObject }]];
		const stranger = { ...json, contact: { ...(json.contact as IDataObject), phone: '+491709999999' } };
		const run = await business.run(sequence(), { node: 'Send', items: [stranger], mode: 'manual' });
		expect(run.outputs('Send')).toMatchObject([[], [{ send: { reason: 'not_a_test_recipient' } }]]);
		expect(await business.accepted()).toEqual([]);
	});
});
