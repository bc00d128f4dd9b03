/** What does not happen starts something: a team that leaves a customer waiting, and a customer who leaves a question open. */
import type { IDataObject } from 'n8n-workflow';
import { Business } from './business';
import { enrollment, sequence } from './canvas';

const ADA = '+491701234567';
const MINUTE = 60_000;

describe('When nobody answers', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	/** Message Trigger -> Sequence Enrollment, on every message, as docs/lifecycle.md has it. */
	async function customerWrites(text: string, at: number): Promise<void> {
		const item = await business.receives(ADA, text, { at });
		const run = await business.run(enrollment({ operation: 'enroll', reentry: 'keep' }), { node: 'Enrollment', items: [item] });
		expect(run.error).toBeNull();
	}

	/** A colleague answers from the WhatsApp Business app on the phone. */
	const colleagueAnswers = (at: number) =>
		business.store.applyWebhook(
			[{ kind: 'other', field: 'smb_message_echoes', value: { message_echoes: [{ from: '15550001234', to: ADA.slice(1), id: 'wamid.echo', timestamp: String(Math.ceil(at / 1000)), type: 'text' }] } }],
			'the tests',
			at,
		);

	const alarm = (): IDataObject => ({
		steps: { step: [{ name: 'Tell the team', messageKind: 'none', delayAmount: 30, delayUnit: 'minutes' }] },
		stopOnReply: false,
		options: { stopOn: ['humanReply'] },
	});

	describe('the customer of a team', () => {
		beforeEach(async () => {
			await business.activate(sequence(alarm()), { node: 'Promo' });
		});

		it('comes out half an hour after their first message, however much they write meanwhile', async () => {
			const first = Date.now();
			await customerWrites('Is anybody there?', first);
			await customerWrites('Hello?', Date.now());

			const { dueAt, enrolledAt } = await business.standing('Promo', ADA);
			expect(dueAt).toBe(enrolledAt + 30 * MINUTE);
			expect(await business.itemsWhenDue('Promo', ADA)).toMatchObject([{ contact: { phone: ADA }, step: { name: 'Tell the team' } }]);
		});

		it('does not once somebody has answered from the phone app, and the clock starts with their next message', async () => {
			await customerWrites('Is anybody there?', Date.now());
			await colleagueAnswers(Date.now() + MINUTE);
			expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'exited', reason: 'human_replied', dueAt: null });

			await customerWrites('One more thing', Date.now() + 2 * MINUTE);

			expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'active', step: 'Tell the team' });
			expect(await business.itemsWhenDue('Promo', ADA)).toHaveLength(1);
		});
	});

	describe('a question of ours', () => {
		const ask = { name: 'Reminder', messageKind: 'none', delayAmount: 2, delayUnit: 'days', waitForReply: true };
		const thank = { name: 'Thanks', messageKind: 'none', delayAmount: 0 };

		it('is reminded of when the time to answer is over, and the item says that nobody did', async () => {
			await business.activate(sequence({ steps: { step: [ask, thank] } }), { node: 'Promo' });
			await customerWrites('PROMO', Date.now());

			expect(await business.itemsWhenDue('Promo', ADA)).toMatchObject([{ step: { name: 'Reminder', wait: { result: 'no_reply', repliedAt: null } } }]);
		});
	});
});
