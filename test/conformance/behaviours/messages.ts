import { DAY, HOUR, message, messageOfType, person, phoneOf, preference, START, status } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { enrollOne, LIVING, publish } from '../verbs';

export function messages(open: OpenStore): void {
	const test = onStore(open);

	describe('a message of a customer', () => {
		test('makes a contact and opens the window', async ({ account }) => {
			const event = message('wamid.in', 'hello', START, { phone: phoneOf(1), name: 'Ana' });

			const applied = await account.applyWebhook([event], LIVING, START + 500);

			expect(applied).toEqual({
				messages: [
					{
						event,
						contact: expect.objectContaining({ phone: phoneOf(1), name: 'Ana', lastInboundAt: START }),
						isFirstContact: true,
						previousInboundAt: null,
						consent: null,
						survey: null,
						endedEnrollments: [],
					},
				],
				statuses: 0,
				duplicates: 0,
			});
		});

		test('is the first one once', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);

			const { messages: later } = await account.applyWebhook([message('wamid.2', 'b', START + HOUR)], LIVING, START + HOUR);

			expect(later[0]!.isFirstContact).toBe(false);
		});

		test('is the first one once also when a second one was written in the same second', async ({ account }) => {
			const { messages: batch } = await account.applyWebhook([message('wamid.1', 'a', START), message('wamid.2', 'b', START)], LIVING, START);
			const { messages: later } = await account.applyWebhook([message('wamid.3', 'c', START)], LIVING, START);

			expect([...batch, ...later].map(({ isFirstContact }) => isFirstContact)).toEqual([true, false, false]);
		});

		test('tells when the contact wrote before, also within one webhook', async ({ account }) => {
			const { messages: batch } = await account.applyWebhook([message('wamid.1', 'a', START), message('wamid.2', 'b', START + HOUR)], LIVING, START + HOUR);
			const { messages: later } = await account.applyWebhook([message('wamid.3', 'c', START + 3 * HOUR)], LIVING, START + 3 * HOUR);

			expect([...batch, ...later].map(({ previousInboundAt }) => previousInboundAt)).toEqual([null, START, START + HOUR]);
		});

		test('is the first one of a contact who was enrolled before they ever wrote', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			const { messages: [first] } = await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);

			expect(first!.isFirstContact).toBe(true);
		});

		test('never moves the window back', async ({ account }) => {
			await account.applyWebhook([message('wamid.2', 'late', START + HOUR)], LIVING, START + HOUR);

			const { messages: [old] } = await account.applyWebhook([message('wamid.1', 'early', START)], LIVING, START + HOUR);

			expect(old!.contact.lastInboundAt).toBe(START + HOUR);
			expect(old!.isFirstContact).toBe(false);
		});

		for (const type of ['reaction', 'system']) {
			test(`of type ${type} opens no window`, async ({ account }) => {
				const { messages: [applied] } = await account.applyWebhook([messageOfType(type, 'wamid.1', START)], LIVING, START);

				expect(applied).toMatchObject({ isFirstContact: false, contact: { lastInboundAt: null } });
			});
		}

		test('of an unknown type is passed on like others', async ({ account }) => {
			const { messages: [applied] } = await account.applyWebhook([messageOfType('hologram', 'wamid.1', START)], LIVING, START);

			expect(applied).toMatchObject({ isFirstContact: true, contact: { lastInboundAt: START } });
		});

		test('from nobody loses no neighbour in the batch', async ({ account }) => {
			const { messages: applied } = await account.applyWebhook(
				[message('wamid.1', 'a', START), message('wamid.2', 'b', START, {}), message('wamid.3', 'c', START, { userId: 'DE.1' })],
				LIVING,
				START,
			);

			expect(applied.map(({ event }) => event.id)).toEqual(['wamid.1', 'wamid.3']);
		});

		test('is data, whatever it says', async ({ account }) => {
			const text = `'); DROP TABLE contact; -- {{ $json }} <script>\u0000\ud800`;
			await account.applyWebhook([message('wamid.1', text, START, { phone: phoneOf(1), name: text })], LIVING, START);

			const { messages: [applied] } = await account.applyWebhook([message('wamid.2', 'x', START)], LIVING, START);

			expect(applied!.contact.name).toBe(`'); DROP TABLE contact; -- {{ $json }} <script>\ufffd\ufffd`);
			expect((await account.contactTimeline(person(), 5))[0]!.detail).toBe(applied!.contact.name);
		});

		test('comes in its place among statuses and preferences of the same webhook', async ({ account }) => {
			const applied = await account.applyWebhook(
				[
					message('wamid.1', 'a', START),
					status('wamid.unknown', 'read', START),
					preference('stop', START, { phone: phoneOf(9) }),
					{ kind: 'other', field: 'account_update', value: {} },
					message('wamid.2', 'b', START, { phone: phoneOf(2) }),
				],
				LIVING,
				START,
			);

			expect(applied.messages.map(({ event }) => event.id)).toEqual(['wamid.1', 'wamid.2']);
		});

		test('takes an empty webhook', async ({ account }) => {
			expect(await account.applyWebhook([], LIVING, START)).toEqual({ messages: [], statuses: 0, duplicates: 0 });
		});
	});

	describe('a message that is delivered again', () => {
		test('is a duplicate, in the same webhook and in later ones', async ({ account }) => {
			const event = message('wamid.1', 'a', START);

			const first = await account.applyWebhook([event, event], LIVING, START);
			const second = await account.applyWebhook([event], LIVING, START + DAY);

			expect([first.messages.length, first.duplicates]).toEqual([1, 1]);
			expect([second.messages.length, second.duplicates]).toEqual([0, 1]);
		});

		test('three times at once is taken in once', async ({ account }) => {
			const answers = await Promise.all([1, 2, 3].map(() => account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START)));

			expect(answers.flatMap(({ messages: applied }) => applied)).toHaveLength(1);
		});

		test('is new to another process while nobody acknowledged it: that one died before its execution began', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], 'dead process', START);

			const { messages: again } = await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START + 60_000);
			const { messages: third } = await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START + 60_000);

			expect(again).toEqual([expect.objectContaining({ isFirstContact: true })]);
			expect(third).toEqual([]);
		});

		test('is a duplicate everywhere once it was acknowledged', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], 'dead process', START);
			await account.acknowledgeMessages(['wamid.1']);

			expect(await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START)).toMatchObject({ messages: [], duplicates: 1 });
		});

		test('is new to the same process when its execution could not be started', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START), message('wamid.2', 'b', START)], LIVING, START);
			await account.acknowledgeMessages(['wamid.2']);
			await account.releaseMessages(['wamid.1', 'wamid.2']);

			const { messages: again } = await account.applyWebhook([message('wamid.1', 'a', START), message('wamid.2', 'b', START)], LIVING, START);

			expect(again.map(({ event }) => event.id)).toEqual(['wamid.1']);
		});

		test('by another process names the runs it had ended the first time', async ({ account }) => {
			await publish(account);
			const { enrollment } = await enrollOne(account);
			await account.applyWebhook([message('wamid.1', 'a', START + HOUR)], 'dead process', START + HOUR);

			const { messages: [again] } = await account.applyWebhook([message('wamid.1', 'a', START + HOUR)], LIVING, START + HOUR);

			expect(again!.endedEnrollments).toEqual([{ id: enrollment.id, sequence: 'welcome', reason: 'replied' }]);
		});

		test('is remembered for the seven days in which Meta repeats', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);
			await account.applyWebhook([message('wamid.2', 'b', START)], LIVING, START + 7 * DAY);

			expect(await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START + 7 * DAY)).toMatchObject({ duplicates: 1 });
		});
	});
}
