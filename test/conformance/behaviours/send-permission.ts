import { DAY, HOUR, message, person, preference, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, enrollOne, claimOne, firstStepClaimed, LIVING, place, publish, standing } from '../verbs';

export function sendPermission(open: OpenStore): void {
	const test = onStore(open);

	describe('a contact who opted out', () => {
		test('gets no marketing: the run ends', async ({ account }) => {
			const id = await publish(account);
			await account.applyWebhook([preference('stop', START - HOUR)], LIVING, START - HOUR);
			await enrollOne(account);
			const held = await claimOne(account, id);

			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'opted_out', contact: { marketingAllowed: false } });
			expect(place(await standing(account))).toEqual({ state: 'exited', reason: 'opted_out', step: 'hello', dueAt: null });
			expect(await account.listSends({}, { limit: 10 })).toEqual([]);
		});

		test('gets no marketing by a further node of a step that was sent', async ({ account }) => {
			const held = await firstStepClaimed(account, { stopOnReply: false });
			const [permit] = await account.beginSends(
				[{ step: held.step, node: 'a', contact: {}, category: 'utility', label: 'a' }],
				START,
			);
			if (!permit?.allowed) throw new Error('refused');
			await account.settleSends([{ sendId: permit.sendId, outcome: { kind: 'accepted', wamid: 'wamid.1' } }], START);
			await account.applyWebhook([preference('stop', START - DAY)], LIVING, START);

			expect(await begin(account, held, START, { node: 'b' })).toMatchObject({ allowed: false });
		});

		test('gets no marketing outside any sequence either, by whatever id they are called', async ({ account }) => {
			const both = { phone: '+491701111111', userId: 'DE.123' };
			await account.applyWebhook([message('wamid.in', 'STOP', START, both)], LIVING, START);
			const [known] = await account.applyWebhook([message('wamid.in2', 'hm', START, both)], LIVING, START).then((a) => a.messages);

			const refs = [{ phone: both.phone }, { userId: both.userId }, both, { id: known!.contact.id }];
			const permits = await account.beginSends(
				refs.map((contact) => ({ node: 'n', contact, category: 'marketing' as const, label: 'x' })),
				START,
			);

			expect(permits.map((permit) => (permit.allowed ? 'allowed' : permit.reason))).toEqual(refs.map(() => 'opted_out'));
		});

		test('still gets utility messages', async ({ account }) => {
			const id = await publish(account);
			await account.applyWebhook([preference('stop', START - HOUR)], LIVING, START - HOUR);
			await enrollOne(account);

			expect(await begin(account, await claimOne(account, id), START, { category: 'utility' })).toMatchObject({ allowed: true });
		});

		test('between claim and send gets nothing more', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.applyWebhook([message('wamid.in', 'STOP', START + 1)], LIVING, START + 1);

			expect(await begin(account, held, START + 1)).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
		});
	});

	describe('a text', () => {
		test('outside the 24-hour window is passed over, and the run goes on', async ({ account }) => {
			const held = await firstStepClaimed(account);

			expect(await begin(account, held, START, { category: 'session' })).toMatchObject({ allowed: false, reason: 'window_closed' });
			expect(place(await standing(account))).toEqual({ state: 'active', reason: null, step: 'offer', dueAt: START + HOUR });
			expect(await account.contactTimeline(person(), 10)).toContainEqual(
				expect.objectContaining({ kind: 'step', step: 'hello', reason: 'window_closed' }),
			);
		});

		test('inside it may leave, up to the last millisecond', async ({ account }) => {
			await account.applyWebhook([message('wamid.in', 'hi', START - DAY)], LIVING, START - DAY);
			const held = await firstStepClaimed(account);

			expect(await begin(account, held, START, { category: 'session' })).toMatchObject({ allowed: false, reason: 'window_closed' });

			await account.applyWebhook([message('wamid.in2', 'hi', START + 1000 - DAY, { phone: '+4917000000002' })], LIVING, START);
			const permits = await account.beginSends(
				[{ node: 'n', contact: { phone: '+4917000000002' }, category: 'session', label: 'text' }],
				START + 999,
			);
			expect(permits[0]).toMatchObject({ allowed: true });
		});
	});

	describe('a paused or unknown enrollment', () => {
		test('of nobody is refused and names no contact', async ({ account }) => {
			await publish(account);
			const request = { step: { enrollmentId: 'nobody', lease: 'l', step: 'hello' }, node: 'n', contact: person(), category: 'utility', label: 'x' } as const;

			expect(await account.beginSends([request], START)).toEqual([{ allowed: false, reason: 'enrollment_ended', contact: null, wamid: null }]);
		});
	});
}
