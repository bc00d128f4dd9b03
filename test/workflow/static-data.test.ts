import { toAccount } from '../../nodes/shared/account';
import { openStore } from '../../nodes/shared/stores';
import { Business, HOUR } from './business';
import { example } from './canvas';
import { StaticColumn } from './static-column';

const ADA = '+491701234567';
const MESSAGES = 'WhatsApp Message Trigger';
const SEQUENCE = 'Promo follow-up';

describe('The example "Promo follow-up" with its contacts in the workflow static data', () => {
	let business: Business;
	const promo = example('promo-follow-up.json');

	beforeEach(async () => {
		business = await Business.open({ store: 'static' });
	});
	afterEach(() => business.close());

	it('goes through all its messages, each execution with a copy of its own, and n8n ending in between', async () => {
		const trigger = await business.activate(promo, { node: SEQUENCE });
		const entry = await business.run(promo, { node: MESSAGES, items: [await business.receives(ADA, 'PROMO')] });
		expect(entry.error).toBeNull();
		const welcome = await business.run(promo, { node: SEQUENCE, items: (await trigger.nextEmission()).items });
		expect(welcome.outputs('Send')![0]).toMatchObject([{ send: { status: 'accepted', reason: 'sent', nextStep: 'Film' } }]);

		for (const step of ['Film', 'Offer']) {
			business = await business.restart();
			await business.activate(promo, { node: SEQUENCE });
			const items = await business.itemsWhenDue(SEQUENCE, ADA);
			expect(items).toMatchObject([{ step: { name: step } }]);
			// n8n saves what the trigger has handed out before it loads the execution.
			await business.saveAsTriggerDoes();
			const run = await business.run(promo, { node: SEQUENCE, items });
			expect(run.outputs('Send')![0]).toMatchObject([{ send: { reason: 'sent' } }]);
		}
		expect(await business.standing(SEQUENCE, ADA)).toMatchObject({ state: 'completed' });
		expect((await business.accepted()).map(({ body }) => body)).toMatchObject([
			{ template: { name: 'promo_welcome' } },
			{ template: { name: 'promo_video' } },
			{ template: { name: 'promo_offer' } },
		]);
	});

	it('two executions that overlap enroll both people, whichever n8n saves last', async () => {
		await business.activate(promo, { node: SEQUENCE });
		const grace = '+491701234568';
		const items = [await business.receives(ADA, 'PROMO'), await business.receives(grace, 'PROMO', { name: 'Grace' })];
		await Promise.all(items.map((item) => business.run(promo, { node: MESSAGES, items: [item] })));
		business = await business.restart();
		expect([await business.standing(SEQUENCE, ADA), await business.standing(SEQUENCE, grace)]).toMatchObject([{ state: 'active' }, { state: 'active' }]);
	});

	it('a test run from the editor enrolls nobody while the workflow is not published', async () => {
		const item = await business.receives(ADA, 'PROMO', { at: Date.now() - HOUR });
		const run = await business.run(promo, { node: MESSAGES, items: [item], mode: 'manual' });
		expect(run.error?.message).toMatch(/n8n saves nothing of a test run\. Publish this workflow/);
	});
});

describe('A workflow with its contacts in the static data', () => {
	const mode = process.env.EXECUTIONS_MODE;
	afterEach(() => {
		if (mode === undefined) delete process.env.EXECUTIONS_MODE;
		else process.env.EXECUTIONS_MODE = mode;
	});

	it('is refused in queue mode, with the store to choose', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		await expect(openStore(toAccount({ store: 'static' }), new StaticColumn().node())).rejects.toThrow(/queue mode.*Choose PostgreSQL/);
	});
});
