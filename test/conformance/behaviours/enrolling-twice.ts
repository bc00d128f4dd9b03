import { enrollRequest, HOUR, message, MINUTE, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { claimOne, enrollOne, LIVING, place, publish, sendAccepted, standing } from '../verbs';

export function enrollingTwice(open: OpenStore): void {
	const test = onStore(open);

	describe('one live enrollment per sequence and contact', () => {
		test('under 50 parallel enrollments', async ({ account }) => {
			await publish(account);

			const results = await Promise.all(Array.from({ length: 50 }, () => enrollOne(account)));

			expect(results.filter(({ outcome }) => outcome === 'enrolled')).toHaveLength(1);
			expect(results.filter(({ outcome }) => outcome === 'kept')).toHaveLength(49);
			expect(new Set(results.map(({ enrollment }) => enrollment.id)).size).toBe(1);
		});

		test('under 50 parallel enrollments that all start over', async ({ account }) => {
			await publish(account);

			await Promise.all(Array.from({ length: 50 }, (_, n) => enrollOne(account, person(), { reentry: 'restart' }, START + n)));

			expect(await account.listEnrollments({ states: ['active'] }, { limit: 100 })).toHaveLength(1);
			expect((await account.listSequences())[0]!.live).toBe(1);
		});

		test('within one batch', async ({ account }) => {
			await publish(account);

			const results = await account.enroll(Array.from({ length: 50 }, () => enrollRequest()), START);

			expect(results.map(({ outcome }) => outcome)).toEqual(['enrolled', ...Array.from({ length: 49 }, () => 'kept')]);
			expect(await account.listEnrollments({}, { limit: 100 })).toHaveLength(1);
		});

		test('within one batch that starts over', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			const results = await account.enroll([1, 2, 3].map(() => enrollRequest(person(), { reentry: 'restart' })), START);

			expect(results.map(({ outcome }) => outcome)).toEqual(['restarted', 'kept', 'kept']);
			expect(await account.listEnrollments({ states: ['active'] }, { limit: 100 })).toHaveLength(1);
		});
	});

	describe('enrolling somebody who is in the sequence already', () => {
		test('keep leaves them where they are', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, person(), { reference: 'first' });
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			const before = await standing(account);

			const again = await enrollOne(account, person(), { reference: 'second' }, START + MINUTE);

			expect(again.outcome).toBe('kept');
			expect(await standing(account)).toEqual(before);
		});

		test('restart ends the old run and begins a new one', async ({ account }) => {
			const id = await publish(account);
			const first = await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');

			const again = await enrollOne(account, person(), { reentry: 'restart' }, START + MINUTE);

			expect(again).toMatchObject({ outcome: 'restarted', enrollment: { step: 'hello', dueAt: START + MINUTE } });
			const [old] = await account.getEnrollments([{ id: first.enrollment.id }]);
			expect(old).toMatchObject({ state: 'exited', reason: 'restarted', step: 'offer', endedAt: START + MINUTE });
		});

		test('restart takes the step out of the hands of whoever holds it', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const held = await claimOne(account, id);

			await enrollOne(account, person(), { reentry: 'restart' });

			const [permit] = await account.beginSends(
				[{ step: held.step, node: 'send', contact: {}, category: 'marketing', label: 'promo' }],
				START,
			);
			expect(permit).toMatchObject({ allowed: false, reason: 'enrollment_ended' });
		});

		test('the same message never starts a run over a second time', async ({ account }) => {
			await publish(account);
			const first = await enrollOne(account, person(), { reentry: 'restart', messageId: 'wamid.in' });

			const again = await enrollOne(account, person(), { reentry: 'restart', messageId: 'wamid.in' }, START + MINUTE);

			expect(again).toMatchObject({ outcome: 'kept', enrollment: { id: first.enrollment.id } });
		});
	});

	describe('the keyword that enrolls', () => {
		test('is no reply: the run that it ended goes on where it stood', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			const before = place(await standing(account));
			await account.applyWebhook([message('wamid.in', 'PROMO', START + MINUTE)], LIVING, START + MINUTE);
			expect((await standing(account)).reason).toBe('replied');

			const again = await enrollOne(account, person(), { messageId: 'wamid.in' }, START + MINUTE);

			expect(again.outcome).toBe('resumed');
			expect(place(again.enrollment)).toEqual(before);
			expect((await claimOne(account, id, START + HOUR)).due.step.name).toBe('offer');
		});

		test('tells in the timeline that the run goes on', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.applyWebhook([message('wamid.in', 'PROMO', START + MINUTE)], LIVING, START + MINUTE);
			await enrollOne(account, person(), { messageId: 'wamid.in' }, START + MINUTE);

			const kinds = (await account.contactTimeline(person(), 20)).map(({ kind }) => kind);

			expect(kinds).toEqual(['enrolled', 'message', 'ended', 'resumed']);
		});

		test('is no reply either when another message follows in the same webhook', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			const at = START + MINUTE;
			await account.applyWebhook([message('wamid.promo', 'PROMO', at), message('wamid.hi', 'hello?', at)], LIVING, at);

			expect((await enrollOne(account, person(), { messageId: 'wamid.promo' }, at)).outcome).toBe('resumed');
		});

		test('starts over instead when that is what the workflow asks for', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.applyWebhook([message('wamid.in', 'PROMO', START + MINUTE)], LIVING, START + MINUTE);

			const again = await enrollOne(account, person(), { reentry: 'restart', messageId: 'wamid.in' }, START + MINUTE);

			expect(again.outcome).toBe('restarted');
			expect(again.enrollment).toMatchObject({ step: 'hello', enrolledAt: START + MINUTE });
		});

		test('a later keyword after a reply begins a new run', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.applyWebhook([message('wamid.thanks', 'thanks', START + MINUTE)], LIVING, START + MINUTE);

			const again = await enrollOne(account, person(), { messageId: 'wamid.promo' }, START + HOUR);

			expect(again).toMatchObject({ outcome: 'enrolled', enrollment: { step: 'hello', enrolledAt: START + HOUR } });
		});
	});
}
